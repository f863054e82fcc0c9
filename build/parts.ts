import { join, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { generated, root } from "./paths.ts";

/**
 * The executable's parts. `main` is what every hook call loads, so it is kept tiny; the others lie beside it as
 * assets, each with a code cache of its own, and are loaded where the sources say `import()`.
 */
export const parts = {
  main: resolve(root, "src/main.ts"),
  here: resolve(root, "src/hook/here.ts"),
  serve: resolve(root, "src/daemon/serve.ts"),
  cli: resolve(root, "src/cli/run.ts"),
  /** YAML and the grammar: only for who has rules or settings of their own. */
  load: resolve(root, "src/rules/load.ts"),
  config: resolve(root, "src/platform/config.ts"),
  sources: join(generated, "builtin-sources.js"),
} as const;

export type Part = keyof typeof parts;

export const partNames = Object.keys(parts) as readonly Part[];

const nameByFile = new Map<string, string>(Object.entries(parts).map(([name, file]) => [file, name]));

/** Leaves an `import()` of another part in place as `require("part:NAME")`, which `load-part.js` answers. */
export const separateParts: Plugin = {
  name: "separate-parts",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const name = kind === "dynamic-import" ? nameByFile.get(resolve(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `part:${name}`, external: true };
    });
    build.onResolve({ filter: /^#builtin-sources$/ }, () => ({ path: "part:sources", external: true }));
  },
};

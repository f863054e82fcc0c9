import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { demoFiles, demoLink } from "./calls.ts";

/** A home with a project in it, for the demo alone. */
export type Stage = {
  readonly project: string;
  /** Whether the project has the link in it. Windows lets only some people make one. */
  readonly hasLink: boolean;
  /** The environment in which daemon and hook know nothing of the person's own home. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly remove: () => void;
};

export function buildStage(env: Readonly<Record<string, string | undefined>>): Stage {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "prempti-demo-")));
  const home = join(root, "home");
  const project = join(home, "shop");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [path, text] of Object.entries(demoFiles)) write(join(project, path), text);
  write(join(home, demoLink.targetInHome), "no key, only the demo\n");
  return {
    project,
    hasLink: link(join(home, demoLink.targetInHome), join(project, demoLink.path)),
    env: { ...env, HOME: home, USERPROFILE: home, PREMPTI_HOME: join(root, "prempti") },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function link(target: string, path: string): boolean {
  mkdirSync(dirname(path), { recursive: true });
  try {
    symlinkSync(target, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPERM") return false;
    throw error;
  }
}

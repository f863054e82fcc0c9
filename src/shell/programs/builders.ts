import { guess, unlisted } from "../unlisted.ts";
import type { Behaviour, Program } from "./program.ts";
import { publishes } from "./publishing.ts";
import { formats } from "./rewriting.ts";

/** What it is given it reads, and its options say where it puts what it makes. */
const makes = (outputs: string, values = ""): Behaviour => ({
  options: { [outputs]: "create", ...(values === "" ? {} : { [values]: "value" }) },
  does: guess,
});

/** Compilers, bundlers and generators. */
const making: readonly Program[] = [
  {
    names: ["tsc", "tsgo", "tspc", "vue-tsc", "ngc"],
    ...makes(
      "--outDir --outdir --outFile --outfile --declarationDir --declarationdir --tsBuildInfoFile --generateTrace --generateCpuProfile",
      "-p --project -t --target -m --module --lib --rootDir --jsx --moduleResolution --baseUrl --types",
    ),
  },
  { names: ["esbuild"], ...makes("--outfile --outdir --metafile") },
  { names: ["rollup"], ...makes("-o --file -d --dir", "-f --format -n --name -p --plugin -e --external") },
  { names: ["webpack-cli", "rspack"], ...makes("-o --output-path", "-m --mode -c --config -d --devtool") },
  { names: ["parcel"], ...makes("--dist-dir --cache-dir") },
  { names: ["tsup", "tsdown", "unbuild", "rolldown"], ...makes("-d --out-dir --dir -o --file") },
  { names: ["swc", "babel"], ...makes("-d --out-dir -o --out-file") },
  { names: ["ncc", "pkg", "nexe", "sea"], ...makes("-o --out --output --out-path") },
  { names: ["terser", "uglifyjs", "cleancss", "html-minifier", "csso"], ...makes("-o --output") },
  { names: ["postcss", "tailwindcss", "tailwind"], ...makes("-o --output -d --dir") },
  { names: ["stylus", "pug"], ...makes("-o --output --out") },
  {
    names: ["sass", "node-sass", "sassc", "lessc"],
    ...makes("-o --output", "-I --load-path --include-path --style"),
    operands: ["value"],
    last: "create",
  },
  { names: ["typedoc", "jsdoc", "documentation", "esdoc"], ...makes("--out --json -d --destination -o") },
  { names: ["buf"], ...makes("-o --output") },
  { names: ["thrift"], ...makes("-o -out --out") },
  {
    names: [
      "swagger-codegen",
      "swagger-codegen-cli",
      "openapi-generator",
      "openapi-generator-cli",
      "oapi-codegen",
      "openapi-typescript",
      "graphql-codegen",
      "quicktype",
      "json2ts",
      "sqlc",
    ],
    ...makes("-o --output --out", "-i -g -l -c --config -t --template-dir"),
  },
  { names: ["cbindgen", "bindgen", "cxxbridge", "uniffi-bindgen"], ...makes("-o --output --out-dir") },
  { names: ["wasm-pack"], subcommands: { publish: publishes }, otherwise: { style: "raw" } },
  { names: ["wasm-bindgen", "wasm-opt", "trunk"], ...makes("-d --out-dir -o --output --dist") },
  { names: ["sphinx-build"], ...makes("-d", "-b -c -D -j"), operands: ["value", "create", "value"] },
  { names: ["sphinx-apidoc"], ...makes("-o --output-dir") },
  {
    names: ["mkdocs", "hugo", "jekyll", "eleventy", "zola", "mdbook", "gitbook"],
    ...makes("-d --site-dir --destination --output --output-dir --dest-dir -o"),
  },
  {
    names: ["pyinstaller", "nuitka", "cx_Freeze"],
    ...makes("--distpath --workpath --specpath --output-dir"),
  },
  { names: ["cython"], ...makes("-o --output-file") },
];

/** Formatters that rewrite what they are given, and linters that repair. */
const rewriting: readonly Program[] = [
  { names: ["prettier", "prettierd"], ...formats({ told: ["-w", "--write"] }) },
  {
    names: ["eslint", "eslint_d", "stylelint", "standard", "xo", "oxlint", "ts-standard", "semistandard"],
    ...formats({ told: ["--fix"], outputs: "-o --output-file", values: "-c --config -f --format --ext" }),
  },
  {
    names: ["biome", "rome"],
    ...formats({ told: ["--write", "--fix", "--apply", "--apply-unsafe"], values: "--config-path" }),
  },
  { names: ["phpcbf", "swiftformat"], ...formats({}) },
  { names: ["gofmt", "goimports", "gofumpt", "golines", "gci"], ...formats({ told: ["-w"], values: "-r" }) },
  {
    names: ["black", "isort", "stylua", "rustfmt", "mdformat", "nixfmt", "alejandra", "ssort", "darker"],
    ...formats({ values: "-c --config --profile --edition --emit -l --line-length -t --target-version" }),
  },
  {
    names: ["ruff"],
    style: "posix",
    options: { "--config": "value" },
    subcommands: {
      format: formats({ values: "--config --line-length" }),
      check: formats({
        told: ["--fix", "--unsafe-fixes", "--add-noqa"],
        outputs: "-o --output-file",
        values: "--config --select --ignore --output-format",
      }),
    },
    otherwise: unlisted,
  },
  {
    names: ["autopep8", "yapf", "autoflake", "docformatter", "swift-format"],
    ...formats({ told: ["-i", "--in-place", "--inplace"], values: "--style -c --config" }),
  },
  { names: ["clang-format"], ...formats({ told: ["-i"] }), style: "dashed" },
  { names: ["pyupgrade", "add-trailing-comma", "reorder-python-imports"], ...formats({}) },
  {
    names: ["clang-tidy"],
    ...formats({ told: ["-fix", "--fix", "--fix-errors"], values: "-p" }),
    style: "dashed",
  },
  { names: ["google-java-format"], ...formats({ told: ["-i", "-r", "--replace"] }) },
  { names: ["ktlint"], ...formats({ told: ["-F", "--format"] }) },
  { names: ["rubocop", "standardrb"], ...formats({ told: ["-a", "-A", "--auto-correct", "--fix", "-x"] }) },
  { names: ["taplo", "sqlfluff", "dprint", "php-cs-fixer"], ...formats({ told: ["fmt", "format", "fix"] }) },
  { names: ["markdownlint", "markdownlint-cli2"], ...formats({ told: ["-f", "--fix"] }) },
];

/** Build tools and formatters. */
export const builders: readonly Program[] = [...making, ...rewriting];

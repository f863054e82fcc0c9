import { unlisted } from "../unlisted.ts";
import type { Behaviour, Program, Use } from "./program.ts";

const values =
  "-n --name -t --template -p --python --vcs --edition --org --platforms -d --database --stability --module --author --license -a --type";

/** Makes a folder with a project in it; the last of `operands` names it. */
const starts = (operands: readonly Use[] = ["create"], folders = ""): Behaviour => ({
  options: { [values]: "value", ...(folders === "" ? {} : { [folders]: "create" }) },
  operands,
});

/** Makes the project in the folder that an option names. */
const startsIn = (folders: string): Behaviour => starts(["value"], folders);

/**
 * New projects, of programs whose own rows, in other files, are about something else. A program without a row that is
 * told to make something `new` is taken at its word; see `../unlisted.ts`. See `additions.ts`, too.
 */
export const scaffolds: readonly Program[] = [
  { names: ["cargo"], subcommands: { "new init": starts(), generate: startsIn("--destination") } },
  { names: ["npm"], subcommands: { "init create innit": startsIn("--prefix") } },
  { names: ["bun", "deno"], subcommands: { init: starts() } },
  { names: ["uv", "rye"], subcommands: { "init venv": starts(["create"], "--directory --project") } },
  { names: ["poetry", "pdm", "hatch"], subcommands: { new: starts(), init: startsIn("--directory -C") } },
  { names: ["django-admin"], subcommands: { "startproject startapp": starts(["value", "create"]) } },
  { names: ["scrapy"], subcommands: { startproject: starts(["value", "create"]) } },
  { names: ["flutter", "dart"], subcommands: { create: starts() } },
  { names: ["rails", "stack", "helm", "wrangler"], subcommands: { "new create init": starts() } },
  { names: ["composer"], subcommands: { "create-project": starts(["value", "create", "value"]) } },
  { names: ["mix"], subcommands: { "new phx.new nerves.new": starts() } },
  { names: ["hugo"], subcommands: { new: { subcommands: { "site theme": starts() } } } },
  { names: ["jekyll", "zola", "mkdocs"], subcommands: { "new init": starts() } },
  { names: ["bundle"], subcommands: { gem: starts() } },
  { names: ["crystal"], subcommands: { init: starts(["value", "create"]) } },
  { names: ["pulumi"], subcommands: { new: startsIn("--dir -C --cwd") } },
  { names: ["sam"], subcommands: { init: startsIn("-o --output-dir") } },
  { names: ["swift"], subcommands: { package: startsIn("--package-path") } },
  {
    names: ["conda", "mamba", "micromamba"],
    subcommands: { create: { options: { "-p --prefix": "create" }, operands: ["value"] } },
  },
];

/** Such programs that nothing else is known of. */
export const scaffolders: readonly Program[] = [
  { names: ["virtualenv"], options: { "-p --python --prompt --seeder": "value" }, operands: ["create"] },
  { names: ["cookiecutter", "yo", "plop"], options: { "-o --output-dir --destination": "create" } },
  {
    names: ["copier"],
    options: { "-d --data -r --vcs-ref -a --answers-file": "value" },
    subcommands: { copy: { operands: ["value", "create"] }, "update recopy": { operands: ["create"] } },
    otherwise: unlisted,
  },
  {
    names: ["ng", "nest"],
    subcommands: { "new n": starts(["create"], "--directory") },
    otherwise: unlisted,
  },
];

import type { FieldDoc } from "./field.ts";

/** What a command line really does, after everything in it that can be resolved has been. */
export const cmdFields = {
  "cmd.names": {
    type: "list",
    doc: "Base name of every program run, in order: wrappers and what they wrap.",
    example: "sudo, rm",
  },
  "cmd.lines": {
    type: "list",
    doc: "Every simple command as run: name and arguments after expansion, one space between.",
    example: "git push --force",
  },
  "cmd.wrappers": { type: "list", doc: "Programs in use that run another one.", example: "sudo" },
  "cmd.interprets": {
    type: "list",
    doc: "Where code fed to an interpreter comes from: network, decoded, file, literal, output (a local program printed it) or unknown.",
    example: "network",
  },
  "cmd.inline_code": {
    type: "list",
    doc: "Code given to an interpreter on the command line or by a here-document.",
    example: "import os",
  },
  "cmd.uploads": {
    type: "list",
    doc: "Paths sent to a host; - for a program's output.",
    example: "/home/u/app/.env",
  },
  "cmd.upload_zones": {
    type: "list",
    doc: "Where the paths of cmd.uploads are; the zones are those of tool.read_zones.",
    example: "inside",
  },
  "cmd.upload_hosts": {
    type: "list",
    doc: "The hosts that cmd.uploads go to.",
    example: "uploads.example.com",
  },
  "cmd.loads": {
    type: "list",
    doc: "Files of variables that are loaded into a program or the shell; they are not among tool.reads.",
    example: "/home/u/app/.env",
  },
  "cmd.load_zones": {
    type: "list",
    doc: "Where the paths of cmd.loads are; the zones are those of tool.read_zones.",
    example: "dotenv",
  },
  "cmd.executes": {
    type: "list",
    doc: "Local programs and scripts that are run by their path.",
    example: "/home/u/app/build.sh",
  },
  "cmd.execute_zones": {
    type: "list",
    doc: "Where the paths of cmd.executes are; the zones are those of tool.read_zones.",
    example: "inside",
  },
  "cmd.env_reads": { type: "list", doc: "Names of environment variables read.", example: "GITHUB_TOKEN" },
  "cmd.env_sets": { type: "list", doc: "Names of environment variables set.", example: "LD_PRELOAD" },
  "cmd.effects": {
    type: "list",
    doc: "Named effects of the programs run, <area>:<effect>.",
    example: "git:force-push",
  },
  "cmd.exceeded": {
    type: "bool",
    doc: "The command is too long or nested too deeply to be understood to its end.",
    example: "true",
  },
  "cmd.dynamic": {
    type: "bool",
    doc: "A program's name can't be known without running the command.",
    example: "true",
  },
  "cmd.parse_error": { type: "bool", doc: "The text is not a well-formed command line.", example: "true" },
} as const satisfies Record<string, FieldDoc>;

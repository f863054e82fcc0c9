import { analyseStrictly } from "../../src/shell/analyse.ts";
import type { CommandReport, Place } from "../../src/shell/report.ts";

/** Where the commands of these tests run. */
const place: Place = { cwd: "/home/u/app", home: "/home/u", user: "u", tmpdir: "" };

export const reportOf = (text: string, dialect: "posix" | "powershell" | "cmd" = "posix"): CommandReport =>
  analyseStrictly({ text, dialect }, place);

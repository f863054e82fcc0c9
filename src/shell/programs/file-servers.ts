import { readTree } from "../act.ts";
import { type Flow, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import type { Program, Run } from "./program.ts";

/** Who can reach the port gets every file below these folders; below the one worked in, if none is named. */
function serveFolders(run: Run, folders: readonly Word[]): Flow {
  for (const word of folders.length === 0 ? [literalWord(".")] : folders) readTree(run, word);
  return outputFlow;
}

/** `python -m http.server [-d FOLDER] [PORT]`. */
export function servePython(run: Run, args: readonly Word[]): Flow {
  const folders = args.flatMap((word, at) => {
    const [name, attached] = /^(-d|--dir\w*)=?(.*)$/s.exec(word.text)?.slice(1) ?? [];
    if (name === undefined) return [];
    return attached === undefined || attached === ""
      ? args.slice(at + 1, at + 2)
      : [wordFrom(attached, word.from)];
  });
  return serveFolders(run, folders);
}

/** `php -S HOST:PORT [-t FOLDER]`. */
export const servePhp = (run: Run): Flow => serveFolders(run, values(run, "-t", "--docroot"));

/** `ruby -run -e httpd [FOLDER]`: the options of its library `un` may stand before the folder and behind it. */
export const servesRuby = (run: Run): boolean =>
  value(run, "-r")?.text === "un" && value(run, "-e")?.text === "httpd";

export const serveRuby = (run: Run): Flow =>
  serveFolders(
    run,
    run.operands.filter(({ text }) => !/^(-|\d+$)/.test(text)),
  );

export const fileServers: readonly Program[] = [
  {
    names: ["http-server", "serve", "live-server"],
    options: {
      "-p --port -l --listen -c --config -a -P --proxy -C --cert -K --key --ssl-cert --ssl-key --ssl-pass --host --mount":
        "value",
    },
    does: (run) =>
      has(run, "--help", "-h", "--version", "-v") ? outputFlow : serveFolders(run, run.operands),
  },
];

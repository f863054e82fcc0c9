import { effect, execute, interpret, read, runText, write } from "../act.ts";
import { type Flow, isKnown, literalFlow, nothing, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { type Word, wordFrom } from "../word.ts";
import { runShellText } from "./git-config.ts";
import type { Program, Run } from "./program.ts";

const after = (word: Word, start: number): Word => wordFrom(word.text.slice(start), word.from);

/** Ex commands of vi, vim and ex: `!CMD`, `r FILE`, `w FILE`, `e FILE`, `so FILE`, `lua|py3|perl|ruby CODE`. */
function exCommand(run: Run, word: Word): void {
  for (const line of word.text.split("\n")) {
    const text = line.replace(
      /^[\s:|]*(sil(ent)?!?\s+|exe(cute)?\s+["']?|norm(al)?!?\s+:?|%|\d+|[.,$])*/,
      "",
    );
    const shell =
      /^(?:r(?:ead)?\s*|w(?:rite)?\s+|ter(?:minal)?\s+)?!(.*)$/s.exec(text)?.[1] ??
      /^ter(?:minal)?\s+(.+)$/s.exec(text)?.[1];
    if (shell !== undefined) runShellText(run, wordFrom(shell, word.from), run.io.stdin);
    for (const [, call = ""] of text.matchAll(/\bsystem(?:list)?\(\s*["']([^"']*)["']/g))
      runShellText(run, wordFrom(call, word.from), nothing);
    const code = /^(py(?:thon)?[3x]?|pyx|lua|perl?|ruby?|rub)\s+(.+)$/s.exec(text);
    if (code !== null)
      interpret(
        run,
        languageOf(code[1] ?? ""),
        wordFrom((code[2] ?? "").replace(/(?:\||(?<![|\s]))\s*q(?:a|all)?!?$/, ""), word.from),
      );
    exFile(run, text, word);
  }
}

const languageOf = (name: string): string =>
  name.startsWith("py") ? "python" : name.startsWith("lua") ? "lua" : name.startsWith("pe") ? "perl" : "ruby";

function exFile(run: Run, text: string, word: Word): void {
  const found =
    /^(r|read|w|write|wq|x|sav|saveas|e|edit|sp|split|vs|tabe|tabnew|so|source|pu|1r|0r|\$r)!?\s+(?:>>\s*)?([^!\s|][^|]*)/.exec(
      text,
    );
  if (found === null) return;
  const file = wordFrom((found[2] ?? "").trim(), word.from);
  if (/^(w|write|wq|x|sav|saveas)$/.test(found[1] ?? "")) write(run, file, run.content.flow);
  else read(run, file);
}

function vim(run: Run): Flow {
  for (const word of values(run, "-c", "--cmd", "-W", "-w")) if (/^[~./]/.test(word.text)) read(run, word);
  for (const word of values(run, "-S", "-u")) {
    if (/^(NONE|NORC|DEFAULTS)$/.test(word.text)) continue;
    const script = read(run, word);
    if (isKnown(script)) exCommand(run, { ...script, glob: false });
  }
  let flow = nothing;
  for (const word of run.operands) {
    if (word.text.startsWith("+")) exCommand(run, after(word, 1));
    else flow = read(run, word);
  }
  for (const word of values(run, "-c", "--cmd", "--remote-send", "--remote-expr")) exCommand(run, word);
  const commands = values(run, "-c")
    .map(({ text }) => text)
    .join("\n");
  const silent =
    /^(ex|exim)$/.test(run.program) || has(run, "-e", "-E", "-es", "-s") ? run.io.stdin : nothing;
  if (silent !== nothing && isKnown(silent)) exCommand(run, { ...silent, glob: false });
  const all = `${commands}\n${silent.text}`;
  if (/(^|[\n|:])[ \t]*(w|wq|x|xa|wa|up|update|ZZ)!?\s*($|[\n|])/.test(all))
    for (const word of run.operands) if (!word.text.startsWith("+")) write(run, word, literalFlow(all));
  return flow === nothing ? outputFlow : flow;
}

/** ed takes its commands from standard input. */
function lineEditor(run: Run): Flow {
  const [file] = run.operands;
  const { text, from } = run.io.stdin;
  if (file?.text.startsWith("!") === true) runShellText(run, after(file, 1));
  else if (file !== undefined) read(run, file);
  for (const line of text.split("\n")) {
    const shell = /^[\d,.$%]*(?:[rwe]\s+)?!(.*)$/.exec(line)?.[1];
    if (shell !== undefined) runShellText(run, wordFrom(shell, from), nothing);
    const named = /^[\d,.$%]*([rweWEf])\s+([^!\s].*)$/.exec(line);
    if (named === null) continue;
    const target = wordFrom((named[2] ?? "").trim(), from);
    if (/[wW]/.test(named[1] ?? "")) write(run, target, literalFlow(text));
    else read(run, target);
  }
  if (file !== undefined && /^[\d,.$%]*(w|wq)\s*$/m.test(text)) write(run, file, literalFlow(text));
  return outputFlow;
}

/** `emacs --batch --eval CODE FILE`. */
function emacs(run: Run): Flow {
  for (const word of run.operands) read(run, word);
  for (const file of values(run, "-l", "--load", "--script", "--insert", "-x")) {
    execute(run, file);
    read(run, file);
  }
  for (const code of values(run, "--eval", "-eval", "--execute", "-e")) interpret(run, "lisp", code);
  return outputFlow;
}

/** An editor that a person sits at: what it is given is read, and maybe changed. */
const interactive = (run: Run): Flow => {
  for (const word of run.operands) if (!/^\+\d/.test(word.text)) read(run, word);
  const speller = value(run, "-s", "--speller");
  if (speller !== undefined && run.program === "nano") runText(run, speller);
  return outputFlow;
};

const desktop = (run: Run): Flow => {
  if (run.operands[0]?.text === "tunnel" || run.operands[0]?.text === "serve-web")
    effect(run, "net:expose-port");
  else if (!has(run, "--install-extension", "--list-extensions", "--version"))
    for (const word of run.operands) if (!word.text.startsWith("-")) read(run, word);
  if (run.options.some(({ name }) => name === "--add-mcp")) effect(run, "agent:mcp-add");
  return outputFlow;
};

export const editors: readonly Program[] = [
  {
    names: [
      "vi",
      "vim",
      "nvim",
      "ex",
      "gvim",
      "vim.tiny",
      "vim.basic",
      "rvim",
      "nvi",
      "vile",
      "elvis",
      "mvim",
    ],
    options: {
      "-c --cmd -S -u -U -W -w -T -i -t -q -r -L --remote-send --remote-expr --servername --listen": "value",
    },
    does: vim,
  },
  { names: ["ed", "red"], options: { "-p --prompt": "value" }, does: lineEditor },
  {
    names: ["emacs", "emacsclient"],
    options: { "--eval -eval --execute -e -l --load --script -f --funcall --insert -x -s -d -a": "value" },
    does: emacs,
  },
  {
    names: [
      "nano",
      "pico",
      "rnano",
      "micro",
      "joe",
      "kak",
      "hx",
      "helix",
      "mcedit",
      "jed",
      "mg",
      "zile",
      "ne",
      "kibi",
    ],
    options: { "-s --speller -Y -T -r -c -E": "value" },
    does: interactive,
  },
  {
    names: [
      "code",
      "code-insiders",
      "codium",
      "vscodium",
      "cursor",
      "windsurf",
      "subl",
      "zed",
      "gedit",
      "kate",
      "mousepad",
      "xed",
      "idea",
      "webstorm",
      "pycharm",
      "goland",
      "atom",
      "bbedit",
      "mate",
    ],
    options: {
      "-g --goto --install-extension --uninstall-extension --add-mcp --user-data-dir --extensions-dir --profile --locale":
        "value",
    },
    does: desktop,
  },
];

import { byCategory, type OptionPage, type Page, spelled } from "./page.ts";

type Manual = {
  readonly version: string;
  readonly pages: readonly Page[];
  readonly everywhere: readonly OptionPage[];
};

/** The manual page prempti(1), for man. No date: the same version gives the same page. */
export function manualPage({ version, pages, everywhere }: Manual): string {
  return [
    `.TH PREMPTI 1 "" "prempti ${forRoff(version)}" "User Commands"`,
    ".SH NAME",
    "prempti \\- judge an AI coding agent's tool calls before they run",
    ".SH SYNOPSIS",
    ".B prempti",
    "[\\fIcommand\\fR] [\\fIoptions\\fR]",
    ".SH DESCRIPTION",
    ...about.flatMap((paragraph) => [".PP", forRoff(paragraph)]),
    ...[...byCategory(pages)].flatMap(([category, ofCategory]) => [
      `.SH ${forRoff(category.toUpperCase())} COMMANDS`,
      ...ofCategory.flatMap(command),
    ]),
    ".SH OPTIONS OF EVERY COMMAND",
    ...everywhere.flatMap(option),
    ...sections.flatMap(([name, entries]) => [`.SH ${name}`, ...entries.flatMap(entry)]),
    "",
  ].join("\n");
}

const about = [
  "Before an agent runs a shell command, writes a file or fetches a page, its hook asks prempti. It judges the call by rules in the Falco rule language and answers: allow, deny, or ask the person. It tells the agent why, and records what happened.",
  "Answers are on standard output, everything else on standard error.",
];

function command({ path, usage, description, details, options, examples }: Page): readonly string[] {
  return [
    `.SS ${forRoff(path)}`,
    `.B ${forRoff(usage)}${options.length === 0 ? "" : " [options]"}`,
    ".PP",
    forRoff(`${description.charAt(0).toUpperCase()}${description.slice(1)}.`),
    ...details.flatMap((paragraph) => [".PP", forRoff(paragraph)]),
    ...options.flatMap(option),
    ...examples.flatMap(([what, line]) => [
      ".PP",
      forRoff(`${what}:`),
      ".RS",
      ".nf",
      forRoff(line),
      ".fi",
      ".RE",
    ]),
  ];
}

const option = (page: OptionPage): readonly string[] => entry([spelled(page), page.description]);

const entry = ([name, text]: readonly [string, string]): readonly string[] => [
  ".TP",
  `.B ${forRoff(name)}`,
  forRoff(text),
];

const sections: readonly (readonly [name: string, entries: readonly (readonly [string, string])[]])[] = [
  [
    "EXIT STATUS",
    [
      ["0", "clean"],
      ["1", "findings, or something was refused"],
      ["2", "broken or misused; of prempti hook: the tool call is blocked"],
    ],
  ],
  [
    "ENVIRONMENT",
    [
      ["PREMPTI_HOME", "the folder to use instead of ~/.prempti"],
      ["PREMPTI_TIMEOUT_MS", "how long a hook waits for the daemon, from 100 to 30000"],
      ["NO_COLOR", "no colours"],
    ],
  ],
  [
    "FILES",
    [
      ["~/.prempti/config.yaml", "the settings; prempti config list shows them"],
      ["~/.prempti/rules/user/*.yaml", "your own rules, in effect when saved"],
      ["~/.prempti/log/events.jsonl", "every tool call that was judged, one line of JSON each"],
      ["~/.prempti/log/prempti.log", "what the daemon has to say"],
    ],
  ],
];

/** Text for roff: a backslash starts an escape, and a line that starts with a dot or quote is a request. */
function forRoff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha")
    .replace(/^\./gm, "\\&.");
}

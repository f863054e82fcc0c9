// Files of 64 KiB, each a way to make much work out of little: for the reader, the checks, the lints or the first events.
import { ruleWith } from "./rules.ts";

type File = readonly [name: string, text: string];

const size = 1 << 16;

/** Pieces one after the other, numbered, until there are so many characters. */
function fillWith(piece: (at: number) => string, length = size - 300): string {
  const pieces: string[] = [];
  for (let at = 0, left = length; left > 0; at += 1) {
    const next = piece(at);
    pieces.push(next);
    left -= next.length;
  }
  return pieces.join("");
}

const fill = (piece: string, length = size) => piece.repeat(Math.floor(length / piece.length));

/** A rule on one line. */
const short = (at: number, condition: string) =>
  `- {rule: R${at}, desc: d, condition: '${condition}', output: x, priority: INFO, source: coding_agent}\n`;

/** A list of thousands of values, and rules that use it. */
const manyUses = (condition: (at: number) => string, item = (at: number) => `a${at}, `) =>
  `- list: l\n  items: [${fillWith(item, 20_000)}]\n${fillWith((at) => short(at, condition(at)), 45_000)}`;

const manyRules = (condition: (at: number) => string) => fillWith((at) => short(at, condition(at)));

/** One rule with the same kind of check over and over. */
const manyChecks = (check: (at: number) => string) => ruleWith(`${fillWith(check)}tool.name = z`);

/** A macro of many checks, and what uses it. */
const bigMacro = (check: (at: number) => string, rule: (at: number) => string) =>
  `- {macro: m, condition: '${fillWith(check, 20_000)}tool.name = a'}\n${fillWith(rule, 45_000)}`;

const nest = (open: string, count: number, close: string) =>
  ruleWith(`${open.repeat(count)}tool.name = b${close.repeat(count)}`);

/** What is wide or deep where rules are sane: one thing each. */
const shapes: readonly File[] = [
  ["a list in many rules", manyUses((at) => `tool.name in (l, ${at})`)],
  ["a list alone in many rules", manyUses((at) => `tool.name in (l) and agent.pid = ${at}`)],
  ["the same check with a list in many rules", manyUses(() => "tool.name in (l)")],
  ["a list as text in many rules", manyUses((at) => `tool.name = "x l ${at}"`)],
  ["a list for contains in many rules", manyUses((at) => `tool.name contains anyof (l, ${at})`)],
  ["a list of which one may fit in many rules", manyUses((at) => `tool.name contains oneof (l, ${at})`)],
  [
    "paths in many rules",
    manyUses(
      (at) => `tool.file_path pmatch (l, ${at})`,
      (at) => `/a${at}, `,
    ),
  ],
  [
    "regular expressions in many rules",
    manyUses(
      (at) => `tool.name regex anyof (l, ${at})`,
      (at) => `a${at}.*, `,
    ),
  ],
  [
    "numbers in many rules",
    manyUses(
      (at) => `agent.pid in (l, ${at})`,
      (at) => `${at}, `,
    ),
  ],
  ["wrong numbers in many rules", manyUses((at) => `agent.pid in (l, ${at})`)],
  ["unknown marks in many rules", manyUses((at) => `session.marks in (l, ${at})`)],
  [
    "lists in lists",
    `- list: a\n  items: [${fillWith((at) => `a${at}, `, 8_000)}]\n${fillWith((at) => `- {list: l${at}, items: [a, ${at}]}\n`, 20_000)}${ruleWith(`${fillWith((at) => `tool.name in (l${at % 500}) or `, 30_000)}tool.name exists`)}`,
  ],
  [
    "a list often in a list",
    `- list: a\n  items: [${fillWith((at) => `a${at}, `, 30_000)}]\n- list: b\n  items: [${fill("a, ", 3_000)}]\n${ruleWith("tool.name in (b)")}`,
  ],
  [
    "names of lists as values",
    `${fillWith((at) => `- {list: l${at}, items: [a]}\n`, 32_000)}${ruleWith(`${fillWith((at) => `tool.name = l${at} or `, 31_000)}tool.name = a`)}`,
  ],
  ["unknown fields", manyChecks((at) => `tool.nam${at} = a or `)],
  ["unknown fields in rules", manyRules((at) => `tool.nam${at} = a`)],
  ["unknown macros", fillWith((at) => `- {macro: macro${at}, condition: acro${at}}\n`)],
  ["brackets in brackets", nest("tool.name = a and (", 2_500, ")")],
  [
    "macros in macros",
    `- {macro: m0, condition: tool.name = a}\n${fillWith((at) => `- {macro: m${at + 1}, condition: m${at} or tool.name = b}\n`, 40_000)}`,
  ],
  [
    "a macro over and over",
    `- {macro: m, condition: 'tool.name = a or tool.name = b'}\n${ruleWith(`${fill("m or ", 64_000)}m`)}`,
  ],
  [
    "a macro in many rules",
    bigMacro(
      (at) => `tool.name = a${at} or `,
      (at) => short(at, `m and tool.name = ${at}`),
    ),
  ],
  [
    "a macro of many conjuncts in many rules",
    bigMacro(
      (at) => `tool.name != a${at} and `,
      (at) => short(at, "m").replace("source", "tags: [coding_agent_ask], source"),
    ),
  ],
  ["rules that never match", manyRules((at) => `tool.name = a and tool.name = b${at}`)],
  ["parts that never match", manyChecks((at) => `(tool.name = a and tool.name = b${at}) or `)],
  ["regular expressions", manyChecks((at) => `tool.name regex b.*${at} or `)],
  ["patterns of paths", ruleWith(`tool.file_path pmatch (${fillWith((at) => `/a*${at}, `)}a)`)],
  [
    "exceptions",
    ruleWith("tool.name exists") +
      "  exceptions:\n" +
      fillWith((at) => `  - {name: e${at}, fields: tool.name, values: [a]}\n`),
  ],
  [
    "tuples of exceptions",
    `${ruleWith("tool.name exists")}  exceptions:\n  - name: e\n    fields: [tool.name, tool.kind]\n    values:\n${fillWith((at) => `    - [t${at}, s]\n`)}`,
  ],
  ["small macros", fillWith((at) => `- {macro: m${at}, condition: a.b=c}\n`)],
  ["small lists", fillWith((at) => `- {list: ${at}, items: []}\n`)],
  ["small values", `- list: l\n  items: [${fill("a,", 65_000)}]\n`],
  ["aliases", `- &a [b]\n${fill("- *a\n", 65_000)}`],
  ["documents", fill("---\n")],
  [
    "appended conditions",
    ruleWith("tool.name exists") +
      fillWith((at) => `- {rule: R, append: true, condition: and tool.name = a${at}}\n`),
  ],
  [
    "replaced outputs",
    ruleWith("tool.name exists") +
      fillWith((at) => `- {rule: R, output: a${at}, override: {output: replace}}\n`),
  ],
  ["unknown keys", fillWith((at) => short(at, "tool.name = a").replace("desc", `dsc${at}: x, desc`))],
  [
    "tags that mean to decide",
    `${ruleWith("tool.name = a")}  tags: [${fillWith((at) => `coding_agent_deni${at}, `)}a]\n`,
  ],
];

/** Ways to fill 64 KiB. */
export function costlyFiles(): readonly File[] {
  const inCondition = [
    "(",
    "not(",
    "not ",
    "tolower(",
    'join(",", (',
    "concat(",
    "a and (",
    "(a or (b and ",
    "m or ",
    "x.y = ",
    '"',
    "\\",
    "'",
    "tool.name in (a, ",
    "[",
    "=",
    "tool.name = a and ",
    "tool.name[",
    ")",
    " ",
    "\u00a0",
    "é",
    "and ",
    "or(",
  ];
  const inFile = [
    "- ",
    "[",
    "{",
    "a: ",
    "? ",
    "&a ",
    "- &a [*a]\n",
    "---\n",
    "- - ",
    "'",
    '"',
    "|\n",
    ">",
    "#",
    "\t",
    "- {}\n",
    "- list: l\n  items: [a]\n",
    "- macro: m\n  condition: m2 or m3\n",
    "!!str ",
    "*a ",
    "%",
    "\\",
    "- rule: R\n",
    "\0",
    "\ud800",
  ];
  const tuple = [
    `- list: l\n  items: [${fill("l, ").slice(0, 30_000)}l]\n${ruleWith(fill("l ").slice(0, 30_000))}`,
    `- list: l\n  items: [${"a, ".repeat(10_000)}a]\n${ruleWith(`tool.name in (${"l, ".repeat(300)}l)`)}`,
  ];
  const output = [
    "%",
    "%tool.name",
    "%tolower(",
    "%a.b.c.",
    "%tool.name[",
    "%9",
    "%len(tool.name) ",
    '%join(",", (tool.name ',
  ].map((piece) => ruleWith("tool.name exists").replace("x %tool.name", () => JSON.stringify(fill(piece))));
  const regex = ["(", "a*", "[", "(a|", "\\\\", "a{1000}"].map((piece) =>
    ruleWith(`tool.name regex "${piece.repeat(Math.floor(250 / piece.length))}"`),
  );
  return [
    ...shapes,
    ...inCondition.map((piece) => [`condition ${JSON.stringify(piece)}`, ruleWith(fill(piece))] as const),
    ...inFile.map((piece) => [`file ${JSON.stringify(piece)}`, fill(piece)] as const),
    ...tuple.map((text, at) => [`lists ${at}`, text] as const),
    ...output.map((text, at) => [`output ${at}`, text] as const),
    ...regex.map((text, at) => [`regex ${at}`, text] as const),
  ];
}

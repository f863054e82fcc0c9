import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./paths.ts";

/** A family of attacks that is known not to be stopped; test/residual-risks.yaml says what each key means. */
export type ResidualRisk = {
  readonly id: string;
  readonly family: string;
  readonly risk: string;
  readonly calls?: readonly {
    readonly agent?: string;
    readonly tool: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly verdict: string;
  }[];
  readonly detected?: string;
  readonly why: string;
  readonly instead: string;
};

export function residualRisks(): readonly ResidualRisk[] {
  return parse(readFileSync(join(root, "test", "residual-risks.yaml"), "utf8")) as readonly ResidualRisk[];
}

const [begin, end] = [
  "<!-- Written by build/docs.ts from test/residual-risks.yaml. Change that, and run: npm run docs -->",
  "<!-- The end of what is written from it -->",
];

/** SECURITY.md with the list of today between its marks. */
export function withResidualRisks(document: string, risks: readonly ResidualRisk[]): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error("internal: SECURITY.md has lost its marks");
  return `${document.slice(0, from)}${begin}\n\n${sections(risks)}\n\n${document.slice(to)}`;
}

const sections = (risks: readonly ResidualRisk[]): string =>
  [...Map.groupBy(risks, ({ family }) => family)]
    .map(([family, ofFamily]) => `### ${family}\n\n${ofFamily.map(paragraph).join("\n")}`)
    .join("\n\n");

function paragraph({ id, risk, calls = [], detected, why, instead }: ResidualRisk): string {
  const examples = calls.map(({ tool, input, verdict }) => `${inCode(shown(tool, input))} (${verdict})`);
  return [
    `- **${id}**: ${risk}`,
    ...(examples.length === 0 ? [] : [`  For example ${examples.join("; ")}.`]),
    `  ${why}`,
    ...(detected === undefined ? [] : [`  What shows it: ${lowerFirst(detected)}`]),
    `  *What helps:* ${lowerFirst(instead)}`,
  ].join("\n");
}

const shown = (tool: string, input: Readonly<Record<string, unknown>>): string =>
  tool === "Bash" ? String(input["command"]) : `${tool} ${JSON.stringify(input)}`;

/** A text with backquotes in it would need more of them around it. */
const inCode = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

import type { Token } from "./token.ts";

/** What closes a bracket; whatever else opens a text closes it too. */
export const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Where a text ends that began with `open` at `at`; nested brackets count. */
export function delimitedEnd(code: string, at: number): number {
  const open = code[at] ?? "";
  const close = closing[open] ?? open;
  let depth = 0;
  for (let index = at; index < code.length; index += 1) {
    if (code[index] === "\\") index += 1;
    else if (code[index] === close && (close === open ? index > at : --depth === 0)) return index;
    else if (code[index] === open && close !== open) depth += 1;
  }
  return code.length;
}

/** What a sticky pattern finds at `at`; "" when it doesn't fit. */
export function matchAt(pattern: RegExp, code: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0] ?? "";
}

/** Whether a value may begin here, so that `/` and `%` are no operators. */
export function startsValue(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined || last.kind === "line") return true;
  if (last.kind === "sign") return last.nests !== -1;
  return (
    last.kind === "name" &&
    /^(return|in|of|and|or|not|if|unless|while|puts|print|when|split|grep|match|x|case|typeof|p|eval|system|exec)$/.test(
      last.text,
    )
  );
}

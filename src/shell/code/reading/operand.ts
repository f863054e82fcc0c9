import type { Machine } from "../language.ts";
import type { Token } from "../tokens/token.ts";
import { textValue, unknownValue, type Value } from "../value.ts";
import { bracketed } from "./brackets.ts";
import { isOneOf, isSign, peek } from "./cursor.ts";
import { variableOrName } from "./names.ts";
import { postfix } from "./postfix.ts";
import { texts } from "./texts.ts";

/** Words before a value that change nothing about it. */
const prefixes: ReadonlySet<string> = new Set(
  "new await return my our yield async not typeof void throw raise export default static global public private const let var local else try then do begin ensure rescue finally if unless while until elif elsif elseif when case switch assert in is and or with nonlocal defer go the set to".split(
    " ",
  ),
);

/** Signs before a value that change nothing about it. */
const prefixSigns: ReadonlySet<string> = new Set("- ! * ** @ \\ ... + ~ & $ ? < >".split(" "));

/** What tells that such a word is a name. */
const nameEnds: ReadonlySet<string> = new Set("= . , )".split(" "));

/** One value with all that belongs to it. */
export function operand(machine: Machine): Value {
  const { state } = machine;
  for (let skipped = 0; skipped < 32; skipped += 1) {
    const token = peek(machine);
    if (isOneOf(token, prefixSigns)) state.at += 1;
    else if (
      token?.kind === "name" &&
      prefixes.has(token.text) &&
      !isOneOf(peek(machine, 1), nameEnds) &&
      !(token.text === "set" && isSign(peek(machine, 1), "("))
    )
      state.at += 1;
    else if (token?.kind === "line" && state.depth > 0) state.at += 1;
    else break;
  }
  const token = peek(machine);
  if (token === undefined || token.kind === "line") return unknownValue;
  return postfix(machine, primary(machine, token), token.kind === "name" ? token.text : "");
}

function primary(machine: Machine, token: Token): Value {
  const { state } = machine;
  switch (token.kind) {
    case "text":
      return texts(machine);
    case "number":
      state.at += 1;
      return textValue(token.text);
    case "name":
      return variableOrName(machine, token.text);
    case "sign":
      return bracketed(machine, token.text);
    case "line":
      return unknownValue;
  }
}

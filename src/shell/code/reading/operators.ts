import { bounded, joinFrom, unknownPart } from "../../flow.ts";
import type { Machine } from "../language.ts";
import {
  concatenated,
  distribute,
  elementOf,
  emptyValue,
  hasText,
  joinedPath,
  madeOf,
  type Value,
} from "../value.ts";
import { call } from "./calls.ts";
import { isName, isSign, peek, textOf } from "./cursor.ts";
import { operand } from "./operand.ts";

const comparisons: ReadonlySet<string> = new Set(
  "== === != !== <= >= < > in is not instanceof eq ne =~ !~".split(" "),
);
const alternatively: ReadonlySet<string> = new Set(["||", "??", "or", "?:", "//"]);
const calculating: ReadonlySet<string> = new Set("- * % ^ & | + < > ** << >>".split(" "));

/** What a sign makes of the value before it and the one behind it; undefined when it joins none. */
export function binary(machine: Machine, left: Value, sign: string): Value | undefined {
  const { state, language } = machine;
  const take = (): Value => {
    state.at += 1;
    return expressionOperand(machine);
  };
  if (language.joins.includes(sign)) return concatenated(left, take());
  if (sign === "/" && (left.name === "Path" || left.glob === true || hasText(left)))
    return slash(left, take());
  if (sign === "%" && hasText(left)) return formatted(left, take());
  if (sign === "as" && isName(peek(machine, 1))) return bindAs(machine, left);
  if (sign === "<<" && left.name?.startsWith("File") === true)
    return call(machine, `${left.name}.write`, left, [take()], new Map());
  if (alternatively.has(sign) && !(sign === "or" && !language.indented && !language.bareCalls))
    return either(left, take());
  if (sign === "?" || sign === "&&" || sign === "and") {
    const right = take();
    return sign === "?" ? right : either(right, left);
  }
  if (comparisons.has(sign)) {
    take();
    return emptyValue;
  }
  if (calculating.has(sign)) return madeOf([left, take()]);
  return undefined;
}

const either = (first: Value, second: Value): Value =>
  hasText(first) && first.flow.text !== ""
    ? first
    : second.flow.text === ""
      ? first
      : { ...second, flow: { text: second.flow.text, from: joinFrom(second.flow.from, first.flow.from) } };

/** `Path / "x"`; a division of numbers is nothing. */
const slash = (left: Value, right: Value): Value =>
  left.name === "Path" || right.name === "Path" ? joinedPath([left, right], "Path") : madeOf([left, right]);

/** `"%s/x" % y`. */
const formatted = (left: Value, right: Value): Value =>
  distribute([left, ...(right.items ?? [right])], ([format = emptyValue, ...args]) => {
    let used = 0;
    const text = format.flow.text.replace(
      /%[-+0 #]*(?:[1-9]\d*)?(?:\.\d+)?[sdrixfc]/g,
      () => args[used++]?.flow.text ?? unknownPart,
    );
    return {
      flow: {
        text: bounded(text),
        from: args.reduce((from, { flow }) => joinFrom(from, flow.from), format.flow.from),
      },
    };
  });

function bindAs(machine: Machine, left: Value): Value {
  const name = textOf(peek(machine, 1));
  machine.state.at += 2;
  // PHP's foreach (… as $k => $v) takes elements, Python's with and except take the thing itself.
  const element = name.startsWith("$") ? elementOf(left) : left;
  machine.variables.set(name, element);
  if (isSign(peek(machine), "=>") && isName(peek(machine, 1))) {
    machine.variables.set(textOf(peek(machine, 1)), element);
    machine.state.at += 2;
  }
  return left;
}

/** What stands right of a sign: one operand with all that belongs to it. */
function expressionOperand(machine: Machine): Value {
  while (peek(machine)?.kind === "line" && machine.state.depth > 0) machine.state.at += 1;
  return operand(machine);
}

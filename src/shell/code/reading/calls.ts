import { joinFrom } from "../../flow.ts";
import { step } from "../../state.ts";
import type { Call, Machine } from "../language.ts";
import {
  alternatives,
  type Body,
  distribute,
  elementOf,
  madeOf,
  mostItems,
  unknownValue,
  type Value,
} from "../value.ts";
import { actionOf } from "./lookup.ts";

/** How deep functions of the code may call one another. */
export const deepestCalls = 8;

/** Calls a function of the code's own. */
export function invoke(machine: Machine, body: Body, args: readonly Value[]): Value {
  const { language, state, variables } = machine;
  if (state.invoking >= deepestCalls || state.steps <= 0 || !step(machine.run.shell)) return unknownValue;
  state.waiting.delete(body);
  const { tokens, at, end, depth } = state;
  body.params.forEach((name, index) => {
    variables.set(name, args[index] ?? (index === 0 ? unknownValue : (args.at(-1) ?? unknownValue)));
  });
  if (language.syntax.sigils.includes("@")) variables.set("@_", { ...madeOf(args), items: args });
  state.invoking += 1;
  Object.assign(state, { tokens: body.tokens, at: body.start, end: body.end, depth: 0 });
  const value = machine.reader.statements(machine);
  Object.assign(state, { tokens, at, end, depth });
  state.invoking -= 1;
  return value;
}

/** Calls one function of the library, for every alternative of what it is given; functions given to it are called in turn. */
export function call(
  machine: Machine,
  name: string,
  self: Value | undefined,
  args: readonly Value[],
  options: ReadonlyMap<string, Value>,
): Value {
  machine.state.steps -= 1;
  const action = actionOf(machine, name);
  const plain = args.filter(({ body }) => body === undefined);
  const given = self === undefined ? plain : [self, ...plain];
  const result = distribute(given, (values) => {
    const [owner, rest] = self === undefined ? [undefined, values] : [values[0], values.slice(1)];
    const one: Call = { machine, name, args: rest, named: options, self: owner };
    return action === undefined
      ? { ...madeOf([...values, ...options.values()]), ...(isClass(name) ? { name } : {}) }
      : action(one);
  });
  if (/^(?:map|filter|starmap)$|\.(?:map|imap|starmap|submit|apply|apply_async|to_thread)$/.test(name))
    applied(machine, args);
  let last = result;
  if (givesOn.test(name))
    for (const value of args) last = handOn(machine, name, self ?? result, value) ?? last;
  for (const { body } of args)
    if (body !== undefined) last = runCallback(machine, name, self ?? result, result, body);
  return last;
}

/** `map(os.system, list)`, `pool.submit(f, x)`: a function of the library with what it is given. */
function applied(machine: Machine, [callee, ...args]: readonly Value[]): void {
  if (callee?.name === undefined || callee.body !== undefined) return;
  if (actionOf(machine, callee.name) === undefined) return;
  call(machine, callee.name, callee.self, args.map(elementOf), new Map());
}

const givesOn = /\.(then|forEach|map|each|on|once)$/;

/** `.then(eval)`: a function of the library is given to another. */
function handOn(machine: Machine, name: string, subject: Value, callee: Value): Value | undefined {
  if (callee.name === undefined || callee.body !== undefined || actionOf(machine, callee.name) === undefined)
    return undefined;
  return call(
    machine,
    callee.name,
    callee.self,
    [iterates.test(name) ? elementOf(subject) : subject],
    new Map(),
  );
}

const isClass = (name: string): boolean => /(^|\.)[A-Z]\w*$/.test(name);

const iterates =
  /\.(forEach|map|filter|flatMap|each|some|every|find|each_with_index|collect|select|reduce|for_each|reject|sort|any|all)$/;

/** A function given to another: to `each` and its like every element, to the others what the call comes to. */
export function runCallback(
  machine: Machine,
  name: string,
  subject: Value,
  result: Value,
  body: Body,
): Value {
  if (iterates.test(name)) {
    const elements = alternatives(elementOf(subject)).slice(0, mostItems);
    const results = elements.map((element) => invoke(machine, body, [element]));
    return { ...madeOf(results), items: results };
  }
  const from = joinFrom(result.flow.from, subject.flow.from);
  const value: Value =
    result.name !== undefined && result.name !== name
      ? result
      : { ...result, flow: { text: result.flow.text, from } };
  return invoke(machine, body, [value]);
}

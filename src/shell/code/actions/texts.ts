import { type Flow, isKnown, join, marked, nothing, unknownPart } from "../../flow.ts";
import { encoded } from "../../perform.ts";
import type { Action } from "../language.ts";
import {
  distribute,
  emptyValue,
  flat,
  flowValue,
  fromOf,
  hasText,
  madeOf,
  shownValue,
  unknownValue,
  type Value,
} from "../value.ts";

/** The first argument's text, unchanged: wrappers that matter little. */
export const passes =
  (at = 0): Action =>
  (call) => {
    const value = call.args[at] ?? call.self ?? emptyValue;
    return value;
  };

export const passesSelf: Action = ({ self }) => self ?? emptyValue;

export const decodes =
  (decode: (text: string) => string | undefined): Action =>
  (call) => {
    const value = call.args[0] ?? call.self ?? emptyValue;
    return distribute([value], ([one = emptyValue]) => {
      const text = isKnown(one.flow) ? decode(one.flow.text) : undefined;
      return flowValue(marked({ text: text ?? unknownPart, from: one.flow.from }, { decoded: true }));
    });
  };

export const encodes: Action = (call) => {
  const value = call.args[0] ?? call.self ?? emptyValue;
  return flowValue(encoded(call.machine, flat(value)));
};

/** A change of a text that is carried out when the text is known. */
export const changes =
  (change: (text: string, args: readonly string[]) => string, decoded = false): Action =>
  ({ self, args }) => {
    const value = self ?? args[0] ?? emptyValue;
    const rest = self === undefined ? args.slice(1) : args;
    if (!hasText(value)) return { ...value, flow: { text: unknownPart, from: fromOf([value, ...rest]) } };
    const from = fromOf([value, ...rest]);
    return {
      ...(value.glob === true ? { glob: true } : {}),
      flow: {
        text: change(
          value.flow.text,
          rest.map(({ flow }) => flow.text),
        ),
        from: decoded ? { ...from, decoded: true } : from,
      },
    };
  };

export const nothingMuch: Action = (call) =>
  madeOf([...(call.self === undefined ? [] : [call.self]), ...call.args]);

export const objectOf =
  (name: string): Action =>
  () => ({ ...unknownValue, name });

export const printed = (values: readonly Value[]): Flow =>
  values.map((value) => withLine(shownValue(value))).reduce(join, nothing);

const withLine = (flow: Flow): Flow => ({
  text: flow.text.endsWith("\n") ? flow.text : `${flow.text}\n`,
  from: flow.from,
});

import { fromOutput, unknownPart } from "../../flow.ts";
import { folderAt } from "../../paths.ts";
import type { Action } from "../language.ts";
import { distribute, emptyValue, textValue, unknownValue } from "../value.ts";
import { argument } from "./access.ts";

/** The whole environment as a value: named, so that one variable can be taken out of it. */
export const environment: Action = () => ({
  name: "environment",
  flow: { text: unknownPart, from: { ...fromOutput, output: false, variables: ["*"] } },
});

export const standardInput: Action = ({ machine }) => ({ flow: machine.run.io.stdin, name: "stdin" });

export const changesFolder: Action = (call) => {
  call.machine.shell.cwd = folderAt(call.machine.shell, argument(call, 0).flow.text);
  return unknownValue;
};

export const homeFolder: Action = ({ machine }) => textValue(machine.shell.place.home);

export const workFolder: Action = ({ machine }) => textValue(machine.shell.cwd);

export const temporaryFolder: Action = ({ machine }) => textValue(machine.shell.place.tmpdir || "/tmp");

/** `~` at the beginning is the home folder. */
export const expandsHome: Action = (call) => {
  const value = call.args[0] ?? call.self ?? emptyValue;
  return distribute([value], ([one = emptyValue]) => ({
    ...one,
    flow: {
      text: one.flow.text.replace(/^~(?=\/|$)/, () => call.machine.shell.place.home),
      from: one.flow.from,
    },
  }));
};

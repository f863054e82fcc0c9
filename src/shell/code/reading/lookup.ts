import { own } from "../../own.ts";
import type { Action, Machine } from "../language.ts";
import { sharedCalls, sharedProperties } from "../languages/shared.ts";

/** What a name means in the language's library: in full, or as a method of anything. */
export function actionOf({ language }: Machine, whole: string): Action | undefined {
  const name = whole.replace(/^(globalThis|global|window|self|this|builtins|__builtins__)\./, "");
  const found = own(language.calls, name) ?? own(sharedCalls, name);
  const dot = name.lastIndexOf(".");
  if (found !== undefined || dot === -1) return found;
  const method = `*${name.slice(dot)}`;
  return own(language.calls, method) ?? own(sharedCalls, method);
}

export const propertyOf = ({ language }: Machine, name: string): Action | undefined => {
  const method = `*.${name.slice(name.lastIndexOf(".") + 1)}`;
  return (
    own(language.properties, name) ??
    own(sharedProperties, name) ??
    own(language.properties, method) ??
    own(sharedProperties, method)
  );
};

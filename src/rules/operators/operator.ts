/** A condition over one field, `tool.name` unless it names another; run as a test of the row that it stands in. */
export type Example = {
  readonly condition: string;
  readonly field: string | readonly string[] | bigint | boolean | undefined;
  readonly expect: boolean;
};

type OperatorDoc = { readonly doc: string; readonly examples: readonly Example[] };

/** What an operator does with values of one type. The closure that `prepare` returns is all that an event costs. */
export type Operator<T> = OperatorDoc & {
  /** Takes a list in brackets, not one value. */
  readonly takesList?: true;
  readonly prepare: (wanted: readonly T[]) => (actual: T) => boolean;
  /** The same with another field's value on the right; missing where the language has no such thing. */
  readonly compare?: (actual: T, wanted: T) => boolean;
  /** Why a constant won't do; undefined when it will. */
  readonly refuse?: (wanted: string) => string | undefined;
  /** Sees a string behind its first NUL too, which every other operator takes for the end. */
  readonly sees?: "whole";
};

export type OperatorTable<T> = ReadonlyMap<string, Operator<T>>;

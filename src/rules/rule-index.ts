import type { Event } from "../fields/event.ts";
import { compileExpression } from "./compile-expression.ts";
import type { Getter } from "./derived-fields.ts";
import type { Piece } from "./items.ts";
import { type Search, searchFor } from "./search.ts";
import type { Trigger, Triggers } from "./triggers.ts";

/** Conditions that can hold for an event: calls a function with the index of each, in order; stops when it says so. */
export type Candidates = (event: Event, each: (index: number) => boolean) => void;

/** Conditions by what must be found in the value of one expression. */
type Subject = {
  readonly get: Getter;
  readonly search: Search | undefined;
  /** Conditions that each searched text is a trigger of. */
  readonly texts: readonly Uint32Array[];
  /** For each text the last event in which it was found. */
  readonly seen: Float64Array;
  readonly values: ReadonlyMap<string, Uint32Array>;
};

/** A trigger, and the conditions that have it. */
type Shared = { readonly trigger: Trigger; readonly conditions: number[] };

function subjectOf(triggers: readonly Shared[]): Subject {
  const texts = new Map<string, Uint32Array[]>();
  const values = new Map<string, Uint32Array[]>();
  for (const { trigger, conditions } of triggers) {
    const table = trigger.kind === "contains" ? texts : values;
    const all = Uint32Array.from(conditions);
    for (const text of trigger.texts) {
      const known = table.get(text);
      if (known === undefined) table.set(text, [all]);
      else known.push(all);
    }
  }
  const [first] = triggers;
  if (first === undefined) throw new Error("internal: a subject without triggers");
  return {
    get: compileExpression(first.trigger.subject),
    search: texts.size === 0 ? undefined : searchFor([...texts.keys()]),
    texts: [...texts.values()].map(joined),
    seen: new Float64Array(texts.size),
    values: new Map([...values].map(([value, conditions]) => [value, joined(conditions)])),
  };
}

/** All in one array; of one array itself, which thousands of texts may share. */
function joined(arrays: readonly Uint32Array[]): Uint32Array {
  const [first] = arrays;
  if (arrays.length === 1 && first !== undefined) return first;
  const all = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Each value that any condition asks about, once. */
function subjectsOf(triggers: readonly Triggers[]): readonly Subject[] {
  const bySubject = new Map<string, Map<Piece, Shared>[]>();
  for (const [condition, found] of triggers.entries())
    for (const trigger of found?.list ?? []) {
      const kinds = bySubject.get(trigger.key) ?? [new Map(), new Map()];
      bySubject.set(trigger.key, kinds);
      const shared = kinds[trigger.kind === "contains" ? 0 : 1];
      const known = shared?.get(trigger.texts);
      if (known === undefined) shared?.set(trigger.texts, { trigger, conditions: [condition] });
      else known.conditions.push(condition);
    }
  return [...bySubject.values()].map((kinds) => subjectOf(kinds.flatMap((shared) => [...shared.values()])));
}

/**
 * Prepares to find the conditions that can hold for an event: each value that any of them asks about is searched once,
 * for the texts of all of them together. Conditions without triggers are always among them.
 */
export function indexConditions(triggers: readonly Triggers[]): Candidates {
  const words = new Int32Array(Math.ceil(triggers.length / 32));
  const always = new Int32Array(words.length);
  for (const [condition, found] of triggers.entries())
    if (found === undefined)
      always[condition >>> 5] = (always[condition >>> 5] as number) | (1 << (condition & 31));
  const subjects = subjectsOf(triggers);
  let events = 0;
  const mark = (conditions: Uint32Array) => {
    for (let at = 0; at < conditions.length; at += 1) {
      const condition = conditions[at] as number;
      words[condition >>> 5] = (words[condition >>> 5] as number) | (1 << (condition & 31));
    }
  };
  const finders = subjects.map(({ search, texts, seen, values }) => {
    const hit = (text: number) => {
      if (seen[text] === events) return;
      seen[text] = events;
      mark(texts[text] as Uint32Array);
    };
    return (value: string) => {
      search?.(value, hit);
      const conditions = values.get(value);
      if (conditions !== undefined) mark(conditions);
    };
  });
  return (event, each) => {
    events += 1;
    words.set(always);
    for (let at = 0; at < subjects.length; at += 1) {
      const value = (subjects[at] as Subject).get(event);
      const find = finders[at] as (value: string) => void;
      if (typeof value === "string") find(value);
      else if (Array.isArray(value)) for (const element of value) find(element);
    }
    for (let word = 0; word < words.length; word += 1)
      for (let bits = words[word] as number; bits !== 0; bits &= bits - 1)
        if (!each((word << 5) + 31 - Math.clz32(bits & -bits))) return;
  };
}

/** Every condition, one after the other: for few events, of which an index would cost more than it saves. */
export function everyCondition(count: number): Candidates {
  return (_event, each) => {
    for (let index = 0; index < count; index += 1) if (!each(index)) return;
  };
}

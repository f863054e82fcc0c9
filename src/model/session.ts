/** How often rules have put one label on a session, and by which call last. */
export type Mark = {
  readonly count: number;
  /** Microseconds since the epoch. */
  readonly last: bigint;
  /** The latest call that set it, in one line. */
  readonly call: string;
};

/** Marks by their label. */
export type SessionMarks = ReadonlyMap<string, Mark>;

/** What is remembered of one session of an agent. */
export type Session = {
  readonly marks: SessionMarks;
  /** How often calls were denied, by their fingerprint. */
  readonly denied: ReadonlyMap<string, number>;
};

/** What is to be remembered of a session. */
export type Memory =
  | {
      readonly kind: "marks";
      readonly labels: readonly string[];
      readonly time: bigint;
      readonly call: string;
    }
  | { readonly kind: "denied"; readonly fingerprint: string };

/** Sessions of calls that Prempti makes up itself, to try hooks, begin so: they prove nothing about an agent. */
export const madeUpPrefix = "prempti-";

export const blankSession: Session = { marks: new Map(), denied: new Map() };

/** Labels and calls of one session that are kept; of more, the ones that came first go. */
const most = { marks: 64, denied: 256 };

/** The session with one thing more remembered. */
export function remembering({ marks, denied }: Session, memory: Memory): Session {
  if (memory.kind === "denied") {
    const { fingerprint } = memory;
    return { marks, denied: withEntry(denied, fingerprint, (denied.get(fingerprint) ?? 0) + 1, most.denied) };
  }
  const { labels, time, call } = memory;
  const marked = labels.reduce<SessionMarks>(
    (done, label) =>
      withEntry(done, label, { count: (done.get(label)?.count ?? 0) + 1, last: time, call }, most.marks),
    marks,
  );
  return { marks: marked, denied };
}

function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
  count: number,
): ReadonlyMap<string, Value> {
  const entries = [...map].filter(([known]) => known !== key).slice(1 - count);
  return new Map([...entries, [key, value]]);
}

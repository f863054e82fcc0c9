/** What is remembered of the calls of a session that set one mark. */
export type Mark = {
  readonly count: number;
  /** When the last of them was judged, in microseconds since the epoch. */
  readonly last: bigint;
  /** One line that names the last of them. */
  readonly call: string;
};

/** Marks by label. */
export type SessionMarks = ReadonlyMap<string, Mark>;

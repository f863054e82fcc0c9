/** What a table has under a name that someone else wrote. Plain indexing finds `constructor` in every table. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

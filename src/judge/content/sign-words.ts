import { searchFor } from "../../rules/search.ts";

/**
 * Tells at once which rows of a table a text may hold: a row names lower-case words without one of which it can't
 * hold, or none if it has to be asked always. All words are searched together, once.
 */
export function wordFinder(rows: readonly (readonly string[])[]): (text: string) => ReadonlySet<number> {
  const rowsByWord = new Map<string, number[]>();
  for (const [row, words] of rows.entries())
    for (const word of words) rowsByWord.set(word, [...(rowsByWord.get(word) ?? []), row]);
  const always = [...rows.keys()].filter((row) => rows[row]?.length === 0);
  const rowsOf = [...rowsByWord.values()];
  const search = searchFor([...rowsByWord.keys()]);
  return (text) => {
    const found = new Set(always);
    search(text.toLowerCase(), (word) => {
      for (const row of rowsOf[word] ?? []) found.add(row);
    });
    return found;
  };
}

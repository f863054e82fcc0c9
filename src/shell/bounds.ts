/** Longest command line that is followed to its end, in UTF-16 units. */
export const longestCommand = 131_072;

/** Characters that open, close or part commands, and how many of them are looked at. */
const punctuation = ";&|()`${}<";
const mostPunctuation = 24_000;

/** Most brackets that may be open at once: the parser looks for the end of each, and those of no line of anybody's are so many. */
const mostOpen = 512;

/** The beginning of a text that holds no more than the parser can cut up in time. */
export function boundedText(text: string): string {
  const bounded = text.length > longestCommand ? text.slice(0, longestCommand) : text;
  if (bounded.length < mostOpen) return bounded;
  let [count, open] = [0, 0];
  for (let at = 0; at < bounded.length; at += 1) {
    const char = bounded[at] as string;
    if (!punctuation.includes(char)) continue;
    if (char === "{" || char === "(") open += 1;
    else if (open > 0 && (char === "}" || char === ")")) open -= 1;
    if (++count > mostPunctuation || open > mostOpen) return bounded.slice(0, at);
  }
  return bounded;
}

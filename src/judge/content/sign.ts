/** What is looked for in a text that is written, whatever the file. `removed` is what the edit takes out. */
export type Sign = (text: string, removed: string) => boolean;

/** A key of JSON, TOML, YAML, jq, JavaScript or Python and the value it gets, up to the line's end. */
export const assigned = (key: string, value: string) =>
  new RegExp(`(?:["'.\\s{,(\\[]|^)(?:${key})["']?\\]?\\s*(?:[:=]+|,)\\s*(?:${value})`, "im");

export const off = `(?:false|none|null|0|no|disabled|off|False|None|["'](?:false|none|off|disabled|0)["'])(?![\\w-])`;
export const on = `(?:true|1|yes|!0)(?![\\w-])`;

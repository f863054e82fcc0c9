import { delimitedEnd } from "./delimiters.ts";
import { unescaped } from "./escapes.ts";
import type { Part, Syntax } from "./token.ts";

/** Splits a text into what stands there and the code in it. */
export function partsOf(body: string, insertion: Syntax["insertion"], raw: boolean): readonly Part[] {
  if (insertion === "$") return variableParts(body);
  const open = insertion === "f{" ? "{" : insertion;
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; open !== "" && at < body.length; at += 1) {
    if (body[at] === "\\" && !raw) {
      at += 1;
      continue;
    }
    if (!body.startsWith(open, at)) continue;
    if (insertion === "f{" && body[at + 1] === "{") {
      at += 1;
      continue;
    }
    const brace = at + open.length - 1;
    const end = delimitedEnd(body, brace);
    parts.push(finished(body.slice(from, at), insertion, raw), {
      code: insertedCode(body.slice(brace + 1, end), insertion),
    });
    from = end + 1;
    at = end;
  }
  parts.push(finished(body.slice(from), insertion, raw));
  return parts;
}

const finished = (text: string, insertion: string, raw: boolean): string => {
  const plain = raw ? text : unescaped(text);
  return insertion === "f{" ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain;
};

/** What no format of an f-string has in it. */
const formatless = `'"]})`;

/** Without `!r`, `:>10` and `=` of an f-string. */
function insertedCode(code: string, insertion: string): string {
  if (insertion !== "f{") return code;
  let start = code.length;
  while (start > 0 && !formatless.includes(code[start - 1] ?? "")) start -= 1;
  const colon = code.indexOf(":", start);
  return (colon === -1 ? code : code.slice(0, colon)).replace(/![rsa]$/, "").replace(/=$/, "");
}

const variable =
  /\\[\s\S]|\$\{\s*(\w+)\s*\}|\{(\$[^{}]*)\}|@\{\[([^\]]{0,512})\]\}|(\$\w+(?:::\w+)*(?:(?:->)?[[{][^\]}\s]{0,256}[\]}]|->\w+)*)|(@\w+)/g;

/** `$name`, `${name}`, `{$name->x}`, `$ENV{HOME}` in a text. */
function variableParts(body: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of body.matchAll(variable)) {
    const [whole, braced, block, list, plainName, array] = found;
    if (whole.startsWith("\\")) continue;
    parts.push(unescaped(body.slice(from, found.index)));
    parts.push({ code: braced === undefined ? (block ?? list ?? plainName ?? array ?? "") : `$${braced}` });
    from = found.index + whole.length;
  }
  parts.push(unescaped(body.slice(from)));
  return parts;
}

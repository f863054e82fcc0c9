/** JSON's \\uXXXX spelt out, so that no key hides behind it. */
export function unescaped(text: string): string {
  if (!text.includes("\\u")) return text;
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

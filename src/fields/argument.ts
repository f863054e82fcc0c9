/** What a field can take in brackets. */
type ArgumentKind = { readonly pattern: RegExp; readonly doc: string; readonly example: string };

export const argumentKinds = {
  label: {
    pattern: /^[a-z0-9_]+$/,
    doc: `a label of small letters, digits and "_"`,
    example: "secret_read",
  },
} as const satisfies Record<string, ArgumentKind>;

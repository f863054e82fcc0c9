/** SHA-256 of a text, base64url. Loaded when it is first needed: most daemons never ask a person, nor listen on TCP. */
export async function digest(text: string): Promise<string> {
  const { hash } = await import("node:crypto");
  return hash("sha256", text, "base64url");
}

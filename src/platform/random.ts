// Math.random will do for what only tells things apart and keeps no secret: loading `node:crypto` takes a hook process
// without a daemon 6 ms.

const random32 = (): number => Math.floor(Math.random() * 2 ** 32);

/** Of 64 bits, never 0. */
export function randomId(): bigint {
  return (BigInt(random32()) << 32n) | BigInt(random32()) || randomId();
}

/** A UUID of version 4. */
export function randomUuid(): string {
  const hex = [random32(), random32(), random32(), random32()]
    .map((part) => part.toString(16).padStart(8, "0"))
    .join("");
  const variant = "89ab"[random32() & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

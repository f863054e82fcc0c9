/** How far the two clocks may drift apart, in ms, before the fast one is set by the wall clock again. */
const tolerance = 2;

let wall = Date.now();
let ticks = performance.now();

/** The wall clock in microseconds since the epoch. Date alone has milliseconds only. */
export function nowMicros(): bigint {
  const elapsed = performance.now() - ticks;
  if (Math.abs(wall + elapsed - Date.now()) <= tolerance) return BigInt(Math.floor((wall + elapsed) * 1000));
  wall = Date.now();
  ticks = performance.now();
  return BigInt(wall) * 1000n;
}

/** ISO 8601 in UTC with microseconds: 2026-01-02T03:04:05.678901Z. */
export function isoMicros(micros: bigint): string {
  const milliseconds = new Date(Number(micros / 1000n)).toISOString().slice(0, -1);
  return `${milliseconds}${String(micros % 1000n).padStart(3, "0")}Z`;
}

/** Denials of the same call in one session, this one included, from which on the agent is told to stop. */
const enough = 3;

/** The reason of a denial; `before` is how often the same call was denied in this session already. */
export function repeated(reason: string, before: number): string {
  if (before + 1 < enough) return reason;
  return `${reason} | This very call has been denied ${before + 1} times in this session and will be again: stop trying it, and tell the person what you need`;
}

/** Digits of an id that a person has to type. */
export const shortId = (id: string): string => id.slice(0, 8);

/** Why a call that a person should look at is refused where the agent asks nobody. */
export function unasked(reason: string, id: string): string {
  return `${reason} | Nobody can be asked here. Tell the person what this does; if they want it, they run \`prempti approvals approve ${shortId(id)}\` in a terminal of their own, and you try exactly this call again`;
}

/** The same without a daemon, which alone keeps what a person has approved. */
export function unaskedAlone(reason: string): string {
  return `${reason} | Nobody can be asked here, and no daemon runs that could keep an approval: let the person run \`prempti start\`, then try again`;
}

/** Why a call is refused of which nobody can be shown all. */
export function unshowable(reason: string): string {
  return `${reason} | Nobody can be asked here, and its arguments are nested too deeply to be shown to a person`;
}

/** A person has looked at the call and refused it. */
export function refused(reason: string): string {
  return `${reason} | The person was asked and said no: do not try it again`;
}

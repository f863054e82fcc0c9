import { isObject } from "../json.ts";
import { type Notice, notice as noticeOf, plainNotice, tellsOnlyInCamelCase } from "../notice.ts";

export function notice(input: unknown): Notice | undefined {
  if (!isObject(input)) return undefined;
  if ("hook_event_name" in input) return noticeOf(input);
  return tellsOnlyInCamelCase(input) ? plainNotice(input) : undefined;
}

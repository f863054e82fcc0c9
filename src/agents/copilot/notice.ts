import { isObject } from "../json.ts";
import { type Notice, noticeIn, plainNotice, systemMessage, tellsOnlyInCamelCase } from "../notice.ts";
import { copilotVocabulary } from "./vocabulary.ts";

const { events } = copilotVocabulary;

export function notice(input: unknown): Notice | undefined {
  if (!isObject(input)) return undefined;
  if ("hook_event_name" in input) return noticeIn(input, events);
  return tellsOnlyInCamelCase(input) ? { ...plainNotice(input, events), greet: systemMessage } : undefined;
}

import { type Notice, noticeIn } from "../notice.ts";
import { geminiVocabulary } from "./vocabulary.ts";

export function notice(input: unknown): Notice | undefined {
  return noticeIn(input, geminiVocabulary.events);
}

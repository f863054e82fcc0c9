import { type Notice, noticeIn } from "../notice.ts";
import { codexVocabulary } from "./vocabulary.ts";

export function notice(input: unknown): Notice | undefined {
  return noticeIn(input, codexVocabulary.events);
}

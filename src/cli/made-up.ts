import { madeUpPrefix } from "../model/session.ts";
import type { Summary } from "../store/record.ts";

/** Whether a record is about a call that this program has made up itself: it proves nothing about an agent. */
export const isMadeUp = ({ session }: Summary): boolean => session.startsWith(madeUpPrefix);

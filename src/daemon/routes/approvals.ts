import { findPerson } from "../../platform/person.ts";
import { json, problem, type Request, type Route } from "../route.ts";

/** GET /v1/approvals: what waits for a person's word, and what was said. */
export const listApprovalsRoute: Route = {
  method: "GET",
  path: "/v1/approvals",
  answer: (_, { approvals }) => json(approvals.list()),
};

/**
 * PUT /v1/approvals, body `{"id","state":"approved|denied","pid"}`: a person's word. `pid` is the process that asks, a
 * `prempti approvals` for this very id that has its word's file open; it must be one that a person has started from a
 * terminal of their own, and no agent.
 */
export const decideApprovalRoute: Route = {
  method: "PUT",
  path: "/v1/approvals",
  answer: (request, { approvals, callers, messages, home }) => {
    const word = wordIn(request);
    if (word === undefined)
      return problem(400, `the body must be {"id":"…","state":"approved or denied","pid":1}`);
    const { id, pid } = word;
    const verb = word.state === "approved" ? "approve" : "deny";
    const person = findPerson({ pid, id, verb, word: `${home.word}${pid}` }, callers.living());
    if ("nobody" in person) {
      messages.say("approval", `turned down: ${person.nobody}`, { id, pid });
      return problem(403, person.nobody);
    }
    const decided = approvals.decide(id, word.state, person.name);
    return decided === undefined ? problem(404, "nothing of this id waits for a word") : json(decided);
  },
};

type Word = { readonly id: string; readonly state: "approved" | "denied"; readonly pid: number };

function wordIn({ body }: Request): Word | undefined {
  try {
    const { id, state, pid } = JSON.parse(body?.toString() ?? "") as Partial<Record<keyof Word, unknown>>;
    const isWord = typeof id === "string" && (state === "approved" || state === "denied");
    return isWord && Number.isSafeInteger(pid) ? { id, state, pid: pid as number } : undefined;
  } catch {
    return undefined;
  }
}

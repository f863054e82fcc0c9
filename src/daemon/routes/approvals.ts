import { findPerson } from "../../platform/person.ts";
import { json, problem, type Request, type Route } from "../route.ts";

/** GET /v1/approvals: what waits for a person's word, and what was said. */
export const listApprovalsRoute: Route = {
  method: "GET",
  path: "/v1/approvals",
  answer: (_, { approvals }) => json(approvals.list()),
};

/**
 * PUT /v1/approvals, body `{"id","state":"approved|denied","pid"}`: a person's word. `pid` is the process that asks; it
 * must be one that a person has started from a terminal of their own, and no agent.
 */
export const decideApprovalRoute: Route = {
  method: "PUT",
  path: "/v1/approvals",
  answer: (request, { approvals, messages }) => {
    const word = wordIn(request);
    if (word === undefined)
      return problem(400, `the body must be {"id":"…","state":"approved or denied","pid":1}`);
    const person = findPerson(word.pid);
    if ("nobody" in person) {
      messages.say("approval", `turned down: ${person.nobody}`, { id: word.id, pid: word.pid });
      return problem(403, person.nobody);
    }
    const decided = approvals.decide(word.id, word.state, person.name);
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

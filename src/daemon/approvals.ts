import { canonicalJson, isObject } from "../agents/json.ts";
import { refused, unasked } from "../judge/reasons.ts";
import type { ToolCall } from "../model/call.ts";
import { type Decided, type Judged, tell } from "../platform/tell.ts";
import type { Messages } from "../store/messages.ts";
import { redact } from "../store/redact.ts";
import { lasting, openRequests, type Request, type Requests } from "../store/requests.ts";
import { digest } from "./digest.ts";

/** What persons are asked where their agents ask nobody, and what they say. */
export type Approvals = {
  readonly list: Requests["list"];
  /** What a denied call comes to: at once, or after `hold.patience` ms at most, once its person has spoken. */
  readonly settle: (denied: OpenCall, hold: Hold) => Promise<Decided>;
  /** The person's word on a request that waits; undefined when there is none of this id. */
  readonly decide: (id: string, state: "approved" | "denied", by: string) => Request | undefined;
};

/** A call that was denied because nobody could be asked. */
type OpenCall = Decided & { readonly open: NonNullable<Decided["open"]> };

type Hold = {
  /** How long the agent can be kept waiting, in ms; 0 when it is not. */
  readonly patience: number;
  /** Called before waiting begins. */
  readonly begin: () => void;
  readonly gone: AbortSignal;
};

/** Tells those who wait for a request what became of it; each is told once. */
type Waiting = Map<string, Set<(request: Request | undefined) => void>>;

export function openApprovals(path: string, messages: Messages): Approvals {
  const requests = openRequests(path);
  const waiting: Waiting = new Map();
  const decide: Approvals["decide"] = (id, state, by) => {
    const found = requests.list().find((request) => request.id === id && request.state === "waiting");
    if (found === undefined) return undefined;
    const decided = { ...found, state, by, expires: Date.now() + lasting[state] };
    requests.put(decided);
    messages.say("approval", `${state}: ${found.summary}`, { id, by });
    // An approval is for one call: of several that wait for it, the first has it.
    const heard = [...(waiting.get(id) ?? [])];
    for (const tellOne of state === "approved" ? heard.slice(0, 1) : heard) tellOne(decided);
    return decided;
  };
  const settle: Approvals["settle"] = async ({ open: { key, judged }, ...denied }, hold) => {
    const call = await digest(key);
    const known = requests.list().find((request) => request.call === call);
    const request = known ?? requestOf(judged, call);
    if (known === undefined) requests.put(request);
    const isDecided = request.state !== "waiting";
    const word = isDecided ? request : await wordOn(request.id, hold, waiting);
    if (word !== undefined) return heed(word, judged, requests);
    // An earlier call may have asked the same, by its own id.
    return known === undefined ? denied : tell(judged, "deny", unasked(reasonOf(judged), request.id));
  };
  return { list: requests.list, settle, decide };
}

const reasonOf = ({ judgement }: Judged): string => judgement.verdict.reason;

/** Does as the person said. What they approved is used up before the agent hears of it. */
function heed({ id, state, by }: Request, judged: Judged, requests: Requests): Decided {
  if (state !== "approved") return tell(judged, "deny", refused(reasonOf(judged)), by);
  requests.remove(id);
  return tell(judged, "allow", reasonOf(judged), by);
}

function requestOf({ call, judgement, id }: Judged, digested: string): Request {
  const now = Date.now();
  return {
    id,
    call: digested,
    agent: call.agent,
    session: shortened(call.sessionId, 200),
    tool: shortened(call.toolName, 200),
    cwd: shortened(call.cwd, 4_000),
    summary: shortened(redact(call.command?.text ?? call.urls[0] ?? call.filePath), 4_000),
    whole: shortened(redact(wholeOf(judgement.calls)), 32_000),
    rule: judgement.verdict.rule ?? "",
    asked: now,
    expires: now + lasting.waiting,
    state: "waiting",
  };
}

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}… [${text.length - most} characters more]`;

/** Everything that an approval would be for: the command, and every other argument by its name. */
const wholeOf = (calls: readonly ToolCall[]): string => calls.map(partOf).join("\n");

function partOf({ command, input }: ToolCall): string {
  const others = isObject(input) ? Object.entries(input).filter(([, value]) => value !== command?.text) : [];
  const lines = others.map(
    ([key, value]) => `${key}: ${typeof value === "string" ? value : canonicalJson(value)}`,
  );
  return [...(command === undefined ? [] : [command.text]), ...lines].join("\n");
}

/** The person's word, if it comes in time and the agent still waits for it. */
function wordOn(id: string, { patience, begin, gone }: Hold, waiting: Waiting): Promise<Request | undefined> {
  if (patience <= 0 || gone.aborted) return Promise.resolve(undefined);
  begin();
  return new Promise((resolve) => {
    const mine = waiting.get(id) ?? new Set();
    waiting.set(id, mine);
    const end = (request: Request | undefined) => {
      clearTimeout(timer);
      gone.removeEventListener("abort", abandon);
      mine.delete(end);
      if (mine.size === 0) waiting.delete(id);
      resolve(request);
    };
    const abandon = () => end(undefined);
    const timer = setTimeout(abandon, patience);
    gone.addEventListener("abort", abandon);
    mine.add(end);
  });
}

import { type Mode, modes } from "../../model/mode.ts";
import { json, problem, type Request, type Route } from "../route.ts";

/** GET /v1/mode */
export const showModeRoute: Route = {
  method: "GET",
  path: "/v1/mode",
  answer: (_, { guard }) => json({ mode: guard.current().config.mode }),
};

/** PUT /v1/mode, body `{"mode":"monitor"}` or the bare word. Holds from the next call on, and after a restart. */
export const switchModeRoute: Route = {
  method: "PUT",
  path: "/v1/mode",
  answer: async (request, { guard }) => {
    const mode = modeIn(request);
    if (mode === undefined)
      return problem(400, `the body must be {"mode":"${modes.join(`"} or {"mode":"`)}"}`);
    const refused = await guard.switchMode(mode);
    return refused === undefined ? json({ mode }) : problem(409, refused);
  },
};

function modeIn({ body }: Request): Mode | undefined {
  const text = body?.toString().trim() ?? "";
  return modes.find((mode) => mode === text || mode === valueIn(text));
}

function valueIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly mode?: unknown } | null)?.mode;
  } catch {
    return undefined;
  }
}

import type { Route } from "./route.ts";
import { decideApprovalRoute, listApprovalsRoute } from "./routes/approvals.ts";
import { eventsRoute } from "./routes/events.ts";
import { hookRoute } from "./routes/hook.ts";
import { metricsRoute } from "./routes/metrics.ts";
import { showModeRoute, switchModeRoute } from "./routes/mode.ts";
import { reloadRoute } from "./routes/reload.ts";
import { rulesRoute } from "./routes/rules.ts";
import { statusRoute } from "./routes/status.ts";

/** The daemon's whole API. */
export const routes: readonly Route[] = [
  hookRoute,
  statusRoute,
  showModeRoute,
  switchModeRoute,
  reloadRoute,
  rulesRoute,
  eventsRoute,
  metricsRoute,
  listApprovalsRoute,
  decideApprovalRoute,
];

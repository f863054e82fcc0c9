import { HookAddCommand } from "./commands/hook/add.ts";
import { HookRemoveCommand } from "./commands/hook/remove.ts";
import { HookStatusCommand } from "./commands/hook/status.ts";
import { VersionCommand } from "./commands/version.ts";

/** Every command, in the order of the overview. */
export const commands = [HookAddCommand, HookRemoveCommand, HookStatusCommand, VersionCommand] as const;

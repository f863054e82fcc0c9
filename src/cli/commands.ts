import { ApprovalsApproveCommand } from "./commands/approvals/approve.ts";
import { ApprovalsDenyCommand } from "./commands/approvals/deny.ts";
import { ApprovalsListCommand } from "./commands/approvals/list.ts";
import { CompletionsCommand } from "./commands/completions.ts";
import { ConfigCheckCommand } from "./commands/config/check.ts";
import { ConfigEditCommand } from "./commands/config/edit.ts";
import { ConfigGetCommand } from "./commands/config/get.ts";
import { ConfigListCommand } from "./commands/config/list.ts";
import { ConfigPathCommand } from "./commands/config/path.ts";
import { ConfigSetCommand } from "./commands/config/set.ts";
import { DemoCommand } from "./commands/demo.ts";
import { DisableCommand } from "./commands/disable.ts";
import { DoctorCommand } from "./commands/doctor.ts";
import { EnableCommand } from "./commands/enable.ts";
import { EvalCommand } from "./commands/eval.ts";
import { ExplainCommand } from "./commands/explain.ts";
import { FieldsCommand } from "./commands/fields.ts";
import { HealthCommand } from "./commands/health.ts";
import { HookAddCommand } from "./commands/hook/add.ts";
import { HookCommand } from "./commands/hook/call.ts";
import { HookRemoveCommand } from "./commands/hook/remove.ts";
import { HookStatusCommand } from "./commands/hook/status.ts";
import { InstallCommand } from "./commands/install.ts";
import { LogsShowCommand } from "./commands/logs/show.ts";
import { LogsCommand } from "./commands/logs.ts";
import { ManCommand } from "./commands/man.ts";
import { ModeCommand } from "./commands/mode.ts";
import { ReplayCommand } from "./commands/replay.ts";
import { RestartCommand } from "./commands/restart.ts";
import { RulesCheckCommand } from "./commands/rules/check.ts";
import { RulesListCommand } from "./commands/rules/list.ts";
import { RulesSchemaCommand } from "./commands/rules/schema.ts";
import { RulesShowCommand } from "./commands/rules/show.ts";
import { RulesTestCommand } from "./commands/rules/test.ts";
import { ServeCommand } from "./commands/serve.ts";
import { StartCommand } from "./commands/start.ts";
import { StatsCommand } from "./commands/stats.ts";
import { StatusCommand } from "./commands/status.ts";
import { StopCommand } from "./commands/stop.ts";
import { UninstallCommand } from "./commands/uninstall.ts";
import { VerifyCommand } from "./commands/verify.ts";
import { VersionCommand } from "./commands/version.ts";

/** Every command, in the order of the overview. */
export const commands = [
  StatusCommand,
  ModeCommand,
  ApprovalsListCommand,
  ApprovalsApproveCommand,
  ApprovalsDenyCommand,
  LogsCommand,
  LogsShowCommand,
  StatsCommand,
  HealthCommand,
  DoctorCommand,
  DemoCommand,
  ServeCommand,
  InstallCommand,
  UninstallCommand,
  StartCommand,
  StopCommand,
  RestartCommand,
  EnableCommand,
  DisableCommand,
  ConfigListCommand,
  ConfigGetCommand,
  ConfigSetCommand,
  ConfigEditCommand,
  ConfigPathCommand,
  ConfigCheckCommand,
  HookAddCommand,
  HookRemoveCommand,
  HookStatusCommand,
  HookCommand,
  ExplainCommand,
  EvalCommand,
  ReplayCommand,
  FieldsCommand,
  RulesCheckCommand,
  RulesListCommand,
  RulesShowCommand,
  RulesTestCommand,
  RulesSchemaCommand,
  CompletionsCommand,
  ManCommand,
  VerifyCommand,
  VersionCommand,
] as const;

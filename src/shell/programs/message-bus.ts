import { effect } from "../act.ts";
import { isGuard } from "../guard.ts";
import { guess } from "../unlisted.ts";
import type { Program, Run } from "./program.ts";

/** Who can stop the machine: systemd and its log-in manager, ConsoleKit, and the sessions of desktops. */
const masters = /\b(?:login1|systemd1|ConsoleKit|SessionManager|KSMServer|LogoutPrompt|org\.kde\.Shutdown)\b/;

/** By which method. */
const powers =
  /^(?:PowerOff|Reboot|Halt|KExec|Suspend|Hibernate|HybridSleep|SoftReboot|Stop|Restart|Shutdown|RequestShutdown|RequestReboot|logout\w*)(?:WithFlags)?$/;

/** By which systemd starts and stops its units. */
const units = /^(?:Start|Stop|Restart|Kill|Enable|Disable|Mask|Unmask)Unit(?:Files)?$/;

/** `dbus-send --dest=NAME PATH INTERFACE.METHOD`, `busctl call NAME PATH INTERFACE METHOD`. */
function call(run: Run): void {
  const words = run.args.map(({ text }) => text);
  if (!words.some((word) => masters.test(word))) return;
  const methods = words.map((word) => word.slice(word.lastIndexOf(".") + 1));
  if (methods.some((method) => powers.test(method))) effect(run, "system:shutdown");
  if (!methods.some((method) => units.test(method))) return;
  effect(run, "system:service");
  if (words.some((word) => isGuard(word.replace(/^string:/, "")))) effect(run, "guard:tamper");
}

/** Clients of D-Bus, which call what services offer there. */
export const messageBus: readonly Program[] = [
  {
    names: ["dbus-send", "busctl", "gdbus", "qdbus", "qdbus6", "qdbus-qt5"],
    style: "raw",
    does: (run) => {
      call(run);
      return guess(run);
    },
  },
];

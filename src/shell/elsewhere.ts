import { isBuildOutput } from "./build-outputs.ts";
import { holdsCredentials } from "./credentials.ts";
import type { Effect } from "./effects.ts";
import { absolutePath } from "./paths.ts";
import { sensitiveFilesLike } from "./sensitive.ts";
import type { Remote, Shell } from "./state.ts";
import type { Word } from "./word.ts";

// What commands do on another host or in a container, where no path is this machine's.

export function noteRemoteRead(shell: Shell, word: Word): void {
  const path = absolutePath(shell, word.text);
  const fitting = word.glob ? sensitiveFilesLike(path, shell.cwd, shell.place.home) : [];
  if ([path, ...fitting].some(holdsCredentials)) shell.draft.effects.add("remote:read-credentials");
}

const startupFile = /\/\.(?:bash(?:rc|_profile|_login)|profile|zshrc|zprofile|zshenv)$/;

/** What lets somebody in on another host, or runs at each login there. A container is made anew. */
export function noteRemoteWrite({ draft }: Shell, { container }: Remote, path: string): void {
  if (container) return;
  if (/\/\.ssh\/authorized_keys2?$/.test(path)) draft.effects.add("persist:authorized-keys");
  else if (startupFile.test(path)) draft.effects.add("remote:shell-startup");
}

/** `/`, a top-level folder or a home, with or without a pattern for all that is in it. */
export function remoteDeletion({ container }: Remote, path: string): Effect | undefined {
  const folder = path.replace(/\/(\*|\.\*|\.\[!\.\]\*)$/, "");
  if (/^\/(var\/)?tmp(\/|$)/.test(folder)) return undefined;
  if (container && (isBuildOutput(folder.slice(1)) || /^\/var\/cache\//.test(folder))) return undefined;
  const destroys =
    /^(\/[^/]*)?$|^\/(home|Users)\/[^/]+$/.test(folder) &&
    !/^\/(app|src|work|workspace|build|code)$/.test(folder);
  return destroys ? "remote:destroy" : "remote:delete-recursive";
}

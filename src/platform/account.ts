import { realpathSync } from "node:fs";
import { userInfo } from "node:os";

/**
 * Whether a home folder is the account's own. launchd and the registry belong to the account, whatever HOME says: a
 * throw-away home must not change them.
 */
export function isAccountsOwn(userHome: string): boolean {
  try {
    return realpathSync(userHome) === realpathSync(userInfo().homedir);
  } catch {
    return false;
  }
}

import type { ReportedRights } from "@strata/report";
import { accessChanges } from "./contracts/access-differences";
import { accessAtBase } from "./contracts/base";
import { readAccessLock, type AccessLock } from "./core";

/** Where there was no lock yet, no layer had a role. */
const NO_ROLES: AccessLock = { version: 1, environments: {} };

/**
 * How the checkout changes the rights of an environment's roles.
 * @param reference what it is compared with, at the merge base: `origin/main`
 * @throws noMergeBase, accessLockMissing, and what a broken lock throws
 */
export async function rightsSince(
  root: string,
  reference: string,
  environment: string,
): Promise<ReportedRights[]> {
  const { lock = NO_ROLES } = await accessAtBase(root, reference);
  return accessChanges(lock, readAccessLock(root))
    .filter((change) => change.environment === environment)
    .map(({ layer, gained, lost }) => ({ layer, gained, lost }));
}

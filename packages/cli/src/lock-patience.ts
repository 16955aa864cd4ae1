import { lockTimeoutWrong } from "./core";

/** How long somebody else's lock may last before it is reported, in seconds. */
const LOCK_PATIENCE = 30;

/**
 * How long to wait for a lock, in milliseconds.
 * @throws lockTimeoutWrong
 */
export function lockPatience(given = process.env.STRATA_LOCK_TIMEOUT): number {
  if (given === undefined) return 1000 * LOCK_PATIENCE;
  if (!/^\d+(\.\d+)?$/.test(given)) throw lockTimeoutWrong(given);
  return 1000 * Number(given);
}

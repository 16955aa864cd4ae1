import type { LockHolder } from "../core";

/** What may still hold a lock on this machine. */
export interface Alive {
  readonly host: string;
  /** Processes of Terraform which may be at work on this state. */
  readonly terraform: readonly number[];
  /** The process that the holder has named itself, where it runs. */
  readonly named?: number;
}

/** The machine of a holder, who calls itself `user@host` as Terraform does; undefined when it says nothing. */
const hostOf = ({ who }: LockHolder): string | undefined => /^[^@]*@(\S+)/.exec(who)?.[1];

/**
 * What on this machine holds a lock, in words; undefined where nothing does, or where that can't be known as it is
 * another machine's. Of a lock that can't be read, the holder may be here.
 */
export function livingHolder(holder: LockHolder, { host, terraform, named }: Alive): string | undefined {
  if ((hostOf(holder) ?? host) !== host) return undefined;
  if (named !== undefined) return `strata, process ${named}`;
  const [pid] = terraform;
  return pid === undefined ? undefined : `Terraform, process ${pid}`;
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** An age in words, to the largest unit: `3 days`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? (["second", 1] as const);
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

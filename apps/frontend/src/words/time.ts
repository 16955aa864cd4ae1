const FORMAT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A timestamp of the API (`YYYY-MM-DD HH:MM:SS`, UTC), for machines and for people. */
export interface Moment {
  readonly machine: string;
  readonly words: string;
}

/** Reads a timestamp; undefined when it is none. */
export function momentOf(timestamp: string): Moment | undefined {
  const machine = `${timestamp.replace(" ", "T")}Z`;
  const date = new Date(machine);
  return Number.isNaN(date.getTime()) ? undefined : { machine, words: FORMAT.format(date) };
}

/** `1 item`, `2 items`. */
export const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

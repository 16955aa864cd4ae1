import { format } from "node:util";

type Level = "debug" | "info" | "warn" | "error";

/** One line of the log, as JSON. */
export function logLine(level: Level, time: Date, message: string, fields: object = {}): string {
  return `${JSON.stringify({ level, time: time.toISOString(), msg: message, ...fields })}\n`;
}

/** Writes a line to the standard output. */
export function log(level: Level, message: string, fields?: object): void {
  process.stdout.write(logLine(level, new Date(), message, fields));
}

/** From now on, what Next.js and React tell the console are lines of the log too. */
export function logConsole(): void {
  for (const level of ["debug", "info", "warn", "error"] as const) {
    console[level] = (...words: unknown[]) => {
      log(level, format(...words));
    };
  }
  console.log = console.info;
}

import { appendFileSync, existsSync, statSync } from "node:fs";

/** What GitHub takes as the summary of one step, in bytes. A longer one is not shown at all. */
const LONGEST_SUMMARY = 1024 * 1024;

/** The most bytes that a character of a text in JavaScript takes in a file. */
const BYTES_A_CHARACTER = 3;

/**
 * Adds to the summary of this step of a workflow; elsewhere there is none.
 * @param render makes the text, of so many characters at most
 */
export function appendSummary(env: NodeJS.ProcessEnv, render: (limit: number) => string): void {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === "") return;
  const space = LONGEST_SUMMARY - (existsSync(file) ? statSync(file).size : 0) - 1;
  appendFileSync(file, `${render(Math.floor(space / BYTES_A_CHARACTER))}\n`);
}

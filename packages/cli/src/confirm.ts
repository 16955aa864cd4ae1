import { cancelled, confirmationMissing } from "./core";

/**
 * Asks on the terminal whether something is to be done.
 * @param yes whether it was said already
 * @param what it would do, as the end of a sentence
 * @throws cancelled, confirmationMissing where there is no terminal
 */
export async function confirm(what: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw confirmationMissing(what);
  const prompts = await import("@inquirer/prompts");
  let isWanted: boolean;
  try {
    isWanted = await prompts.confirm({ message: `${what}?`, default: false }, { output: process.stderr });
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw cancelled();
    throw error;
  }
  if (!isWanted) throw cancelled();
}

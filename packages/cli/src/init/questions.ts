import type { z } from "zod";
import { cancelled, optionMissing, wrongOption } from "../core";

/** Something that `strata init` must know. */
export interface Question {
  /** The option which answers it, without the hyphens. */
  readonly option: string;
  readonly text: string;
  readonly schema: z.ZodType<string>;
  /** What is likely meant; undefined where nothing can be guessed. */
  readonly proposal?: string | undefined;
}

/** How answers are had: by asking on a terminal, by taking what is proposed, or by options only. */
export type Manner = "ask" | "proposals" | "options";

/** What is wrong with an answer; undefined when nothing is. */
export const problemOf = ({ schema }: Question, answer: string): string | undefined =>
  schema.safeParse(answer).error?.issues[0]?.message;

/**
 * The answer to a question: that of its option, or of the person at the terminal.
 * @throws wrongOption, optionMissing, cancelled
 */
export async function answerTo(
  question: Question,
  given: string | undefined,
  manner: Manner,
): Promise<string> {
  const { option, text, proposal } = question;
  if (given !== undefined) {
    const problem = problemOf(question, given);
    if (problem !== undefined) throw wrongOption(option, given, problem);
    return given;
  }
  if (manner === "proposals" && proposal !== undefined) return proposal;
  if (manner !== "ask") throw optionMissing(option, text, proposal);
  const { input } = await import("@inquirer/prompts");
  try {
    return await input(
      {
        message: text,
        ...(proposal !== undefined && { default: proposal }),
        validate: (answer) => problemOf(question, answer) ?? true,
      },
      { output: process.stderr },
    );
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") throw cancelled();
    throw error;
  }
}

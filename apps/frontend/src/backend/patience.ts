import { setTimeout } from "node:timers/promises";
import type { Answer } from "./client";

/**
 * How long a page waits for the backend before it is sent without the answer, in milliseconds. Usually the answer is there long
 * before: then nothing flickers, the status of the page is true, and no script is needed to put a late answer in its place.
 */
const PATIENCE = 500;

/** The answer, or undefined when it takes longer than a page waits. */
export const withPatience = <T>(answer: Promise<Answer<T>>): Promise<Answer<T> | undefined> =>
  Promise.race([answer, setTimeout(PATIENCE, undefined)]);

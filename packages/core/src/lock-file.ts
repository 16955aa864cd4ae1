/** What the lock files at the root have in common: they are written by a command, read by everyone, and merged by git. */
import { z } from "zod";
import { contractsLockBroken, contractsLockConflict, contractsLockUnknown } from "./errors";

/**
 * Reads the text of a lock file.
 * @param version the only version of the file that is known
 * @param where what to call it in a message
 * @throws contractsLockConflict, contractsLockBroken, contractsLockUnknown
 */
export function parseLockFile<S extends z.ZodType>(
  schema: S,
  version: number,
  text: string,
  where: string,
): z.output<S> {
  if (/^(<{7}|={7}|>{7})( |$)/m.test(text)) throw contractsLockConflict(where);
  const json = parseJson(text, where);
  const found = (json as { readonly version?: unknown } | null)?.version;
  if (found !== undefined && found !== version) throw contractsLockUnknown(where, found, version);
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  // What is wrong with a name in a map is said by an issue within the issue.
  const message = issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
  throw contractsLockBroken(where, `${issue?.path.join(".") ?? ""}: ${message ?? ""}`);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw contractsLockBroken(where, (error as Error).message);
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The members of an object in the order of their names, which is the same on every machine. */
export const byName = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => byText(a, b)));

/** What the lock files at the root have in common: they are written by a command, read by everyone, and merged by git. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { lockFileBroken, lockFileConflict, lockFileUnknown, type StrataError } from "./errors";

/**
 * Reads a lock file at the root of a checkout.
 * @param missing the error for people where it is not there
 * @param parse reads its text, and is told what to call it in a message
 * @throws missing, lockFileBroken, and what `parse` throws
 */
export function readLockFile<T>(
  root: string,
  file: string,
  missing: (file: string) => StrataError,
  parse: (text: string, where: string) => T,
): T {
  return parse(textOf(root, file, missing), file);
}

function textOf(root: string, file: string, missing: (file: string) => StrataError): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "ENOENT" ? missing(file) : lockFileBroken(file, message);
  }
}

/**
 * Reads the text of a lock file.
 * @param version the only version of the file that is known
 * @param where what to call it in a message
 * @throws lockFileConflict, lockFileBroken, lockFileUnknown
 */
export function parseLockFile<S extends z.ZodType>(
  schema: S,
  version: number,
  text: string,
  where: string,
): z.output<S> {
  if (/^(<{7}|={7}|>{7})( |$)/m.test(text)) throw lockFileConflict(where);
  const json = parseJson(text, where);
  const found = (json as { readonly version?: unknown } | null)?.version;
  if (found !== undefined && found !== version) throw lockFileUnknown(where, found, version);
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  // What is wrong with a name in a map is said by an issue within the issue.
  const message = issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
  throw lockFileBroken(where, `${issue?.path.join(".") ?? ""}: ${message ?? ""}`);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw lockFileBroken(where, (error as Error).message);
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The members of an object in the order of their names, which is the same on every machine. */
export const byName = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).sort(([a], [b]) => byText(a, b)));

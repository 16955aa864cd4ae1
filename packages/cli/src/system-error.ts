import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileRefused, type StrataError } from "./core";

/** Codes by which a system says that it takes no file: no room, no right, too large. */
const REFUSALS = ["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES", "EPERM"];

/** A refusal of the system to write a file, as a sentence; every other error as it is. */
export function explainSystemError(error: unknown): unknown {
  const { code = "", message = "", syscall, path = "" } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (REFUSALS.includes(code)) return fileRefused(message);
  // What Node.js says where a folder and its parents can't be made, on a file system which can only be read.
  if (code === "ENOENT" && syscall === "mkdir") return fileRefused(`the folder ${path} can't be made`);
  return error;
}

/** The same in Go's words, as Terraform repeats them: `mkdir /cache: read-only file system`. */
const GO_REFUSAL =
  /\b(?:open|mkdir|write|rename|symlink) \S+: (?:no space left on device|disk quota exceeded|file too large|read-only file system|permission denied|operation not permitted)/;

/** A refusal of the system to write a file which a text of Terraform names; undefined where it names none. */
export function refusalIn(text: string): StrataError | undefined {
  const [words] = GO_REFUSAL.exec(text) ?? [];
  return words === undefined ? undefined : fileRefused(words);
}

const PROBE = 16 * 1024;

/**
 * Whether a folder takes files no more, as a sentence. Programs which find no room for their messages end without any; then
 * this is asked.
 */
export function refusalOf(folder: string): StrataError | undefined {
  const file = join(folder, `probe-${process.pid}`);
  try {
    writeFileSync(file, Buffer.alloc(PROBE));
    return undefined;
  } catch (error) {
    return fileRefused(`${(error as Error).message} (in ${folder})`);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Writing where a person has said. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { notWritable } from "./core";

const reasonOf = (error: unknown): string => {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "its folder is not there";
    case "EEXIST":
    case "ENOTDIR":
      return "it is no folder";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EROFS":
      return "that is not allowed";
    default:
      return (error as Error).message;
  }
};

/** Does something with a place which an option names. @throws notWritable */
function tryFor<T>(option: string, path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw notWritable(option, path, reasonOf(error));
  }
}

/** Writes a file which an option names. @throws notWritable */
export const writeFor = (option: string, file: string, text: string): void => {
  tryFor(option, file, () => {
    writeFileSync(file, text);
  });
};

/**
 * Whether a folder which an option names can be made, or written to where it is there. Nothing is made yet.
 * @throws notWritable
 */
export const checkFolder = (option: string, folder: string): void => {
  const there = nearest(folder);
  tryFor(option, folder, () => {
    if (!statSync(there).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    accessSync(there, constants.W_OK);
  });
};

/** What is there already of a path. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

/** Reading files which people write or name. */
import { readFileSync } from "node:fs";
import type { StrataError } from "./core";

/**
 * The text of a file.
 * @param broken the error for people, of the reason why it can't be read
 * @throws broken
 */
export function readText(file: string, broken: (reason: string) => StrataError): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw broken(reasonOf(error as NodeJS.ErrnoException));
  }
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string => {
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    default:
      return message;
  }
};

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A key of the synthesized JSON, which is indented by two spaces a level. */
const KEY = /^( {2,6})"((?:[^"\\]|\\.)*)":/;

/** The Terraform address at a line of a synthesized stack, or else the block; "" outside of all. */
export function addressAt(directory: string, line: number): string {
  const lines = readFileSync(join(directory, "cdk.tf.json"), "utf8").split("\n").slice(0, line);
  const path: string[] = [];
  for (const text of lines) {
    const [, indent, key] = KEY.exec(text) ?? [];
    if (indent === undefined || key === undefined) continue;
    path.splice(indent.length / 2 - 1, path.length, key);
  }
  const [block = "", first = "", second = ""] = path;
  switch (block) {
    case "":
    case "//":
      return "";
    case "resource":
      return `${first}.${second}`;
    case "data":
      return `data.${first}.${second}`;
    default:
      return `${block}.${first}`;
  }
}

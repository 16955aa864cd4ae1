import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The environments of a repository, by their sources: what was built of one that is gone does not count. */
export const environmentsOf = (root: string): string[] =>
  readdirSync(join(root, "environments"))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => file.slice(0, -".ts".length))
    .sort();

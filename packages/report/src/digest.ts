import { createHash } from "node:crypto";
import { configure } from "safe-stable-stringify";

const stable = configure({ deterministic: true });

/** SHA-256 of a JSON value; the order of an object's members doesn't count. */
export const digest = (value: unknown): string =>
  createHash("sha256")
    .update(stable(value) ?? "undefined")
    .digest("hex");

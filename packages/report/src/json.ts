import { configure } from "safe-stable-stringify";

/** An object of JSON: neither a list nor null. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const stable = configure({ deterministic: true });

/** JSON which is the same for the same value, in whatever order its members stand. */
export const canonical = (value: unknown): string => stable(value) ?? "undefined";

/**
 * A string which holds an object or a list as JSON, such as a policy or container definitions, as what it holds;
 * anything else as it is.
 */
export function unfolded(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

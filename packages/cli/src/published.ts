import { holds, type PlannedOutputs } from "@strata/report";

/**
 * Finds a value by its path among those that a layer publishes. Names that settings choose, such as `example.com`,
 * may have dots themselves, so every way to read the path is tried.
 * @param path for example `subnet_ids.db`
 * @returns the value, or the names at the place where the path leads no further
 */
export function lookUp(
  value: unknown,
  path: string,
): { readonly found: unknown } | { readonly known: string[] } {
  if (path === "") return { found: value };
  if (typeof value !== "object" || value === null) return { known: [] };
  const members = Object.entries(value);
  const further = members
    .filter(([name]) => path === name || path.startsWith(`${name}.`))
    .map(([name, member]) => lookUp(member, path.slice(name.length + 1)));
  return (
    further.find((result) => "found" in result) ?? further[0] ?? { known: members.map(([name]) => name) }
  );
}

/** A planned value: known, unknown in whole or in part (then with what is known of it), or not there. */
export type PlannedValue =
  | { readonly found: unknown; readonly partly?: unknown }
  | { readonly unknown: true }
  | { readonly known: string[] };

/** Finds a value by its path among the planned outputs of a layer. */
export function lookUpPlanned(outputs: PlannedOutputs, path: string): PlannedValue {
  const [values, marks] = (["value", "unknown"] as const).map((part) =>
    Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output[part]])),
  );
  const mark = markAt(marks, path);
  if (mark === true) return { unknown: true };
  const result = lookUp(values, path);
  return "found" in result && holds(mark) ? { ...result, partly: mark } : result;
}

/** The mark at a path, or the one above it that holds for all below. */
function markAt(marks: unknown, path: string): unknown {
  if (path === "" || marks === true) return marks;
  if (typeof marks !== "object" || marks === null) return false;
  const further = Object.entries(marks)
    .filter(([name]) => path === name || path.startsWith(`${name}.`))
    .map(([name, member]) => markAt(member, path.slice(name.length + 1)));
  return further.find((mark) => mark !== false) ?? false;
}

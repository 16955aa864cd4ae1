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

import { createHash } from "node:crypto";

/** The longest names that AWS accepts, in characters (each from the API reference of its service). */
export const NameLimit = {
  loadBalancer: 32,
  targetGroup: 32,
  role: 64,
  bucket: 63,
  database: 63,
  site: 60,
  cache: 40,
} as const;

/**
 * Shortens a name to `limit` characters, stably: the same name always gives the same result, and two names
 * that differ anywhere stay different, because a digest of the whole name takes the place of what is cut.
 * A name within the limit is returned as it is.
 */
export function shorten(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 6);
  return `${name.slice(0, limit - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}

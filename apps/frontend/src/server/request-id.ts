import { randomUUID } from "node:crypto";

/** The request id that a load balancer or a client gave, when it is a harmless one; else a new one. */
export function requestId(given: string | readonly string[] | undefined): string {
  return typeof given === "string" && /^[\w.:=;-]{1,128}$/.test(given) ? given : randomUUID();
}

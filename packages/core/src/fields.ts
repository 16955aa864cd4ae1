/** Settings that many layers have, each with a message which says what is allowed. */
import { Address4 } from "ip-address";
import { z } from "zod";

/** A name that the settings choose, of a subnet group or a service for example. */
export const name = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    "must begin with a letter, have lower-case letters, digits and hyphens, and not end with a hyphen",
  );

/** A whole number from `min` to `max`; `unit` says of what, for example "days". */
export function between(min: number, max: number, unit: string): z.ZodInt {
  const message = `must be a whole number from ${String(min)} to ${String(max)} (${unit})`;
  return z.int(message).min(min, message).max(max, message);
}

/** A TCP port. */
export const port = between(1, 65535, "a port");

/** A percentage that can be aimed at. */
export const percent = between(1, 100, "percent");

/** An e-mail address. */
export const email = z.email("must be an e-mail address");

const DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365] as const;

/** Days for which CloudWatch Logs keeps a log: some of those that it offers. */
export const retentionDays = z.literal(DAYS, `must be one of ${DAYS.join(", ")} days`);

/** Whether a text is an IPv4 range whose address is the first of the range, such as 10.0.8.0/24. */
export function isCidr(text: string): boolean {
  if (!/^[\d.]+\/\d{1,2}$/.test(text) || !Address4.isValid(text)) return false;
  const address = new Address4(text);
  return address.startAddress().correctForm() === address.correctForm();
}

/** An IPv4 range. A wrong one ends the checks: those across settings can't calculate with it. */
export const cidr = z.string().refine(isCidr, {
  error: "must be an IPv4 range on its boundary, such as 10.0.8.0/24",
  abort: true,
});

declare module "zod" {
  interface GlobalMeta {
    /** For a setting whose default is decided later, by the environment for example: the default, in words. */
    defaultText?: string;
  }
}

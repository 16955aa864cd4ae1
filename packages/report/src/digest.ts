import { createHash } from "node:crypto";
import { canonical } from "./json";

/** SHA-256 of a JSON value; the order of an object's members doesn't count. */
export const digest = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");

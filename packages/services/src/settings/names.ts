import { z } from "zod";

/** A name under the environment's domain: `www`, `*` for all that have no record of their own, `@` for the domain. */
export const recordName = z
  .string()
  .regex(
    /^(@|\*|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$/,
    "must be a name within the environment's domain, such as app, or @ for the domain itself",
  );

/** A host in requests: a name within the environment's domain, or a whole name, which may have `*` for any label. */
export const hostName = z
  .string()
  .regex(
    /^(@|\*|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$/,
    "must be a name within the environment's domain, such as api, or a whole name, such as api.example.com",
  );

import { z } from "zod";

/** A whole number in a variable of the environment. */
const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);
const port = number(1, 65_535);
const text = z.string("must be set").min(1, "must not be empty");

const schema = z
  .object({
    DB_HOST: text,
    DB_PORT: port.default(3306),
    DB_USERNAME: text,
    DB_PASSWORD: z.string("must be set"),
    DB_NAME: text,
    DB_TLS: z.enum(["on", "off"], 'must be "on" or "off"').default("off"),
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, error: "must be an address like redis://host:6379" })
      .optional(),
    PORT: port.default(80),
    LOG_LEVEL: z
      .enum(
        ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
        "must be fatal, error, warn, info, debug, trace or silent",
      )
      .default("info"),
    DRAIN_SECONDS: number(0, 60).default(3),
  })
  .transform((env) => ({
    database: {
      host: env.DB_HOST,
      port: env.DB_PORT,
      user: env.DB_USERNAME,
      password: env.DB_PASSWORD,
      database: env.DB_NAME,
      tls: env.DB_TLS === "on",
    },
    redisUrl: env.REDIS_URL,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    drainSeconds: env.DRAIN_SECONDS,
  }));

/** What the environment sets. The table in the README says what each variable means. */
export type Config = z.output<typeof schema>;
export type DatabaseConfig = Config["database"];

/**
 * Reads the configuration from the environment's variables. An empty variable counts as one that is not set.
 * @throws an Error that names each wrong variable, and never a value: it may be a password
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(([name, value]) => value !== "" || name === "DB_PASSWORD");
  const { success, data, error } = schema.safeParse(Object.fromEntries(given));
  if (success) return data;
  const wrong = error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new Error(`The environment is not complete: ${wrong.join("; ")}.`);
}

import { readConfig } from "./config";

const required = { DB_HOST: "db", DB_USERNAME: "app", DB_PASSWORD: "a secret", DB_NAME: "shop" };

test("only the database must be given", () => {
  expect(readConfig(required)).toEqual({
    database: { host: "db", port: 3306, user: "app", password: "a secret", database: "shop", tls: false },
    port: 80,
    logLevel: "info",
    drainSeconds: 3,
  });
});

test("everything can be set, and an empty variable is not set", () => {
  const more = {
    DB_PORT: "3307",
    DB_TLS: "on",
    REDIS_URL: "rediss://cache:6380",
    PORT: "8080",
    LOG_LEVEL: "",
  };
  expect(readConfig({ ...required, ...more, DRAIN_SECONDS: "0" })).toMatchObject({
    database: { port: 3307, tls: true },
    redisUrl: "rediss://cache:6380",
    port: 8080,
    logLevel: "info",
    drainSeconds: 0,
  });
});

test("a wrong environment is one sentence which names every variable and no value", () => {
  const wrong = {
    DB_HOST: "",
    DB_PASSWORD: "a secret",
    DB_PORT: "65536",
    PORT: "8e1",
    REDIS_URL: "http://cache",
  };
  const read = (): unknown => readConfig({ ...wrong, LOG_LEVEL: "loud", DB_TLS: "maybe" });
  expect(read).toThrow(
    "The environment is not complete: DB_HOST must be set; DB_PORT must be from 1 to 65535; DB_USERNAME must be set; " +
      'DB_NAME must be set; DB_TLS must be "on" or "off"; REDIS_URL must be an address like redis://host:6379; ' +
      "PORT must be a whole number from 1 to 65535; LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.",
  );
  expect(read).not.toThrow("a secret");
});

/** An address that only has to accept a connection. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What the environment of the process says. */
export interface Config {
  /** The backend's address, without a slash at its end. */
  readonly backendUrl: string;
  readonly port: number;
  /** How long requests are still taken after SIGTERM, in seconds: a load balancer needs a moment to look elsewhere. */
  readonly drainSeconds: number;
  /** The database, where the readiness check is to look at it. */
  readonly database?: Endpoint;
}

/** Reads the settings; throws an Error which names the variable, its value and what is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const database = nonEmpty(env.DB_HOST);
  return {
    backendUrl: readBackendUrl(env.BACKEND_URL),
    port: readNumber("PORT", env.PORT, 80, 65_535),
    drainSeconds: readNumber("DRAIN_SECONDS", env.DRAIN_SECONDS, 3, 60),
    ...(database !== undefined && {
      database: { host: database, port: readNumber("DB_PORT", env.DB_PORT, 3306, 65_535) },
    }),
  };
}

const nonEmpty = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

function readBackendUrl(value: string | undefined): string {
  const wanted = "Set it to the backend's address, such as http://backend.internal or http://127.0.0.1:8081.";
  if (value === undefined || value === "") throw new Error(`BACKEND_URL is not set. ${wanted}`);
  // The value is not repeated: an address can hold a password.
  if (!URL.canParse(value)) throw new Error(`BACKEND_URL is not an address. ${wanted}`);
  const url = new URL(value);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error(
      `BACKEND_URL begins with ${url.protocol}, and only http: and https: are allowed. ${wanted}`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new Error(`BACKEND_URL holds a user name or a password, which the backend doesn't have. ${wanted}`);
  }
  return url.href.replace(/\/+$/, "");
}

function readNumber(name: string, value: string | undefined, otherwise: number, most: number): number {
  if (value === undefined || value === "") return otherwise;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw new Error(`${name} is "${value}". Allowed is a whole number from 0 to ${most}.`);
}

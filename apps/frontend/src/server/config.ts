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
  /** The database, where the readiness check is to look at it. */
  readonly database?: Endpoint;
}

/** Reads the settings; throws an Error which names the variable, its value and what is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const database = nonEmpty(env.DB_HOST);
  return {
    backendUrl: readBackendUrl(env.BACKEND_URL),
    port: readPort("PORT", env.PORT, 80),
    ...(database !== undefined && {
      database: { host: database, port: readPort("DB_PORT", env.DB_PORT, 3306) },
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

function readPort(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined || value === "") return otherwise;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} is "${value}". Allowed is a number from 0 (any free port) to 65535.`);
}

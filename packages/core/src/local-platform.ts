/** What packages/local and the command `strata local` know of each other. */

/** Labels of everything that is made in Docker. Two environments on one Docker never have the same prefix. */
export const LocalLabel = {
  environment: "strata.environment",
  prefix: "strata.prefix",
  /** The service, load balancer, database or cache that a container belongs to, by its name in `strata local`. */
  part: "strata.part",
  /** What stands before the lines of a container in the logs; without it, the container has no logs worth showing. */
  logs: "strata.logs",
} as const;

/** Where a listener of a public load balancer is reached from this machine. */
export interface Published {
  readonly loadBalancer: string;
  /** The port that it has on AWS. */
  readonly listener: number;
  readonly url: string;
}

/** What the stack says of itself, under `"//"."strata"` of its JSON, where Terraform looks away. */
export interface LocalManifest {
  readonly environment: string;
  readonly prefix: string;
  readonly published: readonly Published[];
  /** Services, with the number of their tasks. */
  readonly tasks: Readonly<Record<string, number>>;
  /** Databases, which need a password. */
  readonly databases: readonly string[];
  /** Secrets whose values a person has to give: names of parameters, and what ECS calls `valueFrom` of secrets. */
  readonly secrets: readonly string[];
  /** What of the settings has no counterpart on this machine, as sentences. */
  readonly leftOut: readonly string[];
}

/** The name under which the stack expects a database's password among its secrets. */
export const passwordOf = (database: string): string => `database:${database}`;

/** Where images that are built for an environment are, as the beginning of their names. */
export const imageNames = (prefix: string): string => `${prefix}-local/`;

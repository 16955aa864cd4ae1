import { localImageUnknown, localReferenceUnknown } from "@strata/core/errors";
import type { DatabaseSettings } from "@strata/database/settings";
import type { ContainerSettings, ServiceSettings } from "@strata/services/settings";
import { balancerHost } from "./balancers";
import { passwordOf } from "@strata/core/local-platform";
import type { LocalSettings } from "./settings";

/** The names of databases and caches within the network. */
export const databaseHost = (name: string): string => `database-${name}`;
export const cacheHost = (name: string): string => `cache-${name}`;

/** An environment variable: a text, or where its secret value is. */
export type Variable = string | { readonly secret: string };

/** A container of a task, with values in place of references. */
export interface LocalContainer
  extends Pick<
    ContainerSettings,
    "command" | "user" | "stopSeconds" | "healthCheck" | "dependsOn" | "essential"
  > {
  readonly name: string;
  /** An image that is built from this repository, by its repository in the registry layer; or one of another registry. */
  readonly image: { readonly built: string } | { readonly uri: string };
  readonly variables: Readonly<Record<string, Variable>>;
  readonly readOnly: boolean;
  readonly writable: readonly string[];
  /** vCPUs. */
  readonly cpus: number;
  /** MiB. */
  readonly memory: number;
}

/** How a load balancer finds out whether a task can serve. */
export interface TargetCheck {
  readonly port: number;
  readonly path: string;
  /** As in the settings: `200`, `200,302`, `200-399`. */
  readonly codes: string;
  /** Time for the start. */
  readonly graceSeconds: number;
}

/** A service, as it is on this machine. */
export interface LocalService {
  readonly name: string;
  readonly tasks: number;
  /** In an order in which each comes after those that it depends on. */
  readonly containers: readonly LocalContainer[];
  /** Of services which get requests from a load balancer. */
  readonly check: TargetCheck | undefined;
  /** How long a task that goes may finish its requests. */
  readonly drainSeconds: number;
}

/** What the containers of services refer to. */
export interface Surroundings {
  readonly database: DatabaseSettings;
  readonly images: LocalSettings["images"];
  /** The file of a package's settings, for messages. */
  readonly fileOf: (name: "local" | "database") => string;
}

/**
 * A service with what it refers to on this machine.
 * @throws localImageUnknown where nothing says how an image is built; localReferenceUnknown for a database or a cache
 *   which is not there
 */
export function localService(name: string, service: ServiceSettings, around: Surroundings): LocalService {
  const { autoscaling, desiredCount, traffic, healthCheckGraceSeconds } = service;
  const first = Object.keys(service.containers)[0] ?? "";
  const port = traffic && service.containers[traffic.container ?? first]?.port;
  return {
    name,
    tasks: autoscaling?.min ?? desiredCount,
    containers: inOrder(service.containers).map((key) => container(name, key, service, around)),
    check:
      traffic === undefined || port === undefined
        ? undefined
        : {
            port,
            path: traffic.healthCheckPath,
            codes: traffic.healthCheckCodes,
            graceSeconds: healthCheckGraceSeconds,
          },
    drainSeconds: traffic?.deregistrationSeconds ?? 0,
  };
}

/** The names of containers, those that others depend on first. The settings' own checks rule out circles. */
function inOrder(containers: ServiceSettings["containers"]): string[] {
  const ordered = new Set<string>();
  const add = (name: string): void => {
    for (const other of Object.keys(containers[name]?.dependsOn ?? {})) add(other);
    ordered.add(name);
  };
  for (const name of Object.keys(containers)) add(name);
  return [...ordered];
}

function container(
  service: string,
  name: string,
  { containers, cpu, memory }: ServiceSettings,
  around: Surroundings,
): LocalContainer {
  const settings = containers[name] as ContainerSettings;
  const { command, user, stopSeconds, healthCheck, dependsOn, essential } = settings;
  const variables = [
    ...Object.entries(settings.environment).map(
      ([key, value]) => [key, plain(service, value, around)] as const,
    ),
    ...Object.entries(settings.secrets).map(([key, value]) => [key, secret(service, value, around)] as const),
  ];
  return {
    name,
    image: image(service, settings.image, around),
    ...{ command, user, stopSeconds, healthCheck, dependsOn, essential },
    variables: Object.fromEntries(variables),
    readOnly: settings.readonlyRootFilesystem,
    writable: settings.writable,
    cpus: (settings.cpu ?? cpu) / 1024,
    memory: settings.memory ?? memory,
  };
}

function image(
  service: string,
  settings: ContainerSettings["image"],
  { images, fileOf }: Surroundings,
): LocalContainer["image"] {
  if ("uri" in settings) return settings;
  const repository = "built" in settings ? settings.built : settings.repository;
  if (repository in images) return { built: repository };
  throw localImageUnknown(service, repository, Object.keys(images), fileOf("local"));
}

type Plain = ContainerSettings["environment"][string];

function plain(service: string, value: Plain, { database, fileOf }: Surroundings): string {
  if (typeof value === "string") return value;
  if ("loadBalancerUrl" in value) return `http://${balancerHost(value.loadBalancerUrl)}`;
  const known = Object.keys(database.caches);
  if (!known.includes(value.cache)) {
    throw localReferenceUnknown(service, "cache", value.cache, known, fileOf("database"));
  }
  const host = cacheHost(value.cache);
  // A cache of AWS speaks TLS, this one does not.
  return { host, readerHost: host, port: "6379", url: `redis://${host}:6379` }[value.key];
}

type Secret = ContainerSettings["secrets"][string];

function secret(service: string, value: Secret, { database, fileOf }: Surroundings): Variable {
  if ("parameter" in value) return { secret: value.parameter };
  if ("secretArn" in value) {
    return { secret: value.key === undefined ? value.secretArn : `${value.secretArn}:${value.key}::` };
  }
  const settings = database.databases[value.database];
  if (settings === undefined) {
    const known = Object.keys(database.databases);
    throw localReferenceUnknown(service, "database", value.database, known, fileOf("database"));
  }
  switch (value.key) {
    case "password":
      return { secret: passwordOf(value.database) };
    case "dbname":
      return settings.databaseName;
    case "username":
      return settings.masterUsername;
    case "port":
      return "3306";
    case "host":
    case "readerHost":
      return databaseHost(value.database);
  }
}

/** The secrets whose values a person has to give, each once, sorted. */
export function ownSecrets(services: readonly LocalService[], databases: readonly string[]): string[] {
  const passwords = new Set(databases.map(passwordOf));
  const all = services
    .flatMap(({ containers }) => containers)
    .flatMap(({ variables }) => Object.values(variables))
    .flatMap((variable) => (typeof variable === "string" ? [] : [variable.secret]));
  return [...new Set(all)].filter((secret) => !passwords.has(secret)).sort();
}

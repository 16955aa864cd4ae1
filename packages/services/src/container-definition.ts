import type { ContainerSettings, ServiceSettings } from "./settings";

/** A container whose references to other resources are resolved to values. */
export interface Container
  extends Omit<ContainerSettings, "image" | "environment" | "environmentFiles" | "secrets"> {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of S3 objects. */
  readonly environmentFiles: readonly string[];
  /** What ECS calls `valueFrom`: the ARN of a secret, or of one key of it. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What all containers of a task share. */
export interface TaskOptions {
  readonly region: string;
  readonly logGroup: string;
  readonly logging: ServiceSettings["logging"];
  /** Whether ECS Exec opens shells. */
  readonly exec: boolean;
  /** The container which Service Connect calls. */
  readonly connected: string | undefined;
}

/** The Fluent Bit container, where there is one. */
export const LOG_ROUTER = "log-router";

/** Where the agent of ECS Exec writes (https://github.com/aws/containers-roadmap/issues/1359). */
const EXEC_DIRECTORIES = ["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"];

/** Below it, Linux lets only root listen, unless a task's system controls say otherwise. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * Lets an image which doesn't run as root listen on port 80; Docker by itself does so since 20.10, ECS does not. It holds
 * for the network of the whole task, so all containers that have it must have the same. Fargate takes it since platform
 * version 1.4.0 (AWS: API_SystemControl of ECS).
 */
const LOW_PORTS_FOR_ALL = [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }];

/** The directories of a container with a read-only file system that are volumes, by the name of the volume. */
export function volumes(name: string, container: Container, { exec }: TaskOptions): Record<string, string> {
  const forExec = exec && container.readonlyRootFilesystem ? EXEC_DIRECTORIES : [];
  return Object.fromEntries(
    [...container.writable, ...forExec].map((path) => [`${name}${path.replaceAll(/\W+/g, "-")}`, path]),
  );
}

/** A container as ECS has it. What is undefined is left out of the JSON. */
export function containerDefinition(name: string, container: Container, options: TaskOptions): object {
  const { port, healthCheck, environmentFiles } = container;
  const mounts = Object.entries(volumes(name, container, options));
  const connected = options.connected === name ? { name, appProtocol: "http" } : {};
  return {
    name,
    image: container.image,
    essential: container.essential,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    command: container.command,
    user: container.user,
    cpu: container.cpu,
    memory: container.memory,
    stopTimeout: container.stopSeconds,
    portMappings:
      port === undefined ? [] : [{ containerPort: port, hostPort: port, protocol: "tcp", ...connected }],
    environment: Object.entries(container.environment).map(([key, value]) => ({ name: key, value })),
    environmentFiles: orNothing(environmentFiles.map((value) => ({ type: "s3", value }))),
    secrets: Object.entries(container.secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    dependsOn: orNothing(
      Object.entries(container.dependsOn).map(([containerName, condition]) => ({
        containerName,
        condition: condition.toUpperCase(),
      })),
    ),
    healthCheck: healthCheck && {
      command: ["CMD-SHELL", healthCheck.command],
      interval: healthCheck.intervalSeconds,
      timeout: healthCheck.timeoutSeconds,
      retries: healthCheck.retries,
      // AWS takes no zero: without a start, it is left out.
      startPeriod: healthCheck.startSeconds === 0 ? undefined : healthCheck.startSeconds,
    },
    mountPoints: orNothing(
      mounts.map(([sourceVolume, containerPath]) => ({ sourceVolume, containerPath, readOnly: false })),
    ),
    // Without a process that takes in orphans, those of a closed shell stay.
    linuxParameters: options.exec ? { initProcessEnabled: true } : undefined,
    systemControls: port !== undefined && port < FIRST_UNPRIVILEGED_PORT ? LOW_PORTS_FOR_ALL : undefined,
    logConfiguration: logConfiguration(name, options),
  };
}

/** The container which sends the logs of the others. */
export function logRouter(image: string, options: TaskOptions): object {
  return {
    name: LOG_ROUTER,
    image,
    essential: true,
    // Fluent Bit doesn't start on a read-only file system (https://github.com/fluent/fluent-bit/issues/7308).
    readonlyRootFilesystem: false,
    user: "0",
    memoryReservation: 64,
    portMappings: [],
    environment: [],
    firelensConfiguration: { type: "fluentbit", options: { "enable-ecs-log-metadata": "true" } },
    logConfiguration: awslogs(LOG_ROUTER, options),
  };
}

function logConfiguration(name: string, options: TaskOptions): object {
  const { logging, region, logGroup } = options;
  if (logging.kind === "cloudwatch") return awslogs(name, options);
  return {
    logDriver: "awsfirelens",
    options: logging.output ?? {
      Name: "cloudwatch_logs",
      region,
      log_group_name: logGroup,
      log_stream_prefix: `${name}/`,
    },
  };
}

const awslogs = (name: string, { region, logGroup }: TaskOptions): object => ({
  logDriver: "awslogs",
  options: { "awslogs-group": logGroup, "awslogs-region": region, "awslogs-stream-prefix": name },
});

const orNothing = <T>(items: readonly T[]): readonly T[] | undefined =>
  items.length === 0 ? undefined : items;

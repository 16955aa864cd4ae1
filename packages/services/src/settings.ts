import { crossCheck } from "@strata/core";
import { z } from "zod";
import { fargateMemory, isFargateSize } from "./fargate";

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "must be lower-case letters, digits and hyphens");
const port = z
  .int("must be a port from 1 to 65535")
  .min(1, "must be a port from 1 to 65535")
  .max(65535, "must be a port from 1 to 65535");
const percent = z
  .int()
  .min(1, "must be a percentage from 1 to 100")
  .max(100, "must be a percentage from 1 to 100");
const path = z.string().startsWith("/", "must begin with /");
const retentionDays = z
  .union([1, 3, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => z.literal(days)))
  .default(30)
  .describe("How long CloudWatch keeps the logs.");

const image = z
  .union([
    z.strictObject({
      repository: z.string().describe("Repository of the registry layer."),
      tag: z.string().describe("The tag of the first deployment; from then on the pipeline decides."),
    }),
    z.strictObject({ uri: z.string().describe("An image of another registry.") }),
  ])
  .describe("What runs.");

const environmentValue = z.union([
  z.string(),
  z.strictObject({ loadBalancerUrl: name.describe("The URL of a load balancer of this layer.") }),
]);

const secretValue = z.union([
  z.strictObject({
    database: name.describe("Database of the database layer."),
    key: z.enum(["host", "port", "dbname", "username", "password"]),
  }),
  z.strictObject({
    secretArn: z.string().startsWith("arn:", "must be the ARN of a secret or of an SSM parameter"),
  }),
]);

const container = z.strictObject({
  image,
  port: port.optional().describe("TCP port on which it listens."),
  command: z.array(z.string()).optional().describe("Instead of the image's own command."),
  environment: z.record(z.string(), environmentValue).default({}).describe("Environment variables."),
  secrets: z
    .record(z.string(), secretValue)
    .default({})
    .describe("Environment variables which ECS takes from Secrets Manager when the task starts."),
  readonlyRootFilesystem: z
    .boolean()
    .default(true)
    .describe("Whether the container may not write to its file system."),
  essential: z.boolean().default(true).describe("Whether the task ends when this container does."),
});

const rolling = z.strictObject({ kind: z.literal("rolling") });

const blueGreen = z.strictObject({
  kind: z.literal("blue-green"),
  testPort: port.describe("Port on which the new version is reached before users get it."),
});

const service = z.strictObject({
  containers: z
    .record(name, container)
    .refine((containers) => Object.keys(containers).length > 0, "must have at least one container")
    .describe("The containers of a task. The first is the one which pipelines deploy."),
  cpu: z.int().default(256).describe("CPU units of a task; 1024 are one vCPU."),
  memory: z.int().default(512).describe("Memory of a task in MiB."),
  desiredCount: z
    .int()
    .min(0)
    .default(2)
    .describe("Tasks that run; where there is autoscaling, those of the start."),
  subnetGroup: name.describe("Subnet group of the network layer."),
  securityGroup: name.describe("Security group of the network layer."),
  traffic: z
    .strictObject({
      loadBalancer: name.describe("Load balancer of this layer."),
      port: port.default(80).describe("Port of the load balancer."),
      container: name.optional().describe("Container which gets the requests; the first when left out."),
      healthCheckPath: path.default("/healthcheck").describe("Answers 200 when the task can serve."),
      deregistrationSeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(30)
        .describe("How long a task that is going away may finish its requests."),
    })
    .optional()
    .describe("How requests get there; left out for a service that nobody calls."),
  deployment: z
    .discriminatedUnion("kind", [rolling, blueGreen])
    .default({ kind: "rolling" })
    .describe("How a new version takes the place of the old one."),
  autoscaling: z
    .strictObject({
      min: z.int().min(0),
      max: z.int().min(1),
      cpuPercent: percent.default(60).describe("Average CPU use that is aimed at."),
    })
    .optional()
    .describe("How many tasks run, by their CPU use."),
  logRetentionDays: retentionDays,
});

const loadBalancer = z.strictObject({
  scheme: z.enum(["public", "internal"]).describe("Whether it is reached from the internet."),
  subnetGroup: name.describe("Subnet group of the network layer."),
  securityGroup: name.describe("Security group of the network layer."),
});

const host = z.strictObject({
  instanceType: z.string().default("t3.small").describe("EC2 instance type, x86-64."),
  subnetGroup: name.describe("Subnet group of the network layer; the host is in its first subnet."),
  securityGroup: name.describe("Security group of the network layer."),
  rootVolumeGiB: z.int().min(8).default(30).describe("Size of the encrypted root volume in GiB."),
  registryAccess: z
    .enum(["none", "pull", "push"])
    .default("none")
    .describe("What it may do with images; push includes pull."),
  packages: z
    .array(z.string())
    .default([])
    .describe("Packages of Amazon Linux 2023 to install; docker is started too."),
});

const settings = z.strictObject({
  loadBalancers: z.record(name, loadBalancer).default({}).describe("Application load balancers."),
  services: z.record(name, service).default({}).describe("ECS services on Fargate."),
  hosts: z.record(name, host).default({}).describe("EC2 hosts, reached through Systems Manager, not by SSH."),
  alarmEmails: z.array(z.email("must be an e-mail address")).default([]).describe("Who is told of alarms."),
});

/** What an environment may set in the services layer, with defaults and cross-field checks. */
export const servicesSettings = settings.check((context) => {
  const { value } = context;
  const { report, known } = crossCheck(context);

  const listeners = new Map<string, string>();
  const claim = (path: PropertyKey[], listener: string, owner: string): void => {
    const other = listeners.get(listener);
    if (other !== undefined) report(path, `port ${listener} is already used by ${other}; choose another`);
    listeners.set(listener, owner);
  };

  for (const [key, service] of Object.entries(value.services)) {
    const at = ["services", key];
    const { traffic, deployment, autoscaling, containers, cpu, memory, desiredCount } = service;

    if (!isFargateSize(cpu, memory)) {
      const sizes = fargateMemory(cpu);
      if (sizes === undefined) report([...at, "cpu"], "must be 256, 512, 1024, 2048 or 4096");
      else report([...at, "memory"], `must be one of ${sizes.join(", ")} MiB with ${cpu} CPU units`);
    }

    for (const [containerName, { environment }] of Object.entries(containers)) {
      for (const [variable, source] of Object.entries(environment)) {
        if (typeof source === "string") continue;
        const path = [...at, "containers", containerName, "environment", variable, "loadBalancerUrl"];
        known(path, source.loadBalancerUrl, "loadBalancers", value.loadBalancers);
      }
    }

    if (traffic !== undefined) {
      const target = traffic.container ?? (Object.keys(containers)[0] as string);
      known([...at, "traffic", "loadBalancer"], traffic.loadBalancer, "loadBalancers", value.loadBalancers);
      known([...at, "traffic", "container"], target, "containers", containers);
      if (target in containers && containers[target]?.port === undefined) {
        report(
          [...at, "containers", target, "port"],
          "must be set, because the load balancer sends requests to it",
        );
      }
      claim([...at, "traffic", "port"], `${traffic.loadBalancer}:${traffic.port}`, `service ${key}`);
      if (deployment.kind === "blue-green") {
        const listener = `${traffic.loadBalancer}:${deployment.testPort}`;
        claim([...at, "deployment", "testPort"], listener, `service ${key}`);
      }
    } else if (deployment.kind === "blue-green") {
      report([...at, "deployment", "kind"], "must be rolling, because the service has no traffic to switch");
    }

    if (autoscaling !== undefined) {
      const { min, max } = autoscaling;
      if (min > desiredCount || desiredCount > max) {
        report(
          [...at, "autoscaling"],
          `must keep min <= desiredCount <= max, and has ${min}, ${desiredCount}, ${max}`,
        );
      }
    }
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type ServicesSettingsInput = z.input<typeof servicesSettings>;

/** The settings with every default filled in. */
export type ServicesSettings = z.output<typeof servicesSettings>;

export type ServiceSettings = ServicesSettings["services"][string];
export type ContainerSettings = ServiceSettings["containers"][string];
export type TrafficSettings = NonNullable<ServiceSettings["traffic"]>;

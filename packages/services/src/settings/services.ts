import { name, percent, port, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { serviceTraffic } from "./load-balancers";

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

/** An ECS service. */
export const service = z.strictObject({
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
  traffic: serviceTraffic
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
  logRetentionDays: retentionDays.default(30).describe("Days for which CloudWatch keeps the logs."),
});

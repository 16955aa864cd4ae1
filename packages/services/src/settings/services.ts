import { between, name, percent, port } from "@strata/core/fields";
import { z } from "zod";
import { autoscaling } from "./autoscaling";
import { architecture, capacity } from "./capacity";
import { container } from "./containers";
import { serviceTraffic } from "./load-balancers";
import { logging, rights } from "./logging";

const rolling = z.strictObject({
  kind: z.literal("rolling").describe("ECS replaces the tasks a few at a time."),
  oneByOne: z
    .boolean()
    .default(false)
    .describe("One new task is started, then one old one ended, as often as there are tasks."),
  minimumHealthyPercent: between(0, 100, "percent")
    .optional()
    .meta({ defaultText: "100" })
    .describe("Of the tasks, those that must run all the time."),
  maximumPercent: between(100, 200, "percent")
    .optional()
    .meta({ defaultText: "200" })
    .describe("Of the tasks, those that may run at the same time, old and new."),
});

const blueGreen = z.strictObject({
  kind: z.literal("blue-green").describe("CodeDeploy starts all new tasks, then moves the traffic."),
  testPort: port.describe("Port on which the new version is reached before users get it."),
});

const connect = z.strictObject({
  name: name.optional().describe("Name under which others call it; left out for a service that only calls."),
  container: name
    .optional()
    .meta({ defaultText: "the one with the traffic, or the first" })
    .describe("Container which answers, on its port."),
});

const alarms = z.strictObject({
  cpuPercent: percent.default(85).describe("Average CPU use, for five minutes."),
  memoryPercent: percent.default(85).describe("Average memory use, for five minutes."),
  latencySeconds: z
    .number()
    .positive()
    .default(3)
    .describe("Time in which 99 % of the requests must be answered, for five minutes."),
});

/** An ECS service. */
export const service = z.strictObject({
  containers: z
    .record(name, container)
    .refine((containers) => Object.keys(containers).length > 0, "must have at least one container")
    .describe("The containers of a task. The first is the one which pipelines deploy."),
  cpu: z.int().default(256).describe("CPU units of a task; 1024 are one vCPU."),
  memory: z.int().default(512).describe("Memory of a task in MiB."),
  architecture,
  ephemeralStorageGiB: between(21, 200, "GiB")
    .optional()
    .meta({ defaultText: "20" })
    .describe("Disk of a task on Fargate."),
  capacity: capacity
    .optional()
    .meta({
      defaultText: "fargate; where the environment is not protected, fargate-spot with one task on fargate",
    })
    .describe("On what its tasks run."),
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
  healthCheckGraceSeconds: between(0, 7200, "seconds")
    .default(60)
    .describe("Time for a task's start, in which the load balancer's health checks don't count."),
  connect: connect
    .optional()
    .describe(
      "Service Connect: services of this layer which call each other by name, without load balancer.",
    ),
  deployment: z
    .discriminatedUnion("kind", [rolling, blueGreen])
    .default({ kind: "rolling", oneByOne: false })
    .describe("How a new version takes the place of the old one."),
  autoscaling: autoscaling.optional().describe("How many tasks run, by their load and by the clock."),
  exec: z
    .boolean()
    .optional()
    .meta({ defaultText: "off; on where the environment is not protected" })
    .describe("Whether ECS Exec opens a shell in its containers."),
  taskRole: z
    .strictObject({ statements: rights.describe("What the application may do, in the words of IAM.") })
    .default({ statements: [] })
    .describe("The application's rights in AWS."),
  logging: logging.describe("Where the output of the containers goes."),
  alarms: alarms.prefault({}).describe("What is too much; who is told is `alarmEmails`."),
});

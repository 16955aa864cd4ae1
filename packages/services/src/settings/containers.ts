import { between, name, port } from "@strata/core/fields";
import { z } from "zod";

const image = z
  .union([
    z.strictObject({
      repository: z.string().describe("Repository of the registry layer."),
      tag: z.string().describe("The tag of the first deployment; from then on the pipeline decides."),
    }),
    z.strictObject({
      built: z
        .string()
        .describe(
          "Repository of the images layer: the image that it built last, which is rolled out whenever it is another one.",
        ),
    }),
    z.strictObject({ uri: z.string().describe("An image of another registry.") }),
  ])
  .describe("What runs.");

const environmentValue = z
  .union([
    z.string().describe("A text."),
    z.strictObject({ loadBalancerUrl: name.describe("The URL of a load balancer of this layer.") }),
    z.strictObject({
      cache: name.describe("Cache of the database layer."),
      key: z
        .enum(["host", "readerHost", "port", "url"])
        .describe("What of it; the URL is rediss://host:port, as a cache speaks TLS."),
    }),
  ])
  .describe("A text, or where something is.");

const environmentFile = z
  .union([
    z
      .string()
      .regex(/^[\w.-]+\.env$/, "must be a file name which ends in .env")
      .describe("A file which the team keeps in the layer's configuration bucket, under the service's name."),
    z.strictObject({
      arn: z
        .string()
        .regex(/^arn:aws:s3:::.+\/.+\.env$/, "must be the ARN of an S3 object whose name ends in .env")
        .describe("An object of another bucket."),
    }),
  ])
  .describe("A file of lines such as KEY=value.");

const secretValue = z
  .union([
    z.strictObject({
      database: name.describe("Database of the database layer."),
      key: z
        .enum(["host", "readerHost", "port", "dbname", "username", "password"])
        .describe("What of its connection."),
    }),
    z.strictObject({
      parameter: z
        .string()
        .startsWith("/", "must be the name of a parameter, which begins with /")
        .describe("A parameter of Parameter Store, in the environment's account and region."),
    }),
    z.strictObject({
      secretArn: z
        .string()
        .startsWith("arn:aws:secretsmanager:", "must be the ARN of a secret of Secrets Manager")
        .describe("A secret of Secrets Manager."),
      key: z.string().optional().describe("One key of a secret which is JSON; the whole when left out."),
    }),
  ])
  .describe("Where the value is kept.");

const healthCheck = z.strictObject({
  command: z.string().min(1).describe("A command for the container's shell; 0 means well."),
  intervalSeconds: between(5, 300, "seconds").default(30).describe("Time between two checks."),
  timeoutSeconds: between(2, 120, "seconds").default(5).describe("Time after which a check has failed."),
  retries: between(1, 10, "failures").default(3).describe("Failures after which the container is not well."),
  startSeconds: between(0, 300, "seconds")
    .default(0)
    .describe("Time for the start, in which failures don't count."),
});

/** A container of a task. */
export const container = z.strictObject({
  image,
  port: port.optional().describe("TCP port on which it listens."),
  command: z.array(z.string()).optional().describe("Instead of the image's own command."),
  environment: z.record(z.string(), environmentValue).default({}).describe("Environment variables."),
  environmentFiles: z
    .array(environmentFile)
    .max(10, "ECS reads at most 10 files")
    .default([])
    .describe("Files of environment variables; `environment` goes before them."),
  secrets: z
    .record(z.string(), secretValue)
    .default({})
    .describe(
      "Environment variables which ECS takes from Secrets Manager or Parameter Store when the task starts.",
    ),
  dependsOn: z
    .record(name, z.enum(["start", "complete", "success", "healthy"]))
    .default({})
    .describe("Containers of the task which come first, each with what it must have reached."),
  healthCheck: healthCheck.optional().describe("How ECS finds out whether it is well."),
  cpu: z.int().min(1).optional().describe("CPU units of the task's which are this container's share."),
  memory: z.int().min(6).optional().describe("MiB of the task's which it may use; more ends it."),
  user: z.string().optional().describe("User, or user:group, under which it runs; else the image's."),
  stopSeconds: between(1, 120, "seconds").default(30).describe("Time to end in, after which it is killed."),
  readonlyRootFilesystem: z
    .boolean()
    .default(true)
    .describe("Whether the container may not write to its file system."),
  writable: z
    .array(z.string().regex(/^(\/[\w.-]+)+$/, "must be an absolute path, such as /tmp"))
    .default([])
    .describe("Directories that it may write to all the same; they begin empty and end with the task."),
  essential: z.boolean().default(true).describe("Whether the task ends when this container does."),
});

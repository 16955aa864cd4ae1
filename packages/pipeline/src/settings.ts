import { between, name, retentionDays } from "@strata/core/fields";
import { z } from "zod";

const inside = (what: string): z.ZodString =>
  z
    .string()
    .regex(
      /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/,
      `must be a ${what} inside the source repository, without .. and without a leading /`,
    );

const source = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)+$/, "must be owner/name, such as my-company/sbcntr-backend")
    .describe("Repository at the Git host, as owner/name."),
  branch: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/, "must be the name of a branch, such as main")
    .default("main")
    .describe("Each commit to this branch is built and deployed."),
});

const build = z.strictObject({
  context: inside("folder").default(".").describe("Folder of the source repository that is sent to Docker."),
  dockerfile: inside("file")
    .default("Dockerfile")
    .describe("The Dockerfile, seen from the top of the repository."),
  computeType: z
    .enum(["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"])
    .default("BUILD_GENERAL1_SMALL")
    .describe("Size of the build machine: 2, 4 or 8 vCPU."),
  image: z
    .string()
    .min(1, "must be an image of CodeBuild, such as aws/codebuild/amazonlinux-x86_64-standard:5.0")
    .default("aws/codebuild/amazonlinux-x86_64-standard:5.0")
    .describe("Image of the build machine; it must have Docker, the AWS CLI and jq."),
  timeoutMinutes: between(5, 480, "minutes")
    .default(30)
    .describe("After so many minutes a build is given up."),
});

const blueGreen = z.strictObject({
  kind: z
    .literal("blue-green")
    .describe("A second set of tasks takes over; the first one waits to take back."),
  config: z
    .enum([
      "CodeDeployDefault.ECSAllAtOnce",
      "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
      "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
      "CodeDeployDefault.ECSCanary10Percent5Minutes",
      "CodeDeployDefault.ECSCanary10Percent15Minutes",
    ])
    .default("CodeDeployDefault.ECSAllAtOnce")
    .describe("How users get the new version: all at once, step by step, or a tenth of them first."),
  confirmMinutes: between(0, 2880, "minutes")
    .default(0)
    .describe(
      "How long the new version, reached on the test listener, waits for a person to send users to it; after " +
        "that the deployment is stopped. With 0 it does not wait for anybody.",
    ),
  waitMinutes: between(0, 2880, "minutes")
    .default(5)
    .describe("How long the old tasks go on running after the switch, so that a rollback takes seconds."),
});

const rolling = z.strictObject({
  kind: z.literal("rolling").describe("Tasks are replaced one by one."),
  timeoutMinutes: between(1, 60, "minutes")
    .default(15)
    .describe("The deployment has failed when the new tasks are not healthy after so many minutes."),
});

const pipeline = z.strictObject({
  service: name.describe("The service, by its name in the services layer."),
  repository: z
    .string()
    .min(2, "must be the name of an image repository, such as sbcntr-backend")
    .describe("Image repository of the registry layer to which it pushes."),
  source: source.describe("Where the code is."),
  build: build.prefault({}).describe("How the image is built."),
  deployment: z
    .discriminatedUnion("kind", [blueGreen, rolling], 'must have a kind: "blue-green" or "rolling"')
    .describe("How the service is replaced; as the services layer says it."),
});

const settings = z.strictObject({
  connection: z
    .strictObject({
      provider: z
        .enum(["GitHub", "GitLab", "Bitbucket"])
        .default("GitHub")
        .describe("The Git host. A person completes the connection once in the console."),
    })
    .prefault({})
    .describe("The connection through which AWS reads the source repositories."),
  artifactDays: between(1, 3650, "days")
    .default(30)
    .describe("Days for which sources and build results are kept, and can be deployed again by a retry."),
  logRetentionDays: retentionDays
    .default(30)
    .describe("Days for which CloudWatch keeps the logs of builds and rollouts."),
  pipelines: z
    .record(name, pipeline)
    .refine((pipelines) => Object.keys(pipelines).length > 0, "must name at least one pipeline")
    .describe("One pipeline for each service that is built."),
});

/** What an environment may set in the pipeline layer, with defaults and cross-field checks. */
export const pipelineSettings = settings.check(({ value, issues }) => {
  const report = (path: PropertyKey[], message: string): void => {
    issues.push({ code: "custom", path: ["pipelines", ...path], message, input: value });
  };
  const services = new Map<string, string>();
  const repositories = new Map<string, string>();
  for (const [key, { service, repository, source: from }] of Object.entries(value.pipelines)) {
    const deploys = services.get(service);
    if (deploys !== undefined) {
      report(
        [key, "service"],
        `is deployed by pipelines.${deploys} already; each service may have one pipeline`,
      );
    }
    services.set(service, key);

    // Tags are commits: those of two source repositories must not meet in one image repository.
    const code = `${from.repository}@${from.branch}`;
    const other = repositories.get(repository);
    if (other !== undefined && other !== code) {
      report([key, "repository"], `gets images from ${other} already; choose an image repository of its own`);
    }
    repositories.set(repository, code);
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type PipelineSettingsInput = z.input<typeof pipelineSettings>;

/** The settings with every default filled in. */
export type PipelineSettings = z.output<typeof pipelineSettings>;

/** The settings of one pipeline. */
export type OnePipeline = PipelineSettings["pipelines"][string];

/** How a service is deployed blue/green. */
export type BlueGreenSettings = Extract<OnePipeline["deployment"], { kind: "blue-green" }>;

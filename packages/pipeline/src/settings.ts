import { crossCheck } from "@strata/core";
import { between, name, port, retentionDays } from "@strata/core/fields";
import { z } from "zod";

/** What the buildspec of a source repository is told, beside what its settings add. */
export const STANDARD_VARIABLES = [
  "AWS_ACCOUNT_ID",
  "REPOSITORY_NAME",
  "REPOSITORY_URI",
  "CONTEXT",
  "DOCKERFILE",
  "CLUSTER",
  "SERVICE",
  "CONTAINER_NAME",
  "CONTAINER_PORT",
  "TARGET_CONTAINER",
  "TARGET_PORT",
  "CAPACITY_PROVIDER_STRATEGY",
  "TASK_FAMILY",
] as const;

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
  paths: z
    .array(z.string().min(1, "must be a pattern of files, such as backend/**"))
    // AWS: API_GitFilePathFilterCriteria of CodePipeline.
    .max(8, "must be at most 8 patterns")
    .default([])
    .describe(
      "Patterns of files, such as `backend/**`: other commits start nothing. Empty: every commit does.",
    ),
});

const variable = z
  .string()
  .regex(
    /^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$/,
    "must be the name of an environment variable, and not begin with CODEBUILD_, which CodeBuild keeps for itself",
  );

const secretArn = z
  .string()
  .regex(
    /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:.+$/,
    "must be the ARN of a secret in Secrets Manager",
  );

const keyArn = z
  .string()
  .regex(/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/.+$/, "must be the ARN of a KMS key, not of an alias");

const inlineBuildspec = z.strictObject({
  kind: z.literal("inline").describe("The commands of Strata: build the Dockerfile and push the image."),
});

const repositoryBuildspec = z.strictObject({
  kind: z.literal("repository").describe("The commands of a file in the source repository."),
  file: inside("file")
    .default("buildspec.yml")
    .describe("The buildspec, seen from the top of the repository."),
  environment: z
    .record(variable, z.string())
    .default({})
    .describe("More environment variables of its commands. They are no secret."),
  parameters: z
    .record(
      variable,
      z
        .string()
        .regex(/^\/[\w./-]+$/, "must be the full name of an SSM parameter, such as /django/settings-module"),
    )
    .default({})
    .describe("Environment variables whose values are in Parameter Store, by the names of the parameters."),
  secrets: z
    .record(
      variable,
      z.strictObject({
        secretArn: secretArn.describe("The secret."),
        key: z.string().min(1, "must be a key of the secret").optional().describe("The key in its JSON."),
      }),
    )
    .default({})
    .describe("Environment variables whose values are in Secrets Manager."),
  keyArns: z
    .array(keyArn)
    .default([])
    .describe("KMS keys which decrypt these parameters and secrets, where that is not a key of AWS."),
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
  layerCache: z
    .boolean()
    .default(true)
    .describe("Whether a build machine that is still warm takes the Docker layers of the build before."),
  network: z
    .strictObject({
      subnetGroup: name.describe("Subnet group of the network layer."),
      securityGroup: name.describe("Security group of the network layer."),
    })
    .optional()
    .describe(
      "Where builds run that must reach something in the VPC; a subnet group with a way to the internet.",
    ),
  buildspec: z
    .discriminatedUnion(
      "kind",
      [inlineBuildspec, repositoryBuildspec],
      'must have a kind: "inline" or "repository"',
    )
    .prefault({ kind: "inline" })
    .describe("Whose commands build the image."),
});

const shift = z.strictObject({
  kind: z.enum(["canary", "linear"]).describe("A part first and then the rest, or one part after another."),
  percent: between(1, 99, "percent").describe("How large the part is."),
  minutes: between(1, 2880, "minutes").describe("How long to the rest, or to the next part."),
});

const blueGreen = z.strictObject({
  kind: z
    .literal("blue-green")
    .describe("A second set of tasks takes over; the first one waits to take back."),
  config: z
    .union(
      [
        z.enum([
          "CodeDeployDefault.ECSAllAtOnce",
          "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
          "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
          "CodeDeployDefault.ECSCanary10Percent5Minutes",
          "CodeDeployDefault.ECSCanary10Percent15Minutes",
        ]),
        shift,
      ],
      "must be a configuration of CodeDeploy, such as CodeDeployDefault.ECSAllAtOnce, " +
        'or { kind: "canary" or "linear", percent: 1 to 99, minutes: 1 to 2880 }',
    )
    .default("CodeDeployDefault.ECSAllAtOnce")
    .describe("How users get the new version: all at once, step by step, or a part of them first."),
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
  approval: z
    .boolean()
    .default(false)
    .describe("Whether a person must approve each deployment; the alarm topic tells that it waits."),
  deployment: z
    .discriminatedUnion("kind", [blueGreen, rolling], 'must have a kind: "blue-green" or "rolling"')
    .describe("How the service is replaced; as the services layer says it."),
});

const codePipeline = z.strictObject({
  kind: z
    .literal("codepipeline")
    .optional()
    .meta({ defaultText: "codepipeline" })
    .describe("AWS builds and deploys: CodePipeline, CodeBuild, CodeDeploy."),
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
    .describe("One pipeline for each service that is built. Without any, the layer makes nothing."),
});

const jenkinsTraffic = z.strictObject({
  loadBalancer: name.describe("Load balancer of the services layer."),
  port: port.default(443).describe("The port of its listener."),
  host: z
    .string()
    .regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      "must be a name in lower case, such as jenkins.example.com",
    )
    .describe("The name under which it is reached; the record is of the services layer."),
  // AWS: API_CreateRule of Elastic Load Balancing.
  priority: between(1, 50_000, "a priority")
    .default(1000)
    .describe(
      "Of its rule among the rules of the listener, where each number may be used once; lower goes first.",
    ),
  openTo: z
    .enum(["administrators", "world"])
    .default("administrators")
    .describe("Whose requests get there: those of the environment's administrators, or anybody's."),
});

const names = (what: string): z.ZodArray<z.ZodString> =>
  z.array(z.string().min(1, `must be the name of ${what}`));

const jenkins = z.strictObject({
  instanceType: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z0-9]+$/, "must be an EC2 instance type, such as t3.medium")
    .default("t3.medium")
    .describe("EC2 instance type, x86-64."),
  // The image of Amazon Linux 2023 is 8 GiB large.
  rootVolumeGiB: between(8, 16_384, "GiB").default(30).describe("Root disk; Docker keeps its images on it."),
  subnetGroup: name.describe("Subnet group of the network layer, with a way to the internet."),
  securityGroup: name.describe("Security group of the network layer; it opens 8080 to the load balancer."),
  keyPair: name.optional().describe("Key pair of the network layer, for SSH. Session Manager needs none."),
  homeVolumeGiB: between(1, 16_384, "GiB")
    .default(20)
    .describe("Disk of its own for what Jenkins remembers (JENKINS_HOME); it outlives the host."),
  backupDays: between(1, 365, "days")
    .optional()
    .meta({ defaultText: "35 in a protected environment, else 7" })
    .describe("Days for which the daily backups of that disk are kept."),
  traffic: jenkinsTraffic
    .optional()
    .describe("How a load balancer leads to it. Without it, it is reached through Session Manager."),
  repositories: names("an image repository")
    .default([])
    .describe("Image repositories of the registry layer to which it may push."),
  services: names("a service")
    .default([])
    .describe("Rolling services of the services layer which it may deploy."),
  hosts: names("a host").default([]).describe("Hosts of the services layer on which it may run commands."),
});

const jenkinsKind = z.strictObject({
  kind: z.literal("jenkins").describe("A Jenkins server on a host of the account builds and deploys."),
  jenkins: jenkins.describe("The server."),
});

const settings = z.discriminatedUnion(
  "kind",
  [codePipeline, jenkinsKind],
  'must have a kind: "codepipeline" or "jenkins"',
);

/** What an environment may set in the pipeline layer, with defaults and cross-field checks. */
export const pipelineSettings = settings.check((context) => {
  const { value } = context;
  const { report } = crossCheck(context);
  if (value.kind === "jenkins") {
    for (const list of ["repositories", "services", "hosts"] as const) {
      const names = value.jenkins[list];
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) < index) report(["jenkins", list, index], "is named already; name it once");
      }
    }
    return;
  }

  const services = new Map<string, string>();
  const repositories = new Map<string, string>();
  for (const [key, { service, repository, source: from, build }] of Object.entries(value.pipelines)) {
    const at = ["pipelines", key];
    const deploys = services.get(service);
    if (deploys !== undefined) {
      report(
        [...at, "service"],
        `is deployed by pipelines.${deploys} already; each service may have one pipeline`,
      );
    }
    services.set(service, key);

    // Tags are commits: those of two source repositories must not meet in one image repository.
    const code = `${from.repository}@${from.branch}`;
    const other = repositories.get(repository);
    if (other !== undefined && other !== code) {
      report(
        [...at, "repository"],
        `gets images from ${other} already; choose an image repository of its own`,
      );
    }
    repositories.set(repository, code);

    if (build.buildspec.kind === "inline") continue;
    const taken = new Map<string, string>(STANDARD_VARIABLES.map((name) => [name, "Strata itself"]));
    for (const list of ["environment", "parameters", "secrets"] as const) {
      for (const variable of Object.keys(build.buildspec[list])) {
        const by = taken.get(variable);
        if (by !== undefined) {
          report(
            [...at, "build", "buildspec", list, variable],
            `is set by ${by} already; choose another name`,
          );
        }
        taken.set(variable, list);
      }
    }
  }
});

/** The settings as an environment writes them: what has a default may be left out. */
export type PipelineSettingsInput = z.input<typeof pipelineSettings>;

/** The settings with every default filled in. */
export type PipelineSettings = z.output<typeof pipelineSettings>;

/** The settings of the layer where AWS builds and deploys. */
export type CodePipelineSettings = z.output<typeof codePipeline>;

/** The settings of one pipeline. */
export type OnePipeline = CodePipelineSettings["pipelines"][string];

/** How a service is deployed blue/green. */
export type BlueGreenSettings = Extract<OnePipeline["deployment"], { kind: "blue-green" }>;

/** The settings of a Jenkins server. */
export type JenkinsSettings = z.output<typeof jenkins>;

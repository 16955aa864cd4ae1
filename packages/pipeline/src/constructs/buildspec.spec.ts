import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildImage, recordRunning, render, type Buildspec } from "./buildspec";

/** Answers of the programs that a build calls, as lines of a shell script; "$*" are the arguments. */
type Programs = Readonly<Record<"aws" | "docker", string>>;

interface Run {
  readonly succeeded: boolean;
  /** What was called, in order: `docker push web:1234567`. */
  readonly calls: readonly string[];
  readonly file: (name: string) => string | undefined;
}

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const TASK_DEFINITION = {
  taskDefinitionArn: "arn:task:7",
  family: "web",
  revision: 7,
  status: "ACTIVE",
  requiresAttributes: [],
  compatibilities: ["FARGATE"],
  registeredAt: 1,
  registeredBy: "somebody",
  cpu: "256",
  containerDefinitions: [
    { name: "app", image: "web:old", environment: [{ name: "COLOUR", value: "green" }] },
    { name: "proxy", image: "proxy:1" },
  ],
};

/** Runs the commands of a buildspec as CodeBuild does: one after the other, in one shell, until one fails. */
function run(buildspec: Buildspec, programs: Programs, variables: Readonly<Record<string, string>>): Run {
  const directory = mkdtempSync(join(tmpdir(), "strata-build-"));
  directories.push(directory);
  const file = (name: string): string | undefined =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), "utf8") : undefined;
  for (const [name, answer] of Object.entries(programs)) {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/bash\necho "${name} $*" >> '${directory}/calls.txt'\n${answer}\n`);
    chmodSync(path, 0o755);
  }
  const { pre_build = [], build = [], post_build = [] } = buildspec.phases;
  const script = [...pre_build, ...build, ...post_build].map(
    (command) => `${command}\ntest $? = 0 || exit 1`,
  );
  const { status } = spawnSync("bash", ["-c", script.join("\n")], {
    cwd: directory,
    env: {
      PATH: `${directory}:${process.env.PATH ?? ""}`,
      CODEBUILD_RESOLVED_SOURCE_VERSION: COMMIT,
      ...variables,
    },
  });
  return { succeeded: status === 0, calls: (file("calls.txt") ?? "").trim().split("\n"), file };
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

const VARIABLES = {
  REPOSITORY_NAME: "web",
  REPOSITORY_URI: "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/web",
  CONTEXT: ".",
  DOCKERFILE: "Dockerfile",
  CONTAINER_NAME: "app",
  TARGET_CONTAINER: "proxy",
  TARGET_PORT: "80",
  CAPACITY_PROVIDER_STRATEGY: '[{"CapacityProvider":"FARGATE","Base":0,"Weight":1}]',
  TASK_FAMILY: "web",
};
const IMAGE = `${VARIABLES.REPOSITORY_URI}:0123456`;

/** An AWS whose registry answers DescribeImages with the given lines. */
const aws = (describeImages: string): string => `
case "$*" in
  "ecr get-login-password") echo password;;
  "ecr describe-images "*) ${describeImages};;
  "ecs describe-task-definition "*) echo '${JSON.stringify(TASK_DEFINITION)}';;
  *) exit 64;;
esac`;
const NOT_THERE = 'echo "An error occurred (ImageNotFoundException)" >&2; exit 254';
const DOCKER = 'if [ "$1" = login ]; then cat > password.txt; fi';

/** Not every machine which runs the tests has jq; CodeBuild's images do. */
const withJq = spawnSync("jq", ["--version"]).status === 0 ? test : test.skip;

describe("the build of an image", () => {
  withJq("logs in, builds and pushes under the first seven characters of the commit", () => {
    const { succeeded, calls, file } = run(
      buildImage("rolling"),
      { aws: aws(NOT_THERE), docker: DOCKER },
      VARIABLES,
    );
    // Both ends of a pipe begin at once.
    expect(calls.slice(0, 2).sort()).toEqual([
      "aws ecr get-login-password",
      "docker login --username AWS --password-stdin 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
    ]);
    expect(calls.slice(2)).toEqual([
      "aws ecr describe-images --repository-name web --image-ids imageTag=0123456",
      `docker build --tag ${IMAGE} --file Dockerfile .`,
      `docker push ${IMAGE}`,
    ]);
    expect(succeeded).toBe(true);
    expect(file("password.txt")).toBe("password\n");
    expect(JSON.parse(file("imagedefinitions.json") ?? "")).toEqual([{ name: "app", imageUri: IMAGE }]);
  });

  withJq("does not push again what is in the registry already", () => {
    const { succeeded, calls, file } = run(
      buildImage("rolling"),
      { aws: aws("exit 0"), docker: DOCKER },
      VARIABLES,
    );
    expect(succeeded).toBe(true);
    expect(calls.filter((call) => /^docker (build|push)/.test(call))).toEqual([]);
    expect(file("imagedefinitions.json")).toContain(IMAGE);
  });

  test.each([
    ["the registry refuses", aws('echo "AccessDeniedException" >&2; exit 254'), DOCKER],
    ["the build fails", aws(NOT_THERE), '[ "$1" != build ]'],
    ["the push fails", aws(NOT_THERE), '[ "$1" != push ]'],
    ["the login fails", aws(NOT_THERE), '[ "$1" != login ]'],
  ])("fails and hands nothing on when %s", (_, awsAnswers, dockerAnswers) => {
    const { succeeded, file } = run(
      buildImage("rolling"),
      { aws: awsAnswers, docker: dockerAnswers },
      VARIABLES,
    );
    expect(succeeded).toBe(false);
    expect(file("imagedefinitions.json")).toBeUndefined();
  });

  withJq("for CodeDeploy takes the newest task definition, and leaves the image to be filled in", () => {
    const buildspec = buildImage("blue-green");
    const { succeeded, file } = run(buildspec, { aws: aws(NOT_THERE), docker: DOCKER }, VARIABLES);
    expect(succeeded).toBe(true);
    for (const name of buildspec.artifacts) expect(file(name)).toBeDefined();
    expect(JSON.parse(file("imageDetail.json") ?? "")).toEqual({ ImageURI: IMAGE });
    expect(JSON.parse(file("taskdef.json") ?? "")).toEqual({
      family: "web",
      cpu: "256",
      containerDefinitions: [
        { name: "app", image: "<IMAGE1_NAME>", environment: [{ name: "COLOUR", value: "green" }] },
        { name: "proxy", image: "proxy:1" },
      ],
    });
    expect(file("appspec.yaml")).toBe(
      [
        "version: 0.0",
        "Resources:",
        "  - TargetService:",
        "      Type: AWS::ECS::Service",
        "      Properties:",
        "        TaskDefinition: <TASK_DEFINITION>",
        "        LoadBalancerInfo:",
        '          ContainerName: "proxy"',
        "          ContainerPort: 80",
        '        CapacityProviderStrategy: [{"CapacityProvider":"FARGATE","Base":0,"Weight":1}]',
        "",
      ].join("\n"),
    );
  });

  withJq("fails when the task definition does not have the container", () => {
    const variables = { ...VARIABLES, CONTAINER_NAME: "other" };
    expect(run(buildImage("blue-green"), { aws: aws(NOT_THERE), docker: DOCKER }, variables).succeeded).toBe(
      false,
    );
  });
});

describe("the record of what runs", () => {
  const variables = {
    CLUSTER: "cluster",
    SERVICE: "web",
    CONTAINER_NAME: "app",
    IMAGE_PARAMETER: "/web/image",
    TASK_DEFINITION_PARAMETER: "/web/task-definition",
  };
  const answers = (taskDefinition: string): Programs => ({
    docker: "exit 64",
    aws: `case "$*" in
      "ecs describe-services --cluster cluster --services web "*) echo ${taskDefinition};;
      "ecs describe-task-definition --task-definition arn:task:8 "*) echo web:new;;
      "ssm put-parameter "*) ;;
      *) exit 64;;
    esac`,
  });

  test("writes the image and the task definition", () => {
    const { succeeded, calls } = run(recordRunning, answers("arn:task:8"), variables);
    expect(succeeded).toBe(true);
    expect(calls.slice(2)).toEqual([
      "aws ssm put-parameter --name /web/image --value web:new --overwrite",
      "aws ssm put-parameter --name /web/task-definition --value arn:task:8 --overwrite",
    ]);
  });

  test("writes nothing when it is not known what runs", () => {
    const { succeeded, calls } = run(recordRunning, answers("None"), variables);
    expect(succeeded).toBe(false);
    expect(calls).toHaveLength(1);
  });
});

describe("the file that CodeBuild reads", () => {
  test("stops at the first phase that fails, and names what is handed on", () => {
    expect(
      render({ phases: { build: ['echo "hello"', "if true\nthen echo yes\nfi"] }, artifacts: ["a.json"] }),
    ).toBe(
      [
        "version: 0.2",
        "env:",
        "  shell: bash",
        "phases:",
        "  build:",
        "    on-failure: ABORT",
        "    commands:",
        '      - "echo \\"hello\\""',
        "      - |",
        "        if true",
        "        then echo yes",
        "        fi",
        "artifacts:",
        "  files:",
        "    - a.json",
        "",
      ].join("\n"),
    );
  });

  test.each([buildImage("rolling"), buildImage("blue-green"), recordRunning])(
    "has nothing in it that Terraform would take for a template",
    (buildspec) => {
      expect(render(buildspec)).not.toMatch(/[$%]\{/);
    },
  );
});

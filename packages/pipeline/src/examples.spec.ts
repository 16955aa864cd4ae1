import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/*
 * The scripts which people copy from examples/jenkins are run here, with an `aws` that only writes down what it is
 * asked, and answers as the given lines say.
 */

const EXAMPLES = resolve(__dirname, "..", "examples", "jenkins");
const directories: string[] = [];

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

function run(script: string, args: readonly string[], aws: string, variables: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), "strata-example-"));
  directories.push(directory);
  writeFileSync(
    join(directory, "aws"),
    `#!/bin/bash\necho "$*" >> '${directory}/calls.txt'\ncase "$*" in\n${aws}\nesac\n`,
  );
  chmodSync(join(directory, "aws"), 0o755);
  const { status, stderr } = spawnSync("bash", [join(EXAMPLES, script), ...args], {
    cwd: directory,
    env: { PATH: `${directory}:${process.env.PATH ?? ""}`, ...variables },
    encoding: "utf8",
  });
  const file = (name: string) =>
    existsSync(join(directory, name)) ? readFileSync(join(directory, name), "utf8") : "";
  return { status, stderr, calls: file("calls.txt").trim().split("\n"), file };
}

/** Not every machine which runs the tests has jq; the hosts of Jenkins do. */
const withJq = spawnSync("jq", ["--version"]).status === 0 ? test : test.skip;

describe("deploy-service.sh", () => {
  const taskDefinition = {
    taskDefinitionArn: "arn:task:7",
    revision: 7,
    family: "test-web",
    containerDefinitions: [
      { name: "app", image: "web:old" },
      { name: "proxy", image: "proxy:1" },
    ],
  };
  const deploy = (running: string) =>
    run(
      "deploy-service.sh",
      ["web:1234567"],
      `"ecs describe-task-definition "*) echo '${JSON.stringify(taskDefinition)}';;
       "ecs register-task-definition "*) echo arn:task:8;;
       "ecs describe-services "*) echo ${running};;`,
      { CLUSTER: "cluster", SERVICE: "test-web", CONTAINER: "app", PARAMETERS: "/test-services/web" },
    );

  withJq("runs the image in a new revision, and then writes down what runs", () => {
    const { status, calls, file } = deploy("arn:task:8");
    expect(status).toBe(0);
    expect(JSON.parse(file("taskdef.json"))).toEqual({
      family: "test-web",
      containerDefinitions: [
        { name: "app", image: "web:1234567" },
        { name: "proxy", image: "proxy:1" },
      ],
    });
    expect(calls.slice(-5)).toEqual([
      "ecs update-service --cluster cluster --service test-web --task-definition arn:task:8",
      "ecs wait services-stable --cluster cluster --services test-web",
      "ecs describe-services --cluster cluster --services test-web --query services[0].taskDefinition --output text",
      "ssm put-parameter --name /test-services/web/image --value web:1234567 --overwrite",
      "ssm put-parameter --name /test-services/web/task-definition --value arn:task:8 --overwrite",
    ]);
  });

  withJq("writes down nothing when ECS has gone back, and fails", () => {
    const { status, stderr, calls } = deploy("arn:task:7");
    expect(status).toBe(1);
    expect(stderr).toContain("ECS has gone back to arn:task:7: web:1234567 did not become healthy");
    expect(calls.filter((call) => call.startsWith("ssm"))).toEqual([]);
  });
});

describe("deploy-on-host.sh", () => {
  const REGISTRY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
  const IMAGE = `${REGISTRY}/app:1234567`;
  const deploy = (status: string) =>
    run(
      "deploy-on-host.sh",
      ["i-1", IMAGE, "app"],
      `"ssm send-command "*) echo command-1;;
       *"--query Status "*) echo ${status};;
       *) echo "no such image";;`,
      { LOOK_SECONDS: "0" },
    );

  withJq("has the host put the image into the script of its container, and start it", () => {
    const { status, file } = deploy("Success");
    expect(status).toBe(0);
    const [, parameters = ""] = /--parameters (\{[\s\S]*?\n\}) --query/.exec(file("calls.txt")) ?? [];
    const { commands } = JSON.parse(parameters) as { commands: string[] };
    expect(spawnSync("bash", ["-n"], { input: commands.join("\n") }).status).toBe(0);
    expect(commands).toEqual(
      expect.arrayContaining([
        `aws ecr get-login-password --region ap-northeast-2 | docker login --username AWS --password-stdin ${REGISTRY}`,
        `docker pull --quiet ${IMAGE}`,
        `sed -i "s#${REGISTRY}/app:[A-Za-z0-9_.-]*#${IMAGE}#g" /usr/local/sbin/container-app`,
        "systemctl restart container-app",
      ]),
    );
  });

  withJq("fails when the host does, and says why", () => {
    const { status, stderr } = deploy("Failed");
    expect(status).toBe(1);
    expect(stderr).toContain(`${IMAGE} does not run on i-1: Failed`);
    expect(stderr).toContain("no such image");
  });
});

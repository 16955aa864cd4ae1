import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetDeploymentCommand } from "@aws-sdk/client-codedeploy";
import { emulatorEnvironment } from "@strata/emulator";
import { awsAt, REGION, type Aws } from "./aws";
import { projectOf, runBuild, type Build } from "./codebuild-run";
import { healthOf } from "./container-health";
import { appSpec, filledIn, imageDefinitions, imageDetail } from "./deploy-files";
import { dockerProblem, problemOf, registryProblem, unless } from "./docker";
import { deployWithCli, recorded, replaceImage, runRevision } from "./pipeline-deployment";
import { deployAction, images, running } from "./platform-facts";
import type { Strata } from "./strata";

/** What a web page needs to be one of the platform, in a source repository of its own. */
const SMALL_APP = {
  Dockerfile: `FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY server.js ./
CMD ["server.js"]
`,
  "server.js": `require("node:http").createServer((_, response) => response.end("well")).listen(process.env.PORT ?? 80);\n`,
};

/** What keeps builds from being run on this machine, in a sentence; undefined where nothing does. */
const buildProblem = (): string | undefined =>
  dockerProblem() ??
  registryProblem() ??
  problemOf("The AWS CLI", "aws", ["--version"]) ??
  problemOf("jq", "jq", ["--version"]);

/** What no two revisions of a family have in common. */
const OF_ONE_REVISION = { revision: undefined, taskDefinitionArn: undefined, registeredAt: undefined };

/** Where the source of a pipeline is, and which commit of it. */
interface Source {
  readonly folder: string;
  readonly commit: string;
}

/**
 * Registers tests which run the builds of sbcntr's two pipelines for real: the commands of the deployed CodeBuild projects,
 * the AWS CLI, Docker, and the registry behind the emulator's ECR. What they hand on is held against what AWS expects.
 * @param revisions gets the ARNs of the task definitions that are registered
 */
export function testPipelineBuilds(strata: () => Strata, revisions: string[]): void {
  unless(buildProblem())("the builds of the pipelines, run for real", () => {
    let aws: Aws;
    let folder: string;

    beforeAll(() => {
      aws = awsAt(strata().emulator.url);
      folder = mkdtempSync(join(tmpdir(), "strata-pipeline-"));
      mkdirSync(home());
    });

    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** Of the build machine: the login to the registry stays in it. */
    const home = (): string => join(folder, "home");

    const machine = (): NodeJS.ProcessEnv => ({
      PATH: process.env.PATH,
      DOCKER_HOST: process.env.DOCKER_HOST,
      HOME: home(),
      ...emulatorEnvironment(strata().emulator, { region: REGION }),
    });

    /** Runs the build of a project in a fresh copy of a source, as each build of CodeBuild has one. */
    async function build(project: string, { folder: from, commit }: Source): Promise<Build> {
      const source = mkdtempSync(join(folder, "source-"));
      cpSync(from, source, { recursive: true });
      return runBuild(await projectOf(aws, `sbcntr-${project}`), { source, commit, machine: machine() });
    }

    /** What a build that succeeded has handed on. */
    async function filesOf(project: string, source: Source): Promise<Build["artifacts"]> {
      const { succeeded, phases, log, artifacts } = await build(project, source);
      if (!succeeded) throw new Error(`${JSON.stringify(phases)}\n${log}`);
      return artifacts;
    }

    /** How the image that a service runs answers, as it was pushed. */
    async function health(service: string): Promise<number> {
      const { task } = await running(aws, service);
      return healthOf(task.containerDefinitions?.[0] ?? {}, join(home(), ".docker"));
    }

    const emptySource = (): Source => ({ folder: mkdtempSync(join(folder, "empty-")), commit: "0123456" });

    describe("the backend, which is a folder of a larger repository, for CodeDeploy", () => {
      let source: Source;
      let files: Build["artifacts"];
      let image: string;

      test("takes the folder as its settings say", async () => {
        const { checkout } = strata();
        checkout.edit(
          "packages/pipeline/environments/sbcntr.ts",
          'source: { repository: "owner/sbcntr-backend" },',
          `source: { repository: "owner/platform", paths: ["apps/backend/**"] },
      build: { context: "apps/backend", dockerfile: "apps/backend/Dockerfile" },`,
        );
        expect((await strata().runJson("deploy", "pipeline")).exitCode).toBe(0);

        const git = (...args: string[]): Buffer =>
          execFileSync("git", args, { cwd: checkout.root, maxBuffer: 1 << 28 });
        const commit = git("rev-parse", "HEAD").toString().trim();
        source = { folder: mkdtempSync(join(folder, "repository-")), commit };
        execFileSync("tar", ["--extract", "--directory", source.folder], { input: git("archive", commit) });
      });

      test("is built, pushed under the commit, and described", async () => {
        files = await filesOf("backend-build", source);
        image = imageDetail(files["imageDetail.json"] ?? "");
        expect(image).toMatch(new RegExp(`/sbcntr-backend:${source.commit.slice(0, 7)}$`));
        expect(Object.keys(await images(aws, "sbcntr-backend"))).toEqual([source.commit.slice(0, 7)]);
      });

      test("has the files which the deploy action looks for, and no others", async () => {
        const action = await deployAction(aws, "backend");
        expect(action).toMatchObject({
          TaskDefinitionTemplatePath: "taskdef.json",
          AppSpecTemplatePath: "appspec.yaml",
          Image1ContainerName: "IMAGE1_NAME",
        });
        expect(Object.keys(files).sort()).toEqual(["appspec.yaml", "imageDetail.json", "taskdef.json"]);
      });

      test("is what the AWS CLI gives to CodeDeploy: a revision like that of the service, with the new image", async () => {
        const taskDefinition = join(folder, "taskdef.json");
        const appSpecFile = join(folder, "appspec.yaml");
        writeFileSync(taskDefinition, filledIn(files["taskdef.json"] ?? "", "IMAGE1_NAME", image));
        writeFileSync(appSpecFile, files["appspec.yaml"] ?? "");
        const { task: before } = await running(aws, "backend");
        const { arn, deploymentId } = await deployWithCli(machine(), [
          ...["--cluster", "sbcntr-cluster", "--service", "sbcntr-backend"],
          ...[
            "--codedeploy-application",
            "sbcntr-backend",
            "--codedeploy-deployment-group",
            "sbcntr-backend",
          ],
          ...["--task-definition", taskDefinition, "--codedeploy-appspec", appSpecFile],
        ]);
        revisions.push(arn);
        const { deploymentInfo } = await aws.codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
        expect(deploymentInfo?.revision?.appSpecContent?.content).toContain(arn);
        await runRevision(aws, "backend", arn);

        const { task } = await running(aws, "backend");
        expect(task.revision).toBeGreaterThan(before.revision ?? 0);
        expect({ ...task, ...OF_ONE_REVISION }).toEqual({
          ...before,
          ...OF_ONE_REVISION,
          containerDefinitions: before.containerDefinitions?.map((container) => ({ ...container, image })),
        });
      });

      test("sends requests to a container and a port of that revision, on the capacity of the service", async () => {
        const { LoadBalancerInfo, CapacityProviderStrategy } = appSpec(files["appspec.yaml"] ?? "");
        const { task, service } = await running(aws, "backend");
        const ports = task.containerDefinitions?.flatMap(({ name, portMappings = [] }) =>
          portMappings.map(({ containerPort }) => ({ ContainerName: name, ContainerPort: containerPort })),
        );
        expect(ports).toContainEqual(LoadBalancerInfo);
        expect(CapacityProviderStrategy).toEqual(
          service.capacityProviderStrategy?.map(({ capacityProvider, base = 0, weight }) => ({
            CapacityProvider: capacityProvider,
            Base: base,
            Weight: weight,
          })),
        );
      });

      test("is written down after the deployment", async () => {
        await filesOf("backend-record", emptySource());
        expect(await recorded(aws, "backend")).toEqual({ image, taskDefinition: revisions.at(-1) });
      });

      test("answers, as it was pushed", async () => {
        expect(await health("backend")).toBe(200);
      });
    });

    describe("the frontend, which is a repository of its own, for ECS", () => {
      const commit = "89abcdef0123456789abcdef0123456789abcdef";
      let source: Source;
      let image: string;
      let pushed: Record<string, string | undefined>;

      beforeAll(() => {
        source = { folder: mkdtempSync(join(folder, "repository-")), commit };
        for (const [name, text] of Object.entries(SMALL_APP)) writeFileSync(join(source.folder, name), text);
      });

      test("is built, pushed under the commit, and described", async () => {
        const files = await filesOf("frontend-build", source);
        const { FileName = "" } = await deployAction(aws, "frontend");
        expect(Object.keys(files)).toEqual([FileName]);
        const [definition, ...others] = imageDefinitions(files[FileName] ?? "");
        expect(others).toEqual([]);
        image = definition?.imageUri ?? "";
        expect(image).toMatch(/\/sbcntr-frontend:89abcde$/);
        const { task } = await running(aws, "frontend");
        expect(task.containerDefinitions?.map(({ name }) => name)).toEqual([definition?.name]);
        pushed = await images(aws, "sbcntr-frontend");
        expect(Object.keys(pushed)).toEqual(["89abcde"]);
      });

      test("a commit that cannot be built fails the build, and hands nothing on", async () => {
        writeFileSync(join(source.folder, "Dockerfile"), `${SMALL_APP.Dockerfile}COPY not-there ./\n`);
        const failed = await build("frontend-build", { ...source, commit: "f".repeat(40) });
        expect(failed).toMatchObject({
          succeeded: false,
          phases: { pre_build: "succeeded", build: "failed", upload_artifacts: "failed" },
          artifacts: {},
        });
        expect(failed.phases).not.toHaveProperty("post_build");
        expect(failed.log).toContain("not-there");
        expect(await images(aws, "sbcntr-frontend")).toEqual(pushed);
      });

      test("a commit that was pushed is neither built nor pushed again", async () => {
        // With the Dockerfile of the test before, so that a build would fail.
        const files = await filesOf("frontend-build", source);
        expect(imageDefinitions(files["imagedefinitions.json"] ?? "")).toMatchObject([{ imageUri: image }]);
        expect(await images(aws, "sbcntr-frontend")).toEqual(pushed);
      });

      test("is written down after the deployment", async () => {
        revisions.push(await replaceImage(aws, "frontend", image));
        await filesOf("frontend-record", emptySource());
        expect(await recorded(aws, "frontend")).toEqual({ image, taskDefinition: revisions.at(-1) });
      });

      test("answers, as it was pushed", async () => {
        expect(await health("frontend")).toBe(200);
      });
    });
  });
}

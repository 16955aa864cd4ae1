import { check } from "@strata/core";
import { pipelineSettings } from "./settings";

const FILE = "packages/pipeline/environments/test.ts";

const web = {
  service: "web",
  repository: "web",
  source: { repository: "owner/web" },
  deployment: { kind: "rolling" },
};

/** Settings of one pipeline, with changes. */
const one = (changes: object): object => ({ pipelines: { web: { ...web, ...changes } } });

describe("the settings of the pipeline layer", () => {
  test("need no more than what is built, from where and for whom", () => {
    expect(check(pipelineSettings, one({ deployment: { kind: "blue-green" } }), FILE)).toMatchObject({
      connection: { provider: "GitHub" },
      artifactDays: 30,
      pipelines: {
        web: {
          source: { branch: "main" },
          build: { context: ".", dockerfile: "Dockerfile", timeoutMinutes: 30 },
          deployment: { config: "CodeDeployDefault.ECSAllAtOnce", waitMinutes: 5, confirmMinutes: 0 },
        },
      },
    });
  });

  test.each([
    [{ pipelines: {} }, "pipelines: must name at least one pipeline"],
    [{ ...one({}), connection: { provider: "CVS" } }, "connection.provider: "],
    [
      { ...one({}), artifactDays: 0 },
      "artifactDays: must be a whole number from 1 to 3650 (days) (given: 0)",
    ],
    [
      one({ source: { repository: "web" } }),
      "source.repository: must be owner/name, such as my-company/sbcntr-backend",
    ],
    [
      one({ source: { repository: "owner/web", branch: "a b" } }),
      "source.branch: must be the name of a branch, such as main",
    ],
    [one({ build: { context: "../other" } }), "build.context: must be a folder inside the source repository"],
    [
      one({ build: { dockerfile: "/Dockerfile" } }),
      "build.dockerfile: must be a file inside the source repository",
    ],
    [
      one({ build: { timeoutMinutes: 1 } }),
      "build.timeoutMinutes: must be a whole number from 5 to 480 (minutes)",
    ],
    [
      one({ deployment: { kind: "canary" } }),
      'deployment.kind: must have a kind: "blue-green" or "rolling" (given: "canary")',
    ],
    [one({ deployment: { kind: "rolling", waitMinutes: 5 } }), 'deployment: Unrecognized key: "waitMinutes"'],
    [
      one({ deployment: { kind: "blue-green", waitMinutes: 3000 } }),
      "waitMinutes: must be a whole number from 0 to 2880 (minutes)",
    ],
    [one({ deployment: { kind: "blue-green", config: "AllAtOnce" } }), "deployment.config: "],
    [
      { pipelines: { web, again: { ...web, repository: "again" } } },
      "pipelines.again.service: is deployed by pipelines.web already; each service may have one pipeline",
    ],
    [
      { pipelines: { web, api: { ...web, service: "api", source: { repository: "owner/api" } } } },
      "pipelines.api.repository: gets images from owner/web@main already; choose an image repository of its own",
    ],
  ])("refuse %j", (settings, message) => {
    expect(() => check(pipelineSettings, settings, FILE)).toThrow(message);
  });

  test("let two services run images of one source", () => {
    expect(() =>
      check(pipelineSettings, { pipelines: { web, worker: { ...web, service: "worker" } } }, FILE),
    ).not.toThrow();
  });
});

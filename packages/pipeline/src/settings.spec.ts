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

  test("may have no pipeline at all", () => {
    expect(() => check(pipelineSettings, { pipelines: {} }, FILE)).not.toThrow();
  });

  test("need for Jenkins no more than where it is", () => {
    const jenkins = { subnetGroup: "private", securityGroup: "jenkins" };
    expect(check(pipelineSettings, { kind: "jenkins", jenkins }, FILE)).toMatchObject({
      jenkins: { instanceType: "t3.medium", rootVolumeGiB: 30, homeVolumeGiB: 20, repositories: [] },
    });
  });

  test.each([
    [{ kind: "travis", pipelines: {} }, 'kind: must have a kind: "codepipeline" or "jenkins"'],
    [{ kind: "jenkins", pipelines: {} }, 'Unrecognized key: "pipelines"'],
    [
      { kind: "jenkins", jenkins: { subnetGroup: "a", securityGroup: "b", services: ["web", "web"] } },
      'jenkins.services[1]: is named already; name it once (given: "web")',
    ],
    [
      {
        kind: "jenkins",
        jenkins: { subnetGroup: "a", securityGroup: "b", traffic: { loadBalancer: "web", host: "Jenkins" } },
      },
      "jenkins.traffic.host: must be a name in lower case, such as jenkins.example.com",
    ],
    [
      one({ build: { buildspec: { kind: "repository", parameters: { MODE: "mode" } } } }),
      "buildspec.parameters.MODE: must be the full name of an SSM parameter, such as /django/settings-module",
    ],
    [
      one({ build: { buildspec: { kind: "repository", environment: { SERVICE: "other" } } } }),
      "build.buildspec.environment.SERVICE: is set by Strata itself already; choose another name",
    ],
    [
      one({
        build: { buildspec: { kind: "repository", environment: { A: "1" }, parameters: { A: "/a" } } },
      }),
      "build.buildspec.parameters.A: is set by environment already; choose another name",
    ],
    [one({ build: { buildspec: { kind: "file" } } }), 'must have a kind: "inline" or "repository"'],
    [
      one({ deployment: { kind: "blue-green", config: { kind: "canary", percent: 100, minutes: 5 } } }),
      "deployment.config.percent: must be a whole number from 1 to 99 (percent) (given: 100)",
    ],
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
    [
      one({ deployment: { kind: "blue-green", config: "AllAtOnce" } }),
      "deployment.config: must be a configuration of CodeDeploy, such as CodeDeployDefault.ECSAllAtOnce",
    ],
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

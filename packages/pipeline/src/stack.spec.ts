import { synthesize, testEnvironment } from "@strata/core/testing";
import { pipelineSettings } from "./settings";
import { PipelineStack } from "./stack";

describe("PipelineStack", () => {
  const settings = pipelineSettings.parse({
    pipelines: {
      api: {
        service: "api",
        repository: "team/api",
        source: { repository: "owner/api" },
        deployment: { kind: "blue-green" },
      },
      web: {
        service: "web",
        repository: "web",
        source: { repository: "owner/web" },
        deployment: { kind: "rolling" },
      },
    },
  });
  const stack = synthesize((app) => new PipelineStack(app, testEnvironment(), settings));

  test("makes a pipeline for each service, with a build and a record", () => {
    expect(Object.keys(stack.resources("aws_codepipeline"))).toHaveLength(2);
    const projects = Object.values(stack.resources("aws_codebuild_project")).map(({ name }) => name);
    expect(projects.sort()).toEqual([
      "test-api-build",
      "test-api-record",
      "test-web-build",
      "test-web-record",
    ]);
  });

  test("makes CodeDeploy and the rollout of settings for blue/green services only", () => {
    expect(stack.resource("aws_codedeploy_app")).toMatchObject({ name: "test-api" });
    expect(stack.resource("aws_sfn_state_machine")).toMatchObject({ name: "test-api-settings-rollout" });
  });

  test("reads what it deploys, and of the network nothing", () => {
    const uses = stack.uses;
    expect(uses).toEqual(
      expect.arrayContaining([
        "registry.repository_urls.team/api",
        "services.blue_green.api.rollout_parameter",
        "services.services.web.image_parameter",
      ]),
    );
    expect(uses.filter((path) => path.startsWith("network."))).toEqual([]);
    expect(uses.filter((path) => path.startsWith("services.blue_green.web"))).toEqual([]);
  });

  test("every role is for this account only", () => {
    for (const { assume_role_policy: trust } of Object.values(stack.resources("aws_iam_role"))) {
      expect(trust).toContain('"aws:SourceAccount":"123456789012"');
    }
  });
});

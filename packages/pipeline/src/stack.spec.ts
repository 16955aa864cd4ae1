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

  test("publishes its connection by Git host", () => {
    expect(Object.keys(stack.outputs.connection_arns as object)).toEqual(["GitHub"]);
    expect(stack.outputs.jenkins_servers).toEqual({});
  });

  test("every role is for this account only", () => {
    for (const { assume_role_policy: trust } of Object.values(stack.resources("aws_iam_role"))) {
      expect(trust).toContain('"aws:SourceAccount":"123456789012"');
    }
  });
});

describe("without pipelines", () => {
  const stack = synthesize(
    (app) => new PipelineStack(app, testEnvironment(), pipelineSettings.parse({ pipelines: {} })),
  );

  test("nothing is made, and nothing published", () => {
    expect(stack.resources("aws_s3_bucket")).toEqual({});
    expect(stack.resources("aws_kms_key")).toEqual({});
    expect(stack.resources("aws_codeconnections_connection")).toEqual({});
    expect(stack.resources("aws_cloudwatch_event_rule")).toEqual({});
    expect(stack.outputs).toMatchObject({ pipeline_names: {}, connection_arns: {}, jenkins_servers: {} });
    expect(stack.uses).toEqual([]);
  });
});

describe("with Jenkins", () => {
  const settings = pipelineSettings.parse({
    kind: "jenkins",
    jenkins: {
      subnetGroup: "private",
      securityGroup: "jenkins",
      keyPair: "admin",
      traffic: { loadBalancer: "web", port: 80, host: "jenkins.example.com", openTo: "world" },
      repositories: ["app"],
      services: ["web"],
      hosts: ["docker"],
    },
  });
  const stack = synthesize((app) => new PipelineStack(app, testEnvironment(), settings));

  test("there is a host, and no CodePipeline", () => {
    expect(stack.resource("aws_instance")).toMatchObject({ instance_type: "t3.medium" });
    expect(stack.resources("aws_codepipeline")).toEqual({});
    expect(stack.resources("aws_codeconnections_connection")).toEqual({});
    expect(Object.keys(stack.outputs.jenkins_servers as object)).toEqual(["jenkins"]);
  });

  test("it reads where it stands, what it may deploy, and by whom it is reached", () => {
    expect(stack.uses).toEqual(
      expect.arrayContaining([
        "network.key_names.admin",
        "network.security_group_ids.jenkins",
        "network.subnet_ids.private",
        "registry.repository_arns.app",
        "services.host_arns.docker",
        "services.listener_arns.web:80",
        "services.services.web.task_role_arn",
      ]),
    );
  });
});

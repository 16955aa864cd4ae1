import type { Environment } from "@strata/core";
import { synthesize } from "@strata/core/testing";
import { registrySettings } from "./settings";
import { RegistryStack } from "./stack";

const environment: Environment = {
  name: "test",
  project: "test",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "test",
  protected: false,
  tags: {},
};

describe("RegistryStack", () => {
  const stack = synthesize(
    (app) =>
      new RegistryStack(
        app,
        environment,
        registrySettings.parse({ repositories: { web: {}, "team/api": {} } }),
      ),
  );

  test("makes each repository of the settings, under its own name, with one key for all", () => {
    const repositories = Object.values(stack.resources("aws_ecr_repository"));
    expect(repositories.map(({ name }) => name)).toEqual(["team/api", "web"]);
    expect(
      new Set(repositories.map((repository) => JSON.stringify(repository.encryption_configuration))).size,
    ).toBe(1);
    expect(stack.resource("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 7,
    });
    expect(stack.resource("aws_kms_alias")).toMatchObject({ name: "alias/test-registry" });
  });

  test("publishes URLs and ARNs by repository", () => {
    expect(Object.keys(stack.outputs.repository_urls as object)).toEqual(["team/api", "web"]);
    expect(Object.keys(stack.outputs.repository_arns as object)).toEqual(["team/api", "web"]);
  });
});

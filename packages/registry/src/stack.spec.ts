import { synthesize, testEnvironment } from "@strata/core/testing";
import { registrySettings } from "./settings";
import { RegistryStack } from "./stack";

describe("RegistryStack", () => {
  const settings = registrySettings.parse({ repositories: { web: {}, "team/api": {} } });
  const stack = synthesize((app) => new RegistryStack(app, testEnvironment(), settings));

  test("makes each repository of the settings, under its own name, with one key for all", () => {
    const repositories = Object.values(stack.resources("aws_ecr_repository"));
    expect(repositories.map(({ name }) => name).sort()).toEqual(["team/api", "web"]);
    for (const repository of repositories) {
      expect(repository).toMatchObject({
        encryption_configuration: [{ kms_key: "${aws_kms_key.encryption.arn}" }],
      });
    }
    expect(stack.resource("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 7,
    });
    expect(stack.resource("aws_kms_alias")).toMatchObject({ name: "alias/test-registry" });
  });

  test("publishes URLs and ARNs by repository", () => {
    expect(Object.keys(stack.outputs.repository_urls as object).sort()).toEqual(["team/api", "web"]);
    expect(Object.keys(stack.outputs.repository_arns as object).sort()).toEqual(["team/api", "web"]);
  });

  test("without repositories makes nothing that costs", () => {
    const empty = synthesize(
      (app) => new RegistryStack(app, testEnvironment(), registrySettings.parse({ repositories: {} })),
    );
    expect(empty.resources("aws_kms_key")).toEqual({});
    expect(empty.resources("aws_ecr_repository")).toEqual({});
    expect(empty.outputs).toMatchObject({ repository_urls: {}, repository_arns: {} });
  });
});

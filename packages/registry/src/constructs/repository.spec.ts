import type { Environment } from "@strata/core";
import { synthesize, type Synthesized } from "@strata/core/testing";
import { TerraformStack } from "cdktf";
import { Repository } from "./repository";

const environment: Environment = {
  name: "test",
  project: "test",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "test",
  protected: true,
  tags: {},
};

const repository = (changes: { immutableTags?: boolean; protected?: boolean } = {}): Synthesized =>
  synthesize((app) => {
    const stack = new TerraformStack(app, "test");
    new Repository(stack, "repository", {
      environment: { ...environment, protected: changes.protected ?? true },
      name: "web",
      keyArn: "arn:key",
      immutableTags: changes.immutableTags ?? true,
      scanOnPush: true,
      untaggedDays: 7,
      keepTagged: 20,
    });
    return stack;
  });

describe("Repository", () => {
  test("keeps tags as they are, scans and encrypts with the given key", () => {
    expect(repository().resource("aws_ecr_repository")).toMatchObject({
      name: "web",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: "arn:key" }],
    });
    expect(repository({ immutableTags: false }).resource("aws_ecr_repository")).toMatchObject({
      image_tag_mutability: "MUTABLE",
    });
  });

  test("is deleted with its images only where the environment is not protected", () => {
    expect(repository({ protected: true }).resource("aws_ecr_repository")).toMatchObject({
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    const thrownAway = repository({ protected: false }).resource("aws_ecr_repository");
    expect(thrownAway).toMatchObject({ force_delete: true });
    expect(thrownAway).not.toHaveProperty("lifecycle");
  });

  test("refuses everybody outside the account", () => {
    const { policy } = repository().resource("aws_ecr_repository_policy");
    expect(JSON.parse(policy as string)).toMatchObject({
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: ["ecr:*"],
          Condition: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
        },
      ],
    });
  });

  test("removes images without a tag by age, and those with one by number", () => {
    const { policy } = repository().resource("aws_ecr_lifecycle_policy");
    expect(JSON.parse(policy as string)).toMatchObject({
      rules: [
        { selection: { tagStatus: "untagged", countUnit: "days", countNumber: 7 } },
        { selection: { tagStatus: "tagged", tagPatternList: ["*"], countNumber: 20 } },
      ],
    });
  });
});

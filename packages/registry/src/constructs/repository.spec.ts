import { statements, synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { Repository, type RepositoryProps } from "./repository";

const repository = (changes: Partial<RepositoryProps> = {}): Synthesized =>
  synthesizeIn((scope) => {
    new Repository(scope, "repository", {
      environment: testEnvironment(),
      name: "web",
      keyArn: "arn:key",
      immutableTags: true,
      scanOnPush: true,
      untaggedDays: 7,
      keepTagged: 20,
      ...changes,
    });
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
    const kept = repository({ environment: testEnvironment({ protected: true }) });
    expect(kept.resource("aws_ecr_repository")).toMatchObject({
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(repository().resource("aws_ecr_repository")).toMatchObject({ force_delete: true });
    expect(repository().resource("aws_ecr_repository")).not.toHaveProperty("lifecycle");
  });

  test("refuses everybody outside the account", () => {
    expect(statements(repository().resource("aws_ecr_repository_policy").policy)).toMatchObject([
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["ecr:*"],
        Condition: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
      },
    ]);
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

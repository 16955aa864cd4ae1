import { synthesize } from "@strata/core/testing";
import { TerraformStack } from "cdktf";
import { AccessPolicies } from "./access-policies";

interface Document {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
}

const documents = (): Record<string, Document> => {
  const stack = synthesize((app) => {
    const inside = new TerraformStack(app, "test");
    new AccessPolicies(inside, "access", {
      name: (...parts) => parts.join("-"),
      repositoryArns: ["arn:a", "arn:b"],
    });
    return inside;
  });
  return Object.fromEntries(
    Object.values(stack.resources("aws_iam_policy")).map(({ name, policy }) => [
      name as string,
      JSON.parse(policy as string) as Document,
    ]),
  );
};

describe("AccessPolicies", () => {
  test("opens the login to all, and the rest to the repositories only", () => {
    for (const { Statement } of Object.values(documents())) {
      expect(Statement).toHaveLength(2);
      expect(Statement[0]).toMatchObject({ Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] });
      expect(Statement[1]).toMatchObject({ Resource: ["arn:a", "arn:b"] });
    }
  });

  test("lets who pulls change nothing", () => {
    const { "image-pull": pull, "image-push": push } = documents();
    const actions = (document: Document | undefined): readonly string[] =>
      document?.Statement[1]?.Action ?? [];
    expect(actions(pull)).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]);
    expect(actions(push)).toEqual(expect.arrayContaining([...actions(pull), "ecr:PutImage"]));
  });
});

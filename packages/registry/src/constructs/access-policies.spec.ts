import { statements, synthesizeIn, type Attributes } from "@strata/core/testing";
import { AccessPolicies } from "./access-policies";

/** The statements of each policy by its name. */
function policies(repositoryArns = ["arn:a", "arn:b"]): Readonly<Record<string, readonly Attributes[]>> {
  const stack = synthesizeIn((scope) => {
    new AccessPolicies(scope, "access", {
      name: (...parts) => parts.join("-"),
      repositoryArns,
    });
  });
  return Object.fromEntries(
    Object.values(stack.resources("aws_iam_policy")).map(({ name, policy }) => [
      name as string,
      statements(policy),
    ]),
  );
}

describe("AccessPolicies", () => {
  test.each(["image-pull", "image-push"])(
    "%s opens the login to all, and the rest to the repositories only",
    (name) => {
      expect(policies()[name]).toMatchObject([
        { Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
        { Resource: ["arn:a", "arn:b"] },
      ]);
    },
  );

  test("opens no more than the login where there are no repositories", () => {
    expect(policies([])["image-push"]).toMatchObject([{ Action: ["ecr:GetAuthorizationToken"] }]);
    expect(policies([])["image-push"]).toHaveLength(1);
  });

  test("lets who pulls change nothing, and who pushes pull", () => {
    const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    expect(policies()["image-pull"]?.[1]).toMatchObject({ Action: pull });
    expect(policies()["image-push"]?.[1]?.Action).toEqual(expect.arrayContaining([...pull, "ecr:PutImage"]));
  });
});

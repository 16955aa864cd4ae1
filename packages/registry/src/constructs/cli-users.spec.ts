import { synthesizeIn, type Synthesized } from "@strata/core/testing";
import { CliUsers, type CliUsersProps } from "./cli-users";

const users = (given: CliUsersProps["users"]): Synthesized =>
  synthesizeIn((scope) => {
    new CliUsers(scope, "cli-users", {
      name: (...parts) => ["test", ...parts].join("-"),
      users: given,
      policyArns: { pull: "arn:pull", push: "arn:push" },
    });
  });

const developer = users({ developer: { access: "push" } });

test("a user may do what its group may, and nothing else", () => {
  expect(developer.resource("aws_iam_user")).toMatchObject({ name: "test-developer", path: "/strata/" });
  expect(developer.resource("aws_iam_group_policy_attachment")).toMatchObject({ policy_arn: "arn:push" });
  expect(developer.resource("aws_iam_user_group_membership")).toMatchObject({
    groups: [expect.stringContaining("aws_iam_group") as string],
  });
});

test("no access key stands in the state, and one made by hand does not keep a user alive", () => {
  expect(developer.resources("aws_iam_access_key")).toEqual({});
  expect(developer.resource("aws_iam_user")).toMatchObject({ force_destroy: true });
});

test("users of one kind share a group; a group that nobody is in is not made", () => {
  const stack = users({
    ann: { access: "pull" },
    ben: { access: "pull" },
    eve: { access: "push" },
  });
  expect(Object.values(stack.resources("aws_iam_group")).map(({ name }) => name)).toEqual([
    "test-image-pull",
    "test-image-push",
  ]);
  expect(users({}).resources("aws_iam_group")).toEqual({});
});

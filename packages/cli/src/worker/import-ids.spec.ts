import { importCandidates, importId, isFoundByTags } from "./import-ids";

const ACCOUNT = "123456789012";
const key = (id: string, tags: Record<string, string> = {}) => ({
  arn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}`,
  tags: { Layer: "registry", ...tags },
});

test.each([
  ["aws_vpc.main", "vpc-1", "vpc-1"],
  ["aws_ecs_cluster.a", `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/web`, "web"],
  ["aws_ecs_service.a", `arn:aws:ecs:eu-west-1:${ACCOUNT}:service/web/api`, "web/api"],
  ["aws_codedeploy_app.a", "0a1b:shop", "shop"],
])("%s of the ID %s is imported by %s", (address, id, expected) => {
  expect(importId(address, id)).toBe(expected);
});

test("what has a name is looked for by it", () => {
  expect(importCandidates("aws_ecr_repository.a", { name: "api" }, ACCOUNT, [])).toEqual(["api"]);
  expect(importCandidates("aws_iam_policy.a", { name: "pull" }, ACCOUNT, [])).toEqual([
    `arn:aws:iam::${ACCOUNT}:policy/pull`,
  ]);
});

test("a name that only Terraform knows is none", () => {
  expect(importCandidates("aws_ecr_repository.a", { name: "${aws_x.y.name}" }, ACCOUNT, [])).toEqual([]);
});

test("what AWS names itself is looked for by its kind and its name tag", () => {
  const tagged = [
    key("1"),
    key("2", { Name: "other" }),
    { arn: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/api`, tags: {} },
  ];
  expect(isFoundByTags("aws_kms_key.a")).toBe(true);
  expect(importCandidates("aws_kms_key.a", {}, ACCOUNT, tagged)).toEqual(["1"]);
  expect(importCandidates("aws_kms_key.a", { tags: { Name: "other" } }, ACCOUNT, tagged)).toEqual(["2"]);
});

test("of a type that nobody has described nothing is imported", () => {
  expect(importCandidates("aws_route.a", {}, ACCOUNT, [key("1")])).toEqual([]);
});

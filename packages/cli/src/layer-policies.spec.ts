import { join } from "node:path";
import { loadEnvironment, type LayerAccess } from "./core";
import { layerPolicies, scopeOf, type RolePolicies } from "./layer-policies";
import { ROOT } from "./workspace";

const environment = loadEnvironment(join(ROOT, "environments/dist"), "sbcntr");
const access: LayerAccess = { reads: ["network"], resources: ["aws_ecs_cluster"], data: [] };

const role = (kind: string, of: LayerAccess = access): RolePolicies => {
  const found = layerPolicies(environment, "services", of).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`There is no role ${kind}.`);
  return found;
};

/** The states that a role may read, by the file's name. */
const statesOf = ({ policies }: RolePolicies): string[] => [
  ...new Set(JSON.stringify(policies).match(/[a-z]+\.tfstate(?=")/g)),
];

test("an edge that is added is one more state that may be read, by both roles", () => {
  expect(statesOf(role("plan"))).toEqual(["services.tfstate", "network.tfstate"]);
  const more = { ...access, reads: ["database", "network"] };
  for (const kind of ["plan", "deploy"])
    expect(statesOf(role(kind, more)).sort()).toEqual([
      "database.tfstate",
      "network.tfstate",
      "services.tfstate",
    ]);
});

test("a type that is added brings the actions of its service, to the deploy role alone", () => {
  const more = { ...access, resources: ["aws_ecs_cluster", "aws_sns_topic"] };
  expect(scopeOf(role("deploy")).services).not.toContain("sns");
  expect(scopeOf(role("deploy", more)).services).toContain("sns");
  expect(JSON.stringify(role("deploy", more))).toContain("sns:CreateTopic");
  expect(JSON.stringify(role("plan", more))).not.toContain("sns:CreateTopic");
});

test("what is denied counts for nothing", () => {
  const policies = [
    { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: ["iam:CreateUser"] }] },
    { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"] }] },
  ];
  expect(scopeOf({ ...role("plan"), policies })).toEqual({ actions: 2, services: ["s3"] });
});

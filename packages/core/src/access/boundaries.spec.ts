import { statements, testEnvironment } from "../testing";
import { layerBoundary, workloadBoundary } from "./boundaries";
import { POLICY_LIMIT } from "./role-policies";

const environment = testEnvironment({ name: "prod", namePrefix: "acme" });
const ACCOUNT = "arn:aws:iam::123456789012";
const BUCKET = "arn:aws:s3:::acme-tfstate-123456789012-ap-northeast-2";

const ofWorkloads = statements(workloadBoundary(environment));
const ofLayers = statements(layerBoundary(environment, ["network", "services"]));
const about = (all: typeof ofLayers, sid: string): (typeof ofLayers)[number] | undefined =>
  all.find(({ Sid }) => Sid === sid);

test("a workload changes nothing in IAM, hands on roles of its environment only, and has no states", () => {
  expect(ofWorkloads.filter(({ Effect }) => Effect === "Allow")).toEqual([
    {
      Sid: "Workloads",
      Effect: "Allow",
      NotAction: ["iam:*", "account:*", "organizations:*"],
      Resource: ["*"],
    },
    { Sid: "ReadIdentities", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: ["*"] },
    { Sid: "PassRoles", Effect: "Allow", Action: ["iam:PassRole"], Resource: [`${ACCOUNT}:role/acme-*`] },
  ]);
  expect(about(ofWorkloads, "States")).toMatchObject({
    Effect: "Deny",
    Action: ["s3:*"],
    Resource: [BUCKET, `${BUCKET}/*`],
  });
  expect(about(ofWorkloads, "StatesKey")).toMatchObject({
    Effect: "Deny",
    Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-tfstate" } },
  });
});

test("a layer's role can't touch the foundation's roles and policies", () => {
  expect(about(ofLayers, "Foundation")).toEqual({
    Sid: "Foundation",
    Effect: "Deny",
    Action: ["iam:*"],
    Resource: [
      `${ACCOUNT}:role/acme-network-plan`,
      `${ACCOUNT}:role/acme-network-deploy`,
      `${ACCOUNT}:role/acme-services-plan`,
      `${ACCOUNT}:role/acme-services-deploy`,
      `${ACCOUNT}:policy/strata/acme-*`,
    ],
  });
  expect(about(ofLayers, "StateBucket")).toMatchObject({ Effect: "Deny", Resource: [BUCKET, `${BUCKET}/*`] });
});

test("a layer's role makes no role without the boundary of workloads, and takes it from none", () => {
  expect(about(ofLayers, "Unbounded")).toMatchObject({
    Effect: "Deny",
    Action: expect.arrayContaining(["iam:CreateRole", "iam:PutRolePolicy"]) as unknown,
    Condition: {
      StringNotEquals: { "iam:PermissionsBoundary": `${ACCOUNT}:policy/strata/acme-workload-boundary` },
    },
  });
  expect(about(ofLayers, "Credentials")).toMatchObject({
    Effect: "Deny",
    Action: expect.arrayContaining(["iam:CreateAccessKey", "iam:DeleteRolePermissionsBoundary"]) as unknown,
    Resource: ["*"],
  });
});

test("the boundaries are within the limit of AWS, for thirty layers too", () => {
  const layers = Array.from({ length: 30 }, (_, index) => `layer-number-${index}`);
  const longest = testEnvironment({ namePrefix: "p234567890123456" });
  for (const document of [workloadBoundary(longest), layerBoundary(longest, layers)])
    expect(document.length).toBeLessThanOrEqual(POLICY_LIMIT);
});

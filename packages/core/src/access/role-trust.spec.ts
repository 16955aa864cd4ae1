import { statements, testEnvironment } from "../testing";
import type { LayerRole } from "./names";
import { roleTrust, type RoleTrust } from "./role-trust";

const environment = testEnvironment({ name: "prod", namePrefix: "acme" });
const github = { repository: "acme/platform", branch: "main" };
const PEOPLE = "arn:aws:iam::123456789012:role/people";

const trusted = (role: LayerRole, trust: Partial<RoleTrust>): ReturnType<typeof statements> =>
  statements(roleTrust(environment, "network", role, { principals: { plan: [], deploy: [] }, ...trust }));

test.each([
  ["plan", ["repo:acme/platform:pull_request", "repo:acme/platform:ref:refs/heads/main"]],
  ["deploy", "repo:acme/platform:environment:prod-network"],
] as const)("GitHub takes on %s by the subject of its job, and by no pattern", (role, subject) => {
  expect(trusted(role, { github })).toEqual([
    {
      Sid: "GitHub",
      Effect: "Allow",
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Principal: {
        Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      },
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": subject,
        },
      },
    },
  ]);
});

test("who may plan may not deploy", () => {
  const principals = { plan: [PEOPLE], deploy: [] };
  expect(trusted("plan", { principals })).toEqual([
    { Sid: "Roles", Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { AWS: [PEOPLE] } },
  ]);
  expect(trusted("deploy", { principals, github })).toHaveLength(1);
});

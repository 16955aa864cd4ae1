import type { Statement } from "../iam";
import { policy } from "../iam";
import { testEnvironment } from "../testing";
import type { LayerAccess } from "./access-lock";
import { LOOKUPS, NARROWED, RESOURCES, SERVICES } from "./aws-actions";
import type { LayerRole } from "./names";
import { policyDocuments, POLICY_LIMIT, rolePolicies } from "./role-policies";

const environment = testEnvironment({ name: "prod", namePrefix: "acme" });
const BUCKET = "arn:aws:s3:::acme-tfstate-123456789012-ap-northeast-2";

const rights = (
  role: LayerRole,
  access: Partial<LayerAccess> = {},
  layer = "services",
): readonly Statement[] =>
  rolePolicies(environment, layer, { reads: [], resources: [], data: [], ...access })[role];

const statement = (all: readonly Statement[], sid: string): Statement => {
  const found = all.find((one) => one.sid === sid);
  if (found === undefined) throw new Error(`No ${sid} in ${all.map((one) => one.sid).join(", ")}`);
  return found;
};

const actions = (all: readonly Statement[]): string[] => all.flatMap((one) => one.actions);

describe("the states", () => {
  const reads = ["database", "network"];

  test("a layer reads its own and those of its edges, and no other", () => {
    for (const role of ["plan", "deploy"] as const)
      expect(statement(rights(role, { reads }), "ReadStates").resources).toEqual([
        `${BUCKET}/prod/services.tfstate`,
        `${BUCKET}/prod/database.tfstate`,
        `${BUCKET}/prod/network.tfstate`,
      ]);
  });

  test("both roles lock the layer's state, and deploy alone writes it", () => {
    for (const role of ["plan", "deploy"] as const)
      expect(statement(rights(role, { reads }), "LockState").resources).toEqual([
        `${BUCKET}/prod/services.tfstate.tflock`,
      ]);
    expect(statement(rights("deploy", { reads }), "WriteState").resources).toEqual([
      `${BUCKET}/prod/services.tfstate`,
    ]);
    expect(rights("plan", { reads }).map(({ sid }) => sid)).not.toContain("WriteState");
  });

  test("the key is that of the states only", () => {
    expect(statement(rights("plan"), "StatesKey")).toMatchObject({
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-tfstate" } },
    });
  });
});

describe("the rights in AWS", () => {
  test("come from the types: a service that no type has is in neither role", () => {
    const access = { resources: ["aws_ecs_cluster"] };
    const services = (role: LayerRole): Set<string> =>
      new Set(actions(rights(role, access)).map((action) => action.replace(/:.*/, "")));
    expect(services("plan")).toEqual(new Set(["s3", "kms", "ecs"]));
    expect(services("deploy")).toEqual(new Set(["s3", "kms", "ecs", "iam", "tag"]));
    expect(statement(rights("deploy", access), "LinkedRoles")).toEqual({
      sid: "LinkedRoles",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: ["arn:aws:iam::123456789012:role/aws-service-role/*"],
      conditions: { StringEquals: { "iam:AWSServiceName": ["ecs.amazonaws.com"] } },
    });
  });

  test("of one type do not hold the actions of another of the same service", () => {
    const deploy = actions(rights("deploy", { resources: ["aws_subnet"] }));
    expect(deploy).toEqual(expect.arrayContaining(["ec2:CreateSubnet", "ec2:CreateTags", "ec2:Describe*"]));
    expect(deploy).not.toEqual(expect.arrayContaining(["ec2:CreateVpc"]));
  });

  test("let deploy alone look for what has the tags of its layer", () => {
    expect(statement(rights("deploy"), "FindUnsaved").actions).toEqual(["tag:GetResources"]);
    expect(actions(rights("plan"))).not.toContain("tag:GetResources");
  });

  test("to roles are limited to the environment's, and only with the boundary", () => {
    const deploy = rights("deploy", { resources: ["aws_iam_role", "aws_iam_role_policy", "aws_instance"] });
    expect(statement(deploy, "Bounded")).toMatchObject({
      actions: [
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      conditions: {
        StringEquals: {
          "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/strata/acme-workload-boundary",
        },
      },
    });
    for (const one of deploy.filter((each) =>
      actions([each]).some((action) => /^iam:(?!Get|List)/.test(action)),
    ))
      expect(one.resources).not.toContain("*");
    expect(statement(deploy, "PassRoles")).toMatchObject({
      resources: ["arn:aws:iam::123456789012:role/acme-*"],
      conditions: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
    });
  });

  test("to keys are limited to those with the layer's tags", () => {
    const deploy = rights("deploy", { resources: ["aws_kms_alias", "aws_kms_key"] });
    const tags = { "aws:ResourceTag/Environment": "prod", "aws:ResourceTag/Layer": "services" };
    expect(statement(deploy, "Keys").conditions).toEqual({ StringEquals: tags });
    expect(statement(deploy, "Keys").actions).toContain("kms:ScheduleKeyDeletion");
    // Who may tag any key as its own could do with it whatever it likes.
    expect(statement(deploy, "NewKeys").conditions).toEqual({
      StringEquals: { "aws:RequestTag/Environment": "prod", "aws:RequestTag/Layer": "services" },
      StringEqualsIfExists: tags,
    });
  });

  test("to secrets and parameters are limited by name, and a password that RDS keeps is never read", () => {
    const access = {
      resources: ["aws_db_instance", "aws_secretsmanager_secret", "aws_secretsmanager_secret_version"],
    };
    for (const role of ["plan", "deploy"] as const) {
      const reading = rights(role, access, "database").filter((one) =>
        one.actions.includes("secretsmanager:GetSecretValue"),
      );
      expect(reading.map(({ resources }) => resources)).toEqual([
        ["arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:acme-database-*"],
      ]);
    }
    expect(actions(rights("plan", { resources: ["aws_secretsmanager_secret"] }))).not.toContain(
      "secretsmanager:GetSecretValue",
    );
  });

  test("of a plan are never to change anything but the lock", () => {
    const access = { resources: Object.keys(RESOURCES), data: Object.keys(LOOKUPS) };
    const changing = rights("plan", access).filter(({ sid }) => sid !== "LockState" && sid !== "StatesKey");
    const reading = /^[a-z0-9-]+:(BatchCheck|BatchGet|Describe|Get|List|Validate)/;
    expect(actions(changing).filter((action) => !reading.test(action))).toEqual([]);
    // Data: what is in a bucket, a log, a queue or an image's secret parts is not had by describing.
    const describing = statement(changing, "Describe").actions;
    for (const action of ["s3:GetObject", "ssm:GetParameter", "logs:GetLogEvents", "ec2:GetPasswordData"])
      expect(describing).not.toContain(action);
  });

  test.each([
    [{ resources: ["aws_lightsail_instance"] }, /^Layer services has a aws_lightsail_instance in prod/],
    [{ data: ["aws_lightsail_instance"] }, /packages\/core\/src\/access\/aws-actions\.ts/],
    [{ resources: ["constructor"] }, /constructor/],
  ])("of a type that nobody knows are refused: %j", (access, message) => {
    expect(() => rights("plan", access)).toThrow(message);
  });
});

describe("the table", () => {
  const all = [...Object.entries(RESOURCES), ...Object.entries(LOOKUPS)];

  test.each(all)("says of %s in which services it is", (_, { makes = {}, values = {}, asks = [] }) => {
    const narrowed: readonly string[] = Object.values(NARROWED);
    const keys = [...Object.keys(makes), ...Object.keys(values), ...asks];
    expect(keys.length).toBeGreaterThan(0);
    const known = [...Object.keys(SERVICES), ...narrowed, "backup-storage"];
    expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  });

  test("writes each action once, without blanks or its prefix", () => {
    for (const [, { makes = {}, values = {} }] of all)
      for (const names of [...Object.values(makes), ...Object.values(values)]) {
        const words = names.split(" ");
        expect(words.filter((word) => !/^[A-Z][A-Za-z0-9]+\*?$/.test(word))).toEqual([]);
        expect(new Set(words).size).toBe(words.length);
      }
  });
});

describe("the documents", () => {
  const everything = { resources: Object.keys(RESOURCES), data: Object.keys(LOOKUPS), reads: ["network"] };

  test("have every statement once, in their order, and none is longer than AWS takes", () => {
    const deploy = rights("deploy", everything);
    const documents = policyDocuments(deploy);
    expect(documents.length).toBeGreaterThan(1);
    for (const document of documents) expect(document.length).toBeLessThanOrEqual(POLICY_LIMIT);
    const statements = documents.flatMap(
      (document) => (JSON.parse(document) as { Statement: unknown[] }).Statement,
    );
    expect(JSON.stringify(statements)).toBe(
      JSON.stringify((JSON.parse(policy(deploy)) as { Statement: unknown[] }).Statement),
    );
  });

  test("name each statement once", () => {
    for (const role of ["plan", "deploy"] as const) {
      const sids = rights(role, everything).map(({ sid }) => sid);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });
});

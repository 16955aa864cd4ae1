import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEmulator, stopEmulator, type Emulator } from ".";

const ACCOUNT = "123456789012";
const ISSUER = "token.actions.githubusercontent.com";
const ADMINISTRATOR = "emulator";

/** The first start on a machine installs the Python packages. */
const INSTALL_LIMIT = 15 * 60_000;

let directory: string;
let emulator: Emulator;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-emulator-"));
  emulator = await startEmulator({ directory, venv: resolve(__dirname, "../.venv"), port: 0 });
  await ask(ADMINISTRATOR, createBucket);
  await ask(ADMINISTRATOR, iam("CreateOpenIDConnectProvider", provider));
  await ask(ADMINISTRATOR, iam("CreatePolicy", { PolicyName: "boundary", PolicyDocument: allow("ecr:*") }));
}, INSTALL_LIMIT);

afterAll(async () => {
  await stopEmulator({ directory });
  await rm(directory, { recursive: true });
});

interface Request {
  readonly service: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Status and body of the answer. No key: the request has no signature. */
async function ask(key: string | undefined, request: Request): Promise<[number, string]> {
  const { service, path = "/", method = "POST", headers, body } = request;
  const scope = `${key ?? ""}/20260101/eu-west-1/${service}/aws4_request`;
  const signature = {
    Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
  };
  const response = await fetch(emulator.url + path, {
    method,
    headers: { ...headers, ...(key === undefined ? {} : signature) },
    ...(body === undefined ? {} : { body }),
  });
  return [response.status, await response.text()];
}

const form = (
  service: string,
  version: string,
  action: string,
  parameters: Record<string, string>,
): Request => ({
  service,
  headers: { "Content-Type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams({ Action: action, Version: version, ...parameters }).toString(),
});
const iam = (action: string, parameters: Record<string, string>) =>
  form("iam", "2010-05-08", action, parameters);
const sts = (action: string, parameters: Record<string, string>) =>
  form("sts", "2011-06-15", action, parameters);
const json = (service: string, target: string, body: object): Request => ({
  service,
  headers: { "X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});
const putObject = (key: string): Request => ({
  service: "s3",
  path: `/states${key}`,
  method: "PUT",
  headers: { "Content-Type": "text/plain" },
});

const createBucket: Request = {
  ...putObject(""),
  body: "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
};

interface Statement {
  readonly Effect?: "Deny";
  readonly Action?: string;
  readonly NotAction?: string;
  readonly Resource?: string;
  readonly NotResource?: string;
  readonly Principal?: object;
  readonly Condition?: object;
}

const document = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({ Effect: "Allow", ...one })),
  });
const allow = (action: string, resource = "*"): string => document({ Action: action, Resource: resource });

const byAccount: Statement = { Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
const arnOf = (role: string): string => `arn:aws:iam::${ACCOUNT}:role/${role}`;

let roles = 0;

/** Makes a role and takes it on: the key of its session. */
async function takeOn(limits: { policy: string; boundary?: string; session?: string }): Promise<string> {
  roles += 1;
  const name = `role-${String(roles)}`;
  let boundary = {};
  if (limits.boundary !== undefined) {
    await ask(ADMINISTRATOR, iam("CreatePolicy", { PolicyName: name, PolicyDocument: limits.boundary }));
    boundary = { PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/${name}` };
  }
  const trust = { RoleName: name, AssumeRolePolicyDocument: document(byAccount) };
  await ask(ADMINISTRATOR, iam("CreateRole", { ...trust, ...boundary }));
  await ask(
    ADMINISTRATOR,
    iam("PutRolePolicy", { RoleName: name, PolicyName: "p", PolicyDocument: limits.policy }),
  );
  const session = limits.session === undefined ? {} : { Policy: limits.session };
  const [, answer] = await ask(
    ADMINISTRATOR,
    sts("AssumeRole", { RoleArn: arnOf(name), RoleSessionName: "test", ...session }),
  );
  return /<AccessKeyId>(.*?)</.exec(answer)?.[1] ?? answer;
}

const listRepositories = json("ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", {});
const listVpcs = form("ec2", "2016-11-15", "DescribeVpcs", {});
const trustOfTasks = document({
  Action: "sts:AssumeRole",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
});
const createRole = (name: string, more: Record<string, string> = {}): Request =>
  iam("CreateRole", { RoleName: name, AssumeRolePolicyDocument: trustOfTasks, ...more });
const withBoundary = { PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` };
const passRole = (role: string): Request =>
  json("ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", {
    family: "f",
    executionRoleArn: arnOf(role),
    containerDefinitions: [],
  });
const ifBoundary: Statement = {
  Action: "iam:CreateRole",
  Resource: arnOf("made-*"),
  Condition: { StringEquals: { "iam:PermissionsBoundary": withBoundary.PermissionsBoundary } },
};
const toTasks: Statement = {
  Action: "iam:PassRole",
  Resource: arnOf("made-*"),
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};
const makesTasks: Statement = { Action: "ecs:*", Resource: "*" };
const ownState = allow("s3:PutObject", "arn:aws:s3:::states/own*");
const notTagged = document(
  { Action: "ecr:*", Resource: "*" },
  { Effect: "Deny", Action: "ecr:*", Resource: "*", Condition: { Null: { "aws:RequestTag/team": "true" } } },
);
const createRepository = (tags: readonly object[]): Request =>
  json("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", {
    repositoryName: `repository-${String(tags.length)}`,
    tags,
  });

const createKey = (tags: readonly object[]): Request => json("kms", "TrentService.CreateKey", { Tags: tags });
const ownKeys = document({
  Action: "kms:*",
  Resource: "*",
  Condition: { StringEquals: { "aws:RequestTag/Layer": "a" } },
});
// The provider and the AWS CLI don't agree on what is before the name of the operation.
const createConnection = json(
  "codeconnections",
  "com.amazonaws.codeconnections.CodeConnections_20231201.CreateConnection",
  { ConnectionName: "a", ProviderType: "GitHub" },
);

const ALLOWED = "";

test.each<[string, Parameters<typeof takeOn>[0], Request, string]>([
  ["an action of a policy", { policy: allow("ecr:Describe*") }, listRepositories, ALLOWED],
  [
    "another action",
    { policy: allow("ecr:Get*") },
    listRepositories,
    "no identity-based policy allows the ecr:DescribeRepositories",
  ],
  [
    "another service",
    { policy: allow("ecr:*") },
    listVpcs,
    "no identity-based policy allows the ec2:DescribeVpcs",
  ],
  ["all but some actions", { policy: document({ NotAction: "ecr:*", Resource: "*" }) }, listVpcs, ALLOWED],
  [
    "one of the excepted actions",
    { policy: document({ NotAction: "ecr:*", Resource: "*" }) },
    listRepositories,
    "no identity-based policy",
  ],
  [
    "what is denied too",
    { policy: document({ Action: "*", Resource: "*" }, { Effect: "Deny", Action: "ec2:*", Resource: "*" }) },
    listVpcs,
    "with an explicit deny in an identity-based policy",
  ],
  ["within the boundary", { policy: allow("*"), boundary: allow("ecr:*") }, listRepositories, ALLOWED],
  [
    "outside the boundary",
    { policy: allow("*"), boundary: allow("ecr:*") },
    listVpcs,
    "no permissions boundary allows the ec2:DescribeVpcs",
  ],
  [
    "what only the boundary allows",
    { policy: allow("ec2:*"), boundary: allow("ecr:*") },
    listRepositories,
    "no identity-based policy",
  ],
  ["within the session", { policy: allow("*"), session: allow("ecr:*") }, listRepositories, ALLOWED],
  [
    "outside the session",
    { policy: allow("*"), session: allow("ecr:*") },
    listVpcs,
    "no session policy allows the ec2:DescribeVpcs",
  ],
  ["an object of the policy", { policy: ownState }, putObject("/own.tfstate"), ALLOWED],
  [
    "another object",
    { policy: ownState },
    putObject("/other.tfstate"),
    "s3:PutObject on resource: arn:aws:s3:::states/other.tfstate",
  ],
  [
    "an object that is not excepted",
    { policy: document({ Action: "s3:*", NotResource: "arn:aws:s3:::states/own*" }) },
    putObject("/other.tfstate"),
    ALLOWED,
  ],
  [
    "an excepted object",
    { policy: document({ Action: "s3:*", NotResource: "arn:aws:s3:::states/own*" }) },
    putObject("/own.tfstate"),
    "no identity-based policy",
  ],
  ["a role with the boundary", { policy: document(ifBoundary) }, createRole("made-1", withBoundary), ALLOWED],
  [
    "a role without a boundary",
    { policy: document(ifBoundary) },
    createRole("made-2"),
    "allows the iam:CreateRole",
  ],
  [
    "a role of another name",
    { policy: document(ifBoundary) },
    createRole("other", withBoundary),
    "allows the iam:CreateRole",
  ],
  ["to pass a role", { policy: document(makesTasks, toTasks) }, passRole("made-1"), ALLOWED],
  [
    "to pass another role",
    { policy: document(makesTasks, toTasks) },
    passRole("role-1"),
    "allows the iam:PassRole",
  ],
  [
    "a tag that is asked for",
    { policy: notTagged },
    createRepository([{ Key: "team", Value: "a" }]),
    ALLOWED,
  ],
  ["no such tag", { policy: notTagged }, createRepository([]), "explicit deny"],
  [
    "to make with tags without the right to tag",
    { policy: allow("ecr:CreateRepository") },
    createRepository([
      { Key: "a", Value: "a" },
      { Key: "b", Value: "b" },
    ]),
    "allows the ecr:TagResource",
  ],
  [
    "a key with the layer's tag",
    { policy: ownKeys },
    createKey([{ TagKey: "Layer", TagValue: "a" }]),
    ALLOWED,
  ],
  [
    "a key with another tag",
    { policy: ownKeys },
    createKey([{ TagKey: "Layer", TagValue: "b" }]),
    "allows the kms:CreateKey",
  ],
  ["a service that moto lacks", { policy: allow("codeconnections:*") }, createConnection, ALLOWED],
  [
    "one that is not allowed",
    { policy: allow("ecr:*") },
    createConnection,
    "allows the codeconnections:CreateConnection",
  ],
  [
    "a condition that nobody knows",
    { policy: document({ Action: "*", Resource: "*", Condition: { StringEquals: { "aws:Moon": "full" } } }) },
    listVpcs,
    "IAM can't judge the condition key aws:moon",
  ],
])("%s", async (_, limits, request, refusal) => {
  const [status, answer] = await ask(await takeOn(limits), request);
  expect({ allowed: status < 400, answer }).toEqual({
    allowed: refusal === ALLOWED,
    answer: expect.stringContaining(refusal) as string,
  });
});

const provider = { Url: `https://${ISSUER}`, "ClientIDList.member.1": "sts.amazonaws.com" };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: object): string =>
  [{ alg: "RS256" }, { iss: provider.Url, aud: "sts.amazonaws.com", ...claims }].map(part).join(".") + ".0";
const withToken = (claims: object, more: Record<string, string> = {}): Request =>
  sts("AssumeRoleWithWebIdentity", {
    RoleArn: arnOf("of-github"),
    RoleSessionName: "test",
    WebIdentityToken: token(claims),
    ...more,
  });

describe("a role that trusts GitHub", () => {
  beforeAll(async () => {
    const trust = document({
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` },
      Condition: { StringLike: { [`${ISSUER}:sub`]: "repo:owner/name:environment:*" } },
    });
    await ask(ADMINISTRATOR, iam("CreateRole", { RoleName: "of-github", AssumeRolePolicyDocument: trust }));
  });

  const sub = "repo:owner/name:environment:prod";

  test.each<[string, string | undefined, Request, string]>([
    ["is taken on by its subject", undefined, withToken({ sub }), "<AccessKeyId>ASIA"],
    [
      "not by another one",
      undefined,
      withToken({ sub: "repo:owner/name:pull_request" }),
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ],
    ["not with another audience", undefined, withToken({ sub, aud: "someone" }), "InvalidIdentityToken"],
    [
      "not of another issuer",
      undefined,
      withToken({ sub, iss: "https://example.com" }),
      "InvalidIdentityToken",
    ],
    [
      "not for longer than it allows",
      undefined,
      withToken({ sub }, { DurationSeconds: "7200" }),
      "exceeds the MaxSessionDuration",
    ],
    [
      "not by who has a key, the administrator's even",
      ADMINISTRATOR,
      sts("AssumeRole", { RoleArn: arnOf("of-github"), RoleSessionName: "test" }),
      "no resource-based policy allows",
    ],
  ])("%s", async (_, key, request, answer) => {
    expect((await ask(key, request))[1]).toContain(answer);
  });
});

test("a key of a session that never was is refused", async () => {
  expect((await ask("ASIAQQQQQQQQQQQQQQQQ", listVpcs))[1]).toContain("<Code>InvalidClientTokenId</Code>");
});

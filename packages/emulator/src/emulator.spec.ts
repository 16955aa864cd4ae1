import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { emulatorStatus, startEmulator, stopEmulator, type Emulator } from ".";

// The first run installs moto, which takes half a minute where there is no contention.
jest.setTimeout(15 * 60_000);

const venv = resolve(__dirname, "../.venv");
let directory: string;

const start = (port = 0): Promise<Emulator> => startEmulator({ directory, venv, port });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-emulator-"));
});

afterEach(async () => {
  await stopEmulator({ directory });
  await rm(directory, { recursive: true });
});

/** What a request is beside its signature. */
interface Call {
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The emulator reads the service from the scope of the signature, which itself it does not check. */
const call = (url: string, service: string, { headers, ...init }: Call): Promise<Response> => {
  const scope = `emulator/20260101/eu-west-1/${service}/aws4_request`;
  const Authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return fetch(url, { ...init, headers: { ...headers, Authorization } });
};

const form = (action: string, parameters: Record<string, string> = {}): Call => ({
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
  body: new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters }).toString(),
});

const target = (operation: string): Call => ({
  method: "POST",
  headers: { "X-Amz-Target": `Target.${operation}` },
  body: "{}",
});

test("starts once, however often it is asked, and stops", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(second).toEqual(first);
  await expect(start()).resolves.toEqual(first);
  await expect(emulatorStatus({ directory })).resolves.toMatchObject({
    ...first,
    state: "running",
    memory: expect.any(Number) as number,
  });

  await stopEmulator({ directory });
  await stopEmulator({ directory });
  await expect(emulatorStatus({ directory })).resolves.toEqual({ state: "stopped", logFile: first.logFile });
  await expect(fetch(first.url)).rejects.toThrow();
});

test("a killed emulator is stale, and the next start is a new one", async () => {
  const first = await start();
  process.kill(first.pid, "SIGKILL");
  await new Promise((done) => setTimeout(done, 500));
  await expect(emulatorStatus({ directory })).resolves.toMatchObject({ state: "stale", pid: first.pid });
  expect((await start()).pid).not.toBe(first.pid);
});

test("a process which is not the emulator is left alone, whatever the record says", async () => {
  const stranger = spawn("sleep", ["60"]);
  const record = { pid: stranger.pid, port: 1, token: "t", startedAt: "2026-01-01T00:00:00Z" };
  await writeFile(join(directory, "emulator.json"), JSON.stringify(record));
  await expect(emulatorStatus({ directory })).resolves.toMatchObject({ state: "stale" });
  await stopEmulator({ directory });
  await expect(emulatorStatus({ directory })).resolves.toMatchObject({ state: "stopped" });
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

describe("a port that is taken", () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer((_, response) => response.end("{}"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => server.close());

  test("by another program is refused in words", async () => {
    await expect(start(port)).rejects.toMatchObject({
      code: "port-taken",
      message: expect.stringContaining(`Port ${port}`) as string,
    });
  });

  test("by another program since is not taken for the emulator", async () => {
    const { pid } = await start();
    process.kill(pid, "SIGKILL");
    const file = join(directory, "emulator.json");
    const record = JSON.parse(await readFile(file, "utf8")) as object;
    await writeFile(file, JSON.stringify({ ...record, port }));
    await expect(emulatorStatus({ directory })).resolves.toMatchObject({ state: "stale" });
  });
});

test("a start that fails tells the end of the log", async () => {
  const broken = join(directory, "broken");
  const requirements = await readFile(resolve(__dirname, "../python/requirements.txt"));
  await mkdir(join(broken, "bin"), { recursive: true });
  await writeFile(join(broken, "strata-complete"), createHash("sha256").update(requirements).digest("hex"));
  await writeFile(join(broken, "bin/python"), "#!/bin/sh\necho no moto today; exit 1\n", { mode: 0o755 });
  await expect(startEmulator({ directory, venv: broken, port: 0 })).rejects.toMatchObject({
    code: "emulator-did-not-start",
    message: expect.stringMatching(/emulator\.log.*\nno moto today$/) as string,
  });
});

describe("an emulator that is up", () => {
  let shared: string;
  let url: string;

  beforeAll(async () => {
    shared = await mkdtemp(join(tmpdir(), "strata-emulator-"));
    ({ url } = await startEmulator({ directory: shared, venv, port: 0 }));
  });

  afterAll(async () => {
    await stopEmulator({ directory: shared });
    await rm(shared, { recursive: true });
  });

  test("answers in the account that the demo environment names", async () => {
    const identity = await call(url, "sts", form("GetCallerIdentity"));
    expect(await identity.text()).toContain("<Account>123456789012</Account>");
  });

  test("says of a security group rule that it is gone, so that the retry of a lost request is no error", async () => {
    const group = form("CreateSecurityGroup", { GroupName: "a", GroupDescription: "a", VpcId: "" });
    const created = await (await call(url, "ec2", group)).text();
    const groupId = /<groupId>(.*?)</.exec(created)?.[1] ?? "none";
    const revoke = form("RevokeSecurityGroupEgress", {
      GroupId: groupId,
      "SecurityGroupRuleId.1": "sgr-0123456789abcdef0",
    });
    const response = await call(url, "ec2", revoke);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidSecurityGroupRuleId.NotFound</Code>");
  });

  test.each([
    ["load balancer", "CreateLoadBalancer", { Scheme: "internal" }, "DuplicateLoadBalancerName"],
    ["target group", "CreateTargetGroup", { Port: "8081" }, "DuplicateTargetGroupName"],
  ])("makes a %s once, however often the request for it is sent", async (_, action, other, refusal) => {
    const ec2 = async (question: string): Promise<string> => (await call(url, "ec2", form(question))).text();
    const [, VpcId = ""] = /<vpcId>(.*?)</.exec(await ec2("DescribeVpcs")) ?? [];
    const [, subnet = ""] = /<subnetId>(.*?)</.exec(await ec2("DescribeSubnets")) ?? [];
    const settings = { Name: "a", "Subnets.member.1": subnet, VpcId, Protocol: "HTTP", Port: "8080" };
    const create = async (more = {}): Promise<string> => {
      const request = form(action, { Version: "2015-12-01", ...settings, ...more });
      return (await call(url, "elasticloadbalancing", request)).text();
    };
    const arn = /(?:LoadBalancer|TargetGroup)Arn>(arn:[^<]+)</;
    const [, first] = arn.exec(await create()) ?? [];
    expect(first).toBeDefined();
    expect(arn.exec(await create())?.[1]).toBe(first);
    expect(await create(other)).toContain(`<Code>${refusal}</Code>`);
  });

  test("keeps an IAM policy as long as it is attached", async () => {
    const iam = async (action: string, parameters: Record<string, string>): Promise<[number, string]> => {
      const response = await call(url, "iam", form(action, { Version: "2010-05-08", ...parameters }));
      return [response.status, await response.text()];
    };
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    });
    const grant = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
    });
    await iam("CreateRole", { RoleName: "a", AssumeRolePolicyDocument: document });
    const [, created] = await iam("CreatePolicy", { PolicyName: "a", PolicyDocument: grant });
    const attachment = { RoleName: "a", PolicyArn: /<Arn>(.*?)</.exec(created)?.[1] ?? "none" };
    const deletePolicy = () => iam("DeletePolicy", { PolicyArn: attachment.PolicyArn });

    // A lost request is sent again.
    await iam("AttachRolePolicy", attachment);
    await iam("AttachRolePolicy", attachment);
    const [status, refusal] = await deletePolicy();
    expect(status).toBe(409);
    expect(refusal).toContain("<Code>DeleteConflict</Code>");
    await iam("DetachRolePolicy", attachment);
    expect(await deletePolicy()).toEqual([200, expect.any(String)]);
  });

  test("keeps the permissions boundary of an IAM user", async () => {
    const iam = async (action: string, more: Record<string, string> = {}): Promise<string> => {
      const request = form(action, { Version: "2010-05-08", UserName: "bounded", ...more });
      return (await call(url, "iam", request)).text();
    };
    const PermissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
    const found = `<PermissionsBoundaryArn>${PermissionsBoundary}</PermissionsBoundaryArn>`;
    await iam("CreateUser", { PermissionsBoundary });
    expect(await iam("GetUser")).toContain(found);
    await iam("DeleteUserPermissionsBoundary");
    expect(await iam("GetUser")).not.toContain("PermissionsBoundary");
    await iam("PutUserPermissionsBoundary", { PermissionsBoundary });
    expect(await iam("GetUser")).toContain(found);
  });

  test.each([
    ["an operation that moto has not", "ec2", "/", form("DescribeMoons")],
    ["an operation that moto has not, in JSON", "ecs", "/", target("DescribeMoons")],
    ["an operation that a service of ours has not", "codeconnections", "/", target("DescribeMoons")],
    ["a path that moto has not", "eks", "/describe-moons", { method: "GET" }],
    ["a service that nobody has", "moons", "/", form("DescribeMoons")],
  ])("answers %s with 4xx, naming both", async (_, service, path, request) => {
    const response = await call(url + path, service, request);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      new RegExp(`emulator \\(moto 5.2.5\\): ${service} .*describe.?moons`, "i"),
    );
  });
});

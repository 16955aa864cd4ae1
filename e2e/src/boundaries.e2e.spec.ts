import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { CreateUserCommand, DeleteRoleCommand, DetachRolePolicyCommand } from "@aws-sdk/client-iam";
import { awsAt, REGION, type Aws } from "./aws";
import { forgetObjects } from "./forget-objects";
import { keepTable, LAYERS } from "./results";
import { administrator, DELETIONS, escapes, workloadRole } from "./role-attempts";
import { ACCOUNT, assume, refused, takeOn, variablesOf, type Credentials } from "./roles";
import { plannedChanges, type RunJson, Strata, succeeded } from "./strata";
import { TinyStates } from "./tiny-states";

/** As the settings of the foundation name it. */
const REPOSITORY = "owner/platform";
const DOCUMENT = "docs/boundaries.md";
const BUCKET = `sbcntr-tfstate-${ACCOUNT}-${REGION}`;
/** The foundation's is a state too, and no layer's. */
const STATES = ["foundation", ...LAYERS];
const ROLES = ["deploy", "plan"] as const;
type Kind = (typeof ROLES)[number];

/** Which layer may do what: written by hand, and not taken from what the roles are made of. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  network: ["ec2:DeleteVpc", "iam:DeleteRole"],
  registry: ["ecr:DeleteRepository"],
  database: ["cloudwatch:DeleteAlarms", "rds:DeleteDBInstance"],
  services: [
    "application-autoscaling:DeregisterScalableTarget",
    "cloudwatch:DeleteAlarms",
    "ec2:TerminateInstances",
    "ecs:DeleteCluster",
    "elasticloadbalancing:DeleteTargetGroup",
    "iam:DeleteRole",
    "s3:DeleteBucket",
    "ssm:DeleteParameter",
    "wafv2:DeleteWebACL",
  ],
  pipeline: [
    "codebuild:DeleteProject",
    "codedeploy:DeleteApplication",
    "codepipeline:DeletePipeline",
    "iam:DeleteRole",
    "s3:DeleteBucket",
  ],
};

let strata: Strata;
let aws: Aws;

const jobOf = (layer: string): string => `repo:${REPOSITORY}:environment:sbcntr-${layer}`;
const PULL_REQUEST = `repo:${REPOSITORY}:pull_request`;

async function sessionOf(layer: string, kind: Kind): Promise<Credentials> {
  const subject = kind === "deploy" ? jobOf(layer) : PULL_REQUEST;
  const credentials = await takeOn(strata.emulator.url, `sbcntr-${layer}-${kind}`, subject);
  if (credentials === undefined) throw new Error(`${layer}: ${subject} can't take on its ${kind} role`);
  return credentials;
}

const variablesIn = async (layer: string, kind: Kind): Promise<Readonly<Record<string, string>>> =>
  variablesOf(await sessionOf(layer, kind));
const awsIn = async (layer: string, kind: Kind): Promise<Aws> =>
  awsAt(strata.emulator.url, await sessionOf(layer, kind));
const strataIn = async (layer: string, kind: Kind): Promise<Strata> =>
  strata.with(await variablesIn(layer, kind));

/** The layers whose states a layer reads, as the repository records it. */
function edgesOf(layer: string): readonly string[] {
  const text = readFileSync(join(strata.checkout.root, "access.lock.json"), "utf8");
  const { environments } = JSON.parse(text) as {
    environments: Record<string, Record<string, { reads: string[] }>>;
  };
  const { reads } = environments.sbcntr?.[layer] ?? {};
  if (reads === undefined) throw new Error(`access.lock.json has no ${layer}`);
  return reads;
}

/** What the roles of a layer should be able to do with a state. */
function expected(layer: string, kind: Kind, state: string): string {
  if (layer === state) return kind === "deploy" ? "read, lock, write" : "read, lock";
  return edgesOf(layer).includes(state) ? "read" : "–";
}

/** A table over all pairs of layers and states. */
const pairs = (cell: (layer: string, state: string) => string): string[][] =>
  LAYERS.map((layer) => [layer, ...STATES.map((state) => cell(layer, state))]);

const failures = ({ layers, ...refusal }: Partial<RunJson>): string[] =>
  // What is refused before a layer is touched names none.
  layers === undefined
    ? [JSON.stringify(refusal)]
    : layers.flatMap(({ layer, status, error }) =>
        status === "done" ? [] : [`${layer} ${status}: ${error?.message ?? ""}`],
      );

beforeAll(async () => {
  strata = await Strata.create();
  aws = awsAt(strata.emulator.url);
  succeeded(await strata.run("bootstrap"));
});

afterAll(async () => {
  await strata.remove();
});

describe("who takes a role on", () => {
  test("only the job of a layer takes on the deploy role of the layer", async () => {
    const taken: string[] = [];
    for (const layer of LAYERS)
      for (const subject of [...LAYERS.map(jobOf), PULL_REQUEST, `repo:${REPOSITORY}:ref:refs/heads/main`])
        if (await takeOn(strata.emulator.url, `sbcntr-${layer}-deploy`, subject))
          taken.push(`${layer} ${subject}`);
    expect(taken).toEqual(LAYERS.map((layer) => `${layer} ${jobOf(layer)}`));
  });

  test("no other repository takes on any", async () => {
    for (const layer of LAYERS)
      for (const kind of ROLES)
        for (const subject of [jobOf(layer), PULL_REQUEST].map((one) => one.replace("owner/", "other/")))
          expect(await takeOn(strata.emulator.url, `sbcntr-${layer}-${kind}`, subject)).toBeUndefined();
  });
});

describe("the states", () => {
  /** Of each kind of role: layer, then state, then what was possible by Terraform. */
  const seen: Record<Kind, Record<string, Record<string, string>>> = { deploy: {}, plan: {} };
  let tiny: TinyStates;

  beforeAll(async () => {
    tiny = await TinyStates.create(
      join(strata.checkout.root, ".strata/tiny"),
      LAYERS,
      ["foundation"],
      { bucket: BUCKET, region: REGION, key: "alias/sbcntr-tfstate", environment: "sbcntr" },
      strata.environment,
    );
    // So that there is something to read.
    for (const layer of LAYERS)
      expect(await tiny.apply(layer, "first", await variablesIn(layer, "deploy"))).toEqual(["lock", "write"]);
  });

  afterAll(async () => {
    await forgetObjects(aws.s3, BUCKET, (key) => !key.includes("/foundation."));
  });

  test.each(ROLES)(
    "%s roles reach their own and read those they have an edge to, by Terraform",
    async (kind) => {
      for (const layer of LAYERS) {
        const variables = await variablesIn(layer, kind);
        const readable = await tiny.readable(variables);
        const row: Record<string, string> = {};
        for (const state of STATES) {
          const rights = [
            ...(readable.includes(state) ? ["read"] : []),
            ...(LAYERS.includes(state) ? await tiny.apply(state, `${layer}-${kind}`, variables) : []),
          ];
          row[state] = rights.join(", ") || "–";
        }
        seen[kind][layer] = row;
      }
      expect(pairs((layer, state) => seen[kind][layer]?.[state] ?? "")).toEqual(
        pairs((layer, state) => expected(layer, kind, state)),
      );
    },
  );

  test.each(ROLES)("%s roles can do no more by single requests", async (kind) => {
    const contents: Record<string, string> = {};
    for (const state of STATES) {
      const object = { Bucket: BUCKET, Key: `sbcntr/${state}.tfstate` };
      contents[state] =
        (await (await aws.s3.send(new GetObjectCommand(object))).Body?.transformToString()) ?? "";
    }
    const possible: Record<string, Record<string, string>> = {};
    for (const layer of LAYERS) {
      const { s3 } = await awsIn(layer, kind);
      const row: Record<string, string> = {};
      for (const state of STATES) {
        const object = { Bucket: BUCKET, Key: `sbcntr/${state}.tfstate` };
        const lock = { Bucket: BUCKET, Key: `${object.Key}.tflock` };
        const requests: Readonly<Record<string, () => Promise<unknown>>> = {
          read: () => s3.send(new GetObjectCommand(object)),
          lock: async () => {
            await s3.send(new PutObjectCommand({ ...lock, Body: "{}" }));
            await s3.send(new DeleteObjectCommand(lock));
          },
          // With what is in it: the state is the same.
          write: () => s3.send(new PutObjectCommand({ ...object, Body: contents[state] ?? "" })),
          remove: () => s3.send(new DeleteObjectCommand(object)),
          forget: () => s3.send(new DeleteObjectCommand({ ...object, VersionId: "0" })),
        };
        const rights: string[] = [];
        for (const [right, request] of Object.entries(requests))
          if (!(await refused(request()))) rights.push(right);
        row[state] = rights.join(", ") || "–";
      }
      possible[layer] = row;
    }
    expect(pairs((layer, state) => possible[layer]?.[state] ?? "")).toEqual(
      pairs((layer, state) => expected(layer, kind, state)),
    );
  });

  test("nobody changes the bucket", async () => {
    for (const layer of LAYERS)
      for (const kind of ROLES) {
        const { s3 } = await awsIn(layer, kind);
        const policy = new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: "{}" });
        const versioning = new PutBucketVersioningCommand({
          Bucket: BUCKET,
          VersioningConfiguration: { Status: "Suspended" },
        });
        expect([await refused(s3.send(policy)), await refused(s3.send(versioning))]).toEqual([true, true]);
      }
  });

  test.each(ROLES)("the table of %s roles is in the documents", (kind) => {
    keepTable(DOCUMENT, `states-${kind}`, [
      [`${kind} role of`, ...STATES.map((state) => `state of ${state}`)],
      ...pairs((layer, state) => seen[kind][layer]?.[state] ?? ""),
    ]);
  });
});

describe("the services of AWS", () => {
  test("a layer's roles act in those which the layer uses, and plan roles nowhere", async () => {
    const cell = async (action: string, layer: string, kind: Kind): Promise<boolean> => {
      const attempt = DELETIONS[action];
      if (attempt === undefined) throw new Error(action);
      return !(await refused(attempt(await awsIn(layer, kind))));
    };
    const rows: string[][] = [];
    const surprises: string[] = [];
    for (const action of Object.keys(DELETIONS)) {
      const row: string[] = [];
      for (const layer of LAYERS) {
        const deploys = await cell(action, layer, "deploy");
        const plans = await cell(action, layer, "plan");
        if (deploys !== ALLOWED[layer]?.includes(action))
          surprises.push(`${layer} ${action} ${String(deploys)}`);
        if (plans) surprises.push(`${layer} ${action} by its plan role`);
        row.push([deploys ? "deploy" : "", plans ? "plan" : ""].filter(Boolean).join(", ") || "–");
      }
      rows.push([`\`${action}\``, ...row]);
    }
    expect(surprises).toEqual([]);
    keepTable(DOCUMENT, "actions", [["", ...LAYERS], ...rows]);
  });

  test("who makes roles can't make itself more than it is", async () => {
    const makers = LAYERS.filter((layer) => ALLOWED[layer]?.includes("iam:DeleteRole"));
    expect(makers).toEqual(["network", "services", "pipeline"]);
    const rows: string[][] = [];
    for (const layer of makers) {
      const session = await awsIn(layer, "deploy");
      for (const [way, attempt] of Object.entries(escapes(layer, "registry")))
        rows.push([layer, way, (await refused(attempt(session))) ? "refused" : "possible"]);
    }
    expect(rows.filter(([, , result]) => result !== "refused")).toEqual([]);
    const ways = Object.keys(escapes("services", "registry"));
    keepTable(DOCUMENT, "escapes", [
      ["tried", ...makers],
      ...ways.map((way) => [
        way,
        ...makers.map((maker) => rows.find((row) => row[0] === maker && row[1] === way)?.[2] ?? ""),
      ]),
    ]);
  });

  test("a role that a layer makes is limited by its boundary, whatever is attached to it", async () => {
    const name = "sbcntr-workload";
    const maker = await awsIn("services", "deploy");
    await maker.iam.send(workloadRole(name));
    await maker.iam.send(administrator(name));
    const workload = awsAt(strata.emulator.url, await assume(strata.emulator.url, name));
    const object = { Bucket: BUCKET, Key: "sbcntr/foundation.tfstate" };
    expect({
      user: await refused(workload.iam.send(new CreateUserCommand({ UserName: "nobody" }))),
      state: await refused(workload.s3.send(new GetObjectCommand(object))),
      repository: await refused(DELETIONS["ecr:DeleteRepository"]?.(workload) ?? Promise.resolve()),
    }).toEqual({ user: true, state: true, repository: false });
    const { PolicyArn } = administrator(name).input;
    await maker.iam.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn }));
    await maker.iam.send(new DeleteRoleCommand({ RoleName: name }));
  });
});

describe("each layer with its roles, by real Terraform", () => {
  test("a layer is not deployed with the role of another one", async () => {
    const result = await (await strataIn("registry", "deploy")).runJson("deploy", "network");
    expect(failures(result)).toEqual([
      expect.stringMatching(
        /^network failed: AWS doesn't let these credentials reach sbcntr\/network\.tfstate[^]*strata policy[^]*Forbidden/,
      ),
    ]);
  });

  test.each(LAYERS)("%s is deployed with its deploy role", async (layer) => {
    const result = await (await strataIn(layer, "deploy")).runJson("deploy", layer);
    expect(failures(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  test.each(LAYERS)("%s is planned with its plan role, and nothing is to do", async (layer) => {
    const result = await (await strataIn(layer, "plan")).runJson("plan", layer);
    expect(failures(result)).toEqual([]);
    expect(plannedChanges(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  test("a plan role plans a change and can't apply it", async () => {
    const settings = "packages/registry/environments/sbcntr.ts";
    strata.checkout.edit(settings, '"sbcntr-backend": {}', '"sbcntr-backend": { keepTagged: 7 }');
    const session = await strataIn("registry", "plan");
    const planned = await session.runJson("plan", "registry");
    expect(failures(planned)).toEqual([]);
    const changes = plannedChanges(planned);
    expect(changes).not.toEqual([]);
    expect(failures(await session.runJson("deploy", "registry"))).toEqual([
      expect.stringMatching(/^registry failed:[^]*AccessDenied/),
    ]);
    expect(plannedChanges(await session.runJson("plan", "registry"))).toEqual(changes);
  });

  test("a layer that another one reads is not destroyed, whose state its role may not even read", async () => {
    const { exitCode, stderr } = await (await strataIn("registry", "deploy")).run("destroy", "registry");
    expect(stderr).toContain("registry is still read by services, pipeline in sbcntr");
    expect(exitCode).toBe(3);
  });

  test.each([...LAYERS].reverse())("%s is destroyed with its deploy role", async (layer) => {
    const result = await (await strataIn(layer, "deploy")).runJson("destroy", layer);
    expect(failures(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  test("and nothing is left", async () => {
    const { exitCode, stderr } = await strata.run("demo", "--destroy");
    expect(stderr).toMatch(/Nothing: none of \d+ kinds of resources/);
    expect(exitCode).toBe(0);
  });
});

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { emulatorEnvironment, startEmulator, stopEmulator, type Emulator, type EnvironmentChanges } from ".";

/*
 * Every case of proof/cases through the real Terraform and AWS provider: apply, an empty plan, a change in place,
 * an empty plan again, destroy, and nothing left. That is what "the emulator works" means here.
 */

const PACKAGE = resolve(__dirname, "..");
const CASE_LIMIT = 8 * 60_000;

/** The provider waits minutes in these, so they begin first and the others run beside them. */
const SLOW_CASES = [
  "rds_replica",
  "aurora",
  "rds_instance",
  "elasticache",
  "ecs",
  "blue_green",
  "cloudfront",
];

/** What a change replaces by nature: a task definition has no update, only another revision. */
const REPLACED = ["aws_ecs_task_definition"];

/** The part of Terraform's machine-readable output which is read here. */
interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly change?: {
    readonly action: string;
    readonly resource: { readonly addr: string; readonly resource_type: string };
  };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}

interface TerraformRun {
  readonly code: number | null;
  readonly events: readonly TerraformEvent[];
  /** What went wrong, in words. */
  readonly story: string;
}

let work: string;
let emulator: Emulator;
let environment: NodeJS.ProcessEnv;

async function mirrorConfiguration(): Promise<EnvironmentChanges> {
  const mirror = process.env.STRATA_PROVIDER_MIRROR;
  if (!mirror) return {};
  const file = join(work, "terraform.rc");
  const provider = '["registry.terraform.io/hashicorp/aws"]';
  await writeFile(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${provider}
  }
  direct { exclude = ${provider} }
}
`,
  );
  return { TF_CLI_CONFIG_FILE: file };
}

async function terraform(directory: string, ...args: string[]): Promise<TerraformRun> {
  const child = spawn("terraform", args, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.map((line) => JSON.parse(line) as TerraformEvent);
  const telling = events.filter(({ type }) =>
    ["diagnostic", "planned_change", "resource_drift"].includes(type),
  );
  const story = telling.map(({ diagnostic, ...event }) => [event["@message"], diagnostic?.detail].join("\n"));
  return {
    code,
    events,
    story: [`terraform ${args.join(" ")}`, ...story, events.length ? "" : output].join("\n"),
  };
}

async function succeed(directory: string, ...args: string[]): Promise<TerraformRun> {
  const run = await terraform(directory, ...args);
  if (run.code !== 0) throw new Error(run.story);
  return run;
}

const apply = ["apply", "-json", "-auto-approve", "-input=false"];
const plan = ["plan", "-detailed-exitcode", "-input=false", "-no-color"]; // as text, which shows what differs

async function prove(name: string): Promise<void> {
  const directory = join(work, "proof", "cases", name);
  await cp(join(work, "proof", "provider.tf"), join(directory, "provider.tf"));
  await succeed(directory, "init", "-input=false");
  await succeed(directory, ...apply);
  await succeed(directory, ...plan);

  const second = await succeed(directory, ...apply, "-var=changed=true");
  const changes = second.events.flatMap(({ type, change }) =>
    type === "planned_change" && change ? [change] : [],
  );
  expect(changes.map(({ action }) => action)).toContain("update");
  const replaced = changes.filter(
    ({ action, resource }) => action === "replace" && !REPLACED.includes(resource.resource_type),
  );
  expect(replaced.map(({ resource }) => resource.addr)).toEqual([]);
  await succeed(directory, ...plan, "-var=changed=true");

  await succeed(directory, "destroy", "-json", "-auto-approve", "-input=false", "-var=changed=true");
  expect((await succeed(directory, "state", "list")).story.trim()).toBe("terraform state list");
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "strata-proof-"));
  await cp(join(PACKAGE, "proof"), join(work, "proof"), { recursive: true });
  emulator = await startEmulator({
    directory: join(work, "emulator"),
    venv: join(PACKAGE, ".venv"),
    port: 0,
  });
  environment = {
    ...process.env,
    TF_IN_AUTOMATION: "1",
    ...emulatorEnvironment(emulator, { region: "ap-northeast-1" }),
    ...(await mirrorConfiguration()),
  };
}, CASE_LIMIT);

afterAll(async () => {
  await stopEmulator(emulator);
  await rm(work, { recursive: true });
});

const others = readdirSync(join(PACKAGE, "proof", "cases")).filter((name) => !SLOW_CASES.includes(name));

test.concurrent.each([...SLOW_CASES, ...others.sort()])(
  "%s plans empty, changes in place and is destroyed",
  prove,
  CASE_LIMIT,
);

test("nothing with our tags is left in the emulator", async () => {
  const scope = "emulator/20260101/ap-northeast-1/tagging/aws4_request";
  const response = await fetch(emulator.url, {
    method: "POST",
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      "X-Amz-Target": "ResourceGroupsTaggingAPI_20170126.GetResources",
      "Content-Type": "application/x-amz-json-1.1",
    },
    body: JSON.stringify({ TagFilters: [{ Key: "Project", Values: ["proof"] }] }),
  });
  expect(await response.json()).toMatchObject({ ResourceTagMappingList: [] });
});

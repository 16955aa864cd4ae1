import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { emulatorEnvironment, startEmulator, stopEmulator, type Emulator, type EnvironmentChanges } from ".";

/*
 * Every case of proof/cases through the real Terraform and AWS provider: apply, an empty plan, a change in place,
 * an empty plan again, destroy, and nothing left. That is what "the emulator works" means here.
 */

const PACKAGE = resolve(__dirname, "..");
const CASE_LIMIT = 30 * 60_000;

/** The provider waits minutes in these, so they begin first and the others run beside them. */
const SLOW_CASES = [
  "rds_replica",
  "rds_instance",
  "aurora",
  "waf",
  "blue_green",
  "storage",
  "cloudfront",
  "dns",
];

/** What a change replaces by nature: these have no update, only another revision or version. */
const REPLACED = ["aws_ecs_task_definition", "aws_secretsmanager_secret_version"];

/** The part of Terraform's machine-readable output which is read here. */
interface TerraformEvent {
  readonly type: string;
  readonly change?: {
    readonly action: string;
    readonly resource: { readonly addr: string; readonly resource_type: string };
  };
  readonly diagnostic?: { readonly summary: string; readonly detail?: string };
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

const eventsOf = (output: string): TerraformEvent[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as TerraformEvent);

/** What went wrong, in words: the errors of an apply, the differences of a plan. */
function explain(args: readonly string[], output: string): string {
  const diagnostics = eventsOf(output).flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : []));
  const text = output.replace(/^(\{|.*: (Refreshing state|Reading|Read complete)).*\n/gm, "");
  const words = diagnostics.map(({ summary, detail = "" }) => `${summary}\n${detail}`);
  return [`terraform ${args.join(" ")}`, ...words, text].join("\n");
}

/** Runs Terraform and returns its output; any exit code but 0 is an error, also the 2 of a plan with changes. */
async function terraform(directory: string, ...args: string[]): Promise<string> {
  try {
    const options = { cwd: directory, env: environment, maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)("terraform", args, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(explain(args, stdout + stderr || message));
  }
}

const apply = ["apply", "-json", "-auto-approve", "-input=false"];
const plan = ["plan", "-detailed-exitcode", "-input=false", "-no-color"]; // as text, which shows what differs

async function prove(name: string): Promise<void> {
  const directory = join(work, "proof", "cases", name);
  await cp(join(work, "proof", "provider.tf"), join(directory, "provider.tf"));
  await terraform(directory, "init", "-input=false");
  await terraform(directory, ...apply);
  await terraform(directory, ...plan);

  const second = await terraform(directory, ...apply, "-var=changed=true");
  const changes = eventsOf(second).flatMap(({ type, change }) =>
    type === "planned_change" && change ? [change] : [],
  );
  expect(changes.map(({ action }) => action)).toContain("update");
  const replaced = changes.filter(
    ({ action, resource }) => action === "replace" && !REPLACED.includes(resource.resource_type),
  );
  expect(replaced.map(({ resource }) => resource.addr)).toEqual([]);
  await terraform(directory, ...plan, "-var=changed=true");

  await terraform(directory, "destroy", "-json", "-auto-approve", "-input=false", "-var=changed=true");
  expect(await terraform(directory, "state", "list")).toBe("");
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
    // As strata runs Terraform: a third of its time would go into collecting the garbage of the provider's schema.
    GOGC: "400",
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
    body: JSON.stringify({ ResourcesPerPage: 100, TagFilters: [{ Key: "Project", Values: ["proof"] }] }),
  });
  const { ResourceTagMappingList } = (await response.json()) as {
    ResourceTagMappingList: { ResourceARN: string }[];
  };
  const left = ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
  // As on AWS, a key is there until the day of its deletion.
  expect(left.filter((arn) => !arn.includes(":key/"))).toEqual([]);
});

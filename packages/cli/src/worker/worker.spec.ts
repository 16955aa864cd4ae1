import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { isAlive, processId } from "../process-id";
import { FakeAws, FakeWorkspace, outcomeOf, until, type Outcome } from "../testing/workspace";
import type { Work } from "./record";

jest.setTimeout(60_000);

let aws: FakeAws;
let workspace: FakeWorkspace;
beforeEach(async () => {
  aws = await FakeAws.start();
  workspace = new FakeWorkspace();
});
afterEach(() => {
  aws.stop();
  workspace.remove();
});

const PLAN = `say change_summary '"changes":{"add":2,"change":0,"remove":0}'; exit 2`;
const LOCK_ERROR = `say diagnostic '"diagnostic":{"severity":"error","summary":"Error acquiring the state lock","detail":""}'; exit 1`;

const UNLOCK_ERROR = LOCK_ERROR.replace("acquiring", "releasing");

const work = (command: string, env?: NodeJS.ProcessEnv): Promise<Outcome> =>
  outcomeOf(workspace.start(command, aws, env));

const lock = (change: object = {}): void => {
  const holder = {
    ID: "lock-1",
    Operation: "OperationTypeApply",
    Who: `${userInfo().username}@${hostname()}`,
    Created: new Date().toISOString(),
    ...change,
  };
  aws.objects.set("/states/dev/alpha.tfstate.tflock", JSON.stringify(holder));
};

/** The record of a worker which was killed, and its Terraform with it. */
const killedWork = (change: Partial<Work> = {}): void => {
  const record: Work = {
    command: "deploy",
    environment: "dev",
    user: userInfo().username,
    host: hostname(),
    worker: { pid: process.pid, startTime: "1" },
    terraform: { pid: process.pid, startTime: "2" },
    since: new Date(Date.now() - 60_000).toISOString(),
    ...change,
  };
  workspace.writeJson(".strata/running/dev-alpha.json", record);
};

/** A Terraform that finds its state locked until `force-unlock` was called. */
const LOCKED = `case $1 in force-unlock) touch ../unlocked;; plan) [ -e ../unlocked ] || { ${LOCK_ERROR}; }; exit 0;; esac`;

test("deploys what it has planned, and tells", async () => {
  workspace.terraform(`case $1 in plan) ${PLAN};; apply)
    say apply_complete '"hook":{"resource":{"addr":"a.b"},"action":"create"}'
    say apply_complete '"hook":{"resource":{"addr":"data.a.b"},"action":"read"}'
    say apply_complete '"hook":{"resource":{"addr":"a.c"},"action":"create"}';; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "apply"]);
  const told = workspace.events.map((event) =>
    event.type === "progress" ? `${event.done}/${event.total}` : event.type,
  );
  expect(told).toEqual([
    "started",
    "phase",
    "phase",
    "phase",
    "planned",
    "phase",
    "0/2",
    "1/2",
    "2/2",
    "finished",
  ]);
  expect(existsSync(workspace.workFile)).toBe(false);
});

test("initializes once, and again when something that it depends on has changed", async () => {
  workspace.terraform("exit 0");
  await work("deploy");
  await work("deploy");
  expect(workspace.calls).toEqual(["init", "plan", "plan"]);
  workspace.write("packages/alpha/cdktf.out/stacks/alpha/.terraform.lock.hcl", "# another provider\n");
  await work("deploy");
  expect(workspace.calls).toEqual(["init", "plan", "plan", "init", "plan"]);
});

test("a failure is told with Terraform's own diagnostics", async () => {
  workspace.terraform(`case $1 in plan)
    say diagnostic '"diagnostic":{"severity":"error","summary":"creating VPC","detail":"no more","address":"aws_vpc.main"}'
    exit 1;; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  const message = `terraform plan of alpha failed:\naws_vpc.main: creating VPC: no more\nThe whole log is ${workspace.run.logFile("alpha")}.`;
  expect(workspace.end).toMatchObject({ type: "failed", code: "terraform-failed", message });
});

const SLOW_START = `say diagnostic '"diagnostic":{"severity":"error","summary":"Failed to load plugin schemas","detail":"Could not load the schema: timeout while waiting for plugin to start.."}'; exit 1`;

test("a provider that a busy machine did not start in time is started again", async () => {
  workspace.terraform(`case $1 in plan) [ -e ../slow ] || { touch ../slow; ${SLOW_START}; }; exit 0;; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "plan"]);
  expect(workspace.notices).toEqual([expect.stringContaining("starting it again")]);
});

test("and not for ever", async () => {
  workspace.terraform(`case $1 in plan) ${SLOW_START};; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan", "plan", "plan"]);
  expect(workspace.end).toMatchObject({ message: expect.stringContaining("waiting for plugin") as string });
});

test("the emulator gone in the middle is a sentence", async () => {
  workspace.terraform("touch ../at-work; sleep 2; exit 1");
  const end = work("deploy");
  await until(() => existsSync(join(workspace.stack, "../at-work")));
  aws.stop();
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.end).toMatchObject({ code: "emulator-gone" });
});

test("no Terraform is a sentence", async () => {
  await expect(work("deploy", { PATH: workspace.root })).resolves.toMatchObject({ exitCode: 3 });
  expect(workspace.end).toMatchObject({ code: "terraform-missing" });
});

test("an interruption reaches Terraform exactly once, and is waited for", async () => {
  workspace.terraform(`case $1 in plan)
    trap 'echo INT >> ../signals' INT
    touch ../at-work; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; done; touch ../ended; exit 1;; esac`);
  const stacks = join(workspace.stack, "..");
  const child = workspace.start("deploy", aws);
  const end = outcomeOf(child);
  await until(() => existsSync(join(stacks, "at-work")));
  child.kill("SIGINT");
  child.kill("SIGTERM");
  child.kill("SIGINT");
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(existsSync(join(stacks, "ended"))).toBe(true);
  expect(readFileSync(join(stacks, "signals"), "utf8")).toBe("INT\n");
  expect(workspace.end).toMatchObject({ code: "interrupted" });
  expect(workspace.calls).toEqual(["init", "plan"]);
});

test("the interruption of the run interrupts its workers, and those that start later", async () => {
  workspace.terraform(
    "case $1 in plan) touch ../at-work; trap 'exit 1' INT; while :; do sleep 0.1; done;; esac",
  );
  const end = work("deploy");
  await until(() => existsSync(join(workspace.stack, "../at-work")));
  workspace.run.interrupt();
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.end).toMatchObject({ code: "interrupted" });
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan"]);
});

test("without strata a worker goes no further", async () => {
  const info = JSON.parse(readFileSync(join(workspace.run.directory, "run.json"), "utf8")) as object;
  const run = join(workspace.root, "killed");
  workspace.writeJson("killed/run.json", { ...info, process: { pid: process.pid, startTime: "1" } });
  workspace.terraform("exit 0");
  await expect(work("deploy", { STRATA_RUN_DIR: run })).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual([]);
});

test("when strata is gone, the Terraform at work ends by itself, and no other is started", async () => {
  const strata = spawn("sleep", ["60"]);
  const info = JSON.parse(readFileSync(join(workspace.run.directory, "run.json"), "utf8")) as object;
  workspace.writeJson("orphaned/run.json", { ...info, process: processId(strata.pid ?? 0) });
  mkdirSync(join(workspace.root, "orphaned/logs"));
  workspace.terraform(`case $1 in plan) trap 'touch ../interrupted' INT
    touch ../at-work; sleep 2; touch ../ended; exit 2;; esac`);
  const stacks = join(workspace.stack, "..");
  const end = work("deploy", { STRATA_RUN_DIR: join(workspace.root, "orphaned") });
  await until(() => existsSync(join(stacks, "at-work")));
  strata.kill("SIGKILL");
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(existsSync(join(stacks, "ended"))).toBe(true);
  expect(existsSync(join(stacks, "interrupted"))).toBe(false);
  expect(workspace.calls).toEqual(["init", "plan"]);
});

test("Terraform outlives its killed worker, and the next one waits for it", async () => {
  workspace.terraform("case $1 in plan) touch ../at-work; sleep 3; touch ../ended; exit 0;; esac");
  const stacks = join(workspace.stack, "..");
  const killed = workspace.start("deploy", aws);
  const end = outcomeOf(killed);
  await until(() => existsSync(join(stacks, "at-work")));
  killed.kill("SIGKILL");
  await end;
  const { terraform } = JSON.parse(readFileSync(workspace.workFile, "utf8")) as Work;
  expect(terraform !== undefined && isAlive(terraform)).toBe(true);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(existsSync(join(stacks, "ended"))).toBe(true);
  expect(workspace.notices.join()).toMatch(
    /the deploy of an earlier run is still at work \(process \d+\); waiting/,
  );
  expect(existsSync(workspace.workFile)).toBe(false);
});

test("a lock that a killed run left behind is released", async () => {
  killedWork();
  lock();
  workspace.terraform(LOCKED);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "force-unlock", "plan"]);
  expect(workspace.notices.join()).toMatch(/released the lock of .*, which a killed run had left behind/);
});

/** As Terraform logs that it tries to take a lock. */
const TRIES = `echo '[INFO]  backend-s3: Attempting to lock remote state (S3 Native only)...: tf_backend.lock.id=lock-1' >> $TF_LOG_PATH`;

test("a lock that Terraform made itself without hearing of it is released", async () => {
  lock();
  workspace.terraform(
    `case $1 in force-unlock) touch ../unlocked;; plan) ${TRIES}; [ -e ../unlocked ] || { ${LOCK_ERROR}; }; exit 0;; esac`,
  );
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "force-unlock", "plan"]);
  expect(workspace.notices.join()).toMatch(/released the lock of .*: Terraform had made it here/);
  expect(readdirSync(dirname(workspace.workFile))).toEqual([]);
});

test("a lock that Terraform could not release is released by the next run, which knows it by its ID", async () => {
  workspace.terraform(`case $1 in plan) ${TRIES}; ${UNLOCK_ERROR};; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan"]);
  lock({ Who: "ann@elsewhere" });
  workspace.terraform(LOCKED);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls.slice(2)).toEqual(["plan", "force-unlock", "plan"]);
});

test("a lock that Terraform could not release is released at once where AWS answers again", async () => {
  lock();
  workspace.terraform(`case $1 in plan) ${TRIES}; ${UNLOCK_ERROR};; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan", "force-unlock"]);
  expect(workspace.end).toMatchObject({
    message: expect.stringContaining("Error releasing the state lock") as string,
  });
});

test("AWS that takes no lock, where there is none, is not asked for ever", async () => {
  workspace.terraform(`case $1 in plan) ${LOCK_ERROR};; esac`);
  await expect(work("deploy", { STRATA_LOCK_TIMEOUT: "0" })).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan"]);
  expect(workspace.end).toMatchObject({ code: "terraform-failed" });
});

test("where many wait for a lock, it is said who had it last, though it is gone when it is looked for", async () => {
  const detail =
    "Lock Info:\\n  ID:        lock-7\\n  Operation: OperationTypePlan\\n  Who:       ann@desk\\n" +
    "  Created:   2026-11-22 10:06:43.866937782 +0000 UTC\\n";
  workspace.terraform(`case $1 in plan) ${LOCK_ERROR.replace('"detail":""', `"detail":"${detail}"`)};; esac`);
  await expect(work("deploy", { STRATA_LOCK_TIMEOUT: "0" })).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.end).toMatchObject({
    code: "state-locked",
    message: expect.stringContaining("ann@desk since 2026-11-22T10:06:43Z") as string,
  });
});

test.each([
  ["because of the clock", "clock-off", "api error RequestTimeTooSkewed: The difference is too large."],
  [
    "for want of rights",
    "state-forbidden",
    "operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: no",
  ],
])("a lock that AWS refuses %s is not asked for again", async (_, code, detail) => {
  workspace.terraform(`case $1 in plan) ${LOCK_ERROR.replace('"detail":""', `"detail":"${detail}"`)};; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan"]);
  expect(workspace.end).toMatchObject({ code, message: expect.stringContaining(detail) as string });
});

test("a state that the credentials may not read is a sentence", async () => {
  aws.forbidden.push("/states/dev/alpha.tfstate");
  workspace.terraform("exit 0");
  await expect(work("plan")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual([]);
  expect(workspace.end).toMatchObject({
    code: "state-forbidden",
    message: expect.stringMatching(/reach dev\/alpha\.tfstate.*\. AWS refused reading .*no right/) as string,
  });
});

test.each([
  ["no run was killed here", () => undefined, {}],
  ["it is somebody else's", killedWork, { Who: "ann@elsewhere" }],
  ["it is older than the killed run", killedWork, { Created: "2020-01-01T00:00:00Z" }],
])("a lock is left alone when %s", async (_, prepare, change) => {
  prepare();
  lock(change);
  workspace.terraform(LOCKED);
  await expect(work("deploy", { STRATA_LOCK_TIMEOUT: "0" })).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["init", "plan"]);
  const { message } = workspace.end as { message: string };
  expect(workspace.end).toMatchObject({ code: "state-locked" });
  expect(message).toContain("OperationTypeApply, lock lock-1");
  expect(message).toContain("./strata unlock alpha --env dev");
});

test("a lock that goes away is waited for", async () => {
  lock({ Who: "ann@elsewhere" });
  workspace.terraform(
    `case $1 in plan) [ -e ../again ] || { touch ../again; ${LOCK_ERROR}; }; exit 0;; esac`,
  );
  const end = work("deploy");
  await until(() => workspace.notices.length > 0);
  aws.objects.clear();
  await expect(end).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.notices).toEqual(["waiting for the state lock of ann@elsewhere"]);
});

test("a Terraform that was killed leaves the record for the next worker", async () => {
  workspace.terraform("case $1 in plan) kill -KILL $$;; esac");
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.end).toMatchObject({ message: expect.stringContaining("killed by SIGKILL") as string });
  expect(existsSync(workspace.workFile)).toBe(true);
});

/** The log of a Terraform which was killed after it had made a network, and while it made a repository. */
const unsavedLogs = (): string[] => {
  const hook = (type: string, addr: string, id: object = {}): string =>
    JSON.stringify({ type, hook: { resource: { addr }, action: "create", ...id } });
  const lines = [
    hook("apply_start", "aws_vpc.main"),
    hook("apply_complete", "aws_vpc.main", { id_value: "vpc-1" }),
    hook("apply_start", "aws_ecr_repository.api"),
  ];
  workspace.write("killed.log", `${lines.join("\n")}\n`);
  return [join(workspace.root, "killed.log")];
};

const IMPORTS = "../imports.json";

test("what a killed Terraform made and did not save is imported before anything is planned", async () => {
  killedWork({ unsavedLogs: unsavedLogs() });
  workspace.terraform(`case "$*" in plan*target*) cat unsaved.tf.json > ${IMPORTS};; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "apply", "plan"]);
  expect(JSON.parse(readFileSync(join(workspace.stack, IMPORTS), "utf8"))).toEqual({
    import: [
      { to: "aws_vpc.main", id: "vpc-1" },
      { to: "aws_ecr_repository.api", id: "api" },
    ],
  });
  expect(workspace.notices).toEqual([
    "took over aws_vpc.main, aws_ecr_repository.api, which an earlier run had made and not written into the state",
  ]);
  expect(existsSync(join(workspace.stack, "unsaved.tf.json"))).toBe(false);
  expect(existsSync(workspace.workFile)).toBe(false);
});

test("what was begun and is not there is no reason to fail", async () => {
  killedWork({ unsavedLogs: unsavedLogs() });
  const missing = "Cannot import non-existent remote object";
  workspace.terraform(`case "$*" in plan*aws_ecr_repository.api*)
    say diagnostic '"diagnostic":{"severity":"error","summary":"${missing}","detail":"to aws_ecr_repository.api"}'; exit 1;; esac`);
  await expect(work("destroy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls).toEqual(["init", "plan", "plan", "apply", "plan"]);
  expect(workspace.notices).toEqual([
    "took over aws_vpc.main, which an earlier run had made and not written into the state",
  ]);
});

test("a plan imports nothing, and says what a deployment would look for", async () => {
  killedWork({ unsavedLogs: unsavedLogs() });
  workspace.describeRun({ command: "plan" });
  workspace.terraform(`case $1 in show) echo '{}';; esac`);
  await work("plan");
  expect(workspace.notices[0]).toBe(
    "aws_vpc.main, aws_ecr_repository.api may be there already, from a run which could not save its state; " +
      "deploy looks for it first and takes it over",
  );
  expect((JSON.parse(readFileSync(workspace.workFile, "utf8")) as Work).unsavedLogs).toHaveLength(1);
});

test("an apply that fails leaves its log to the next run, and no claim to a lock", async () => {
  workspace.terraform(`case $1 in plan) ${PLAN};; apply) exit 1;; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 1 });
  expect(JSON.parse(readFileSync(workspace.workFile, "utf8"))).toMatchObject({
    unsavedLogs: [workspace.run.logFile("alpha")],
    ended: true,
  });
  lock();
  workspace.terraform(LOCKED);
  await expect(work("deploy", { STRATA_LOCK_TIMEOUT: "0" })).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).not.toContain("force-unlock");
});

test("a state which the bucket did not take is brought there", async () => {
  killedWork({ unsavedLogs: unsavedLogs() });
  workspace.write("packages/alpha/cdktf.out/stacks/alpha/errored.tfstate", "{}");
  workspace.terraform("exit 0");
  await expect(work("deploy")).resolves.toMatchObject({ exitCode: 0 });
  expect(workspace.calls.slice(0, 2)).toEqual(["init", "state"]);
  expect(workspace.notices[0]).toBe("saved the state of an earlier run, which the bucket did not take then");
  expect(existsSync(join(workspace.stack, "errored.tfstate"))).toBe(false);
});

test.each([
  [
    "is kept where AWS does not take it now either",
    "operation error S3: PutObject, StatusCode: 500",
    1,
    true,
  ],
  [
    "is left where the bucket has a newer one",
    "cannot import state with serial 1 over newer state",
    0,
    false,
  ],
])("a state which the bucket did not take %s", async (_, said, exitCode, kept) => {
  killedWork({ unsavedLogs: unsavedLogs() });
  const file = "packages/alpha/cdktf.out/stacks/alpha/errored.tfstate";
  workspace.write(file, "{}");
  workspace.terraform(`case $1 in state) echo 'Failed to write state: ${said}'; exit 1;; esac`);
  await expect(work("deploy")).resolves.toMatchObject({ exitCode });
  expect(existsSync(join(workspace.root, file))).toBe(kept);
});

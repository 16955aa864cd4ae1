import { spawn } from "node:child_process";
import { hostname, userInfo } from "node:os";
import { checkOtherEnvironments } from "./other-environments";
import { processId } from "./process-id";
import { FakeWorkspace } from "./testing/workspace";

let workspace: FakeWorkspace;
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
const alive = processId(child.pid ?? 0);
const dead = { pid: alive.pid, startTime: "0" };
beforeEach(() => (workspace = new FakeWorkspace()));
afterEach(() => {
  workspace.remove();
});
afterAll(() => child.kill());

const run = (environment: string, process: object): void => {
  const info = { command: "deploy", environment, layers: [], process, startedAt: "", schemaServer: false };
  workspace.writeJson(".strata/runs/2026-1/run.json", info);
};
const check = (): void => {
  checkOtherEnvironments(workspace.root, "prod");
};

test("nothing else is at work", () => {
  expect(check).not.toThrow();
});

test("a run of another environment", () => {
  run("dev", alive);
  expect(check).toThrow(
    `deploy of environment dev is at work in this checkout (process ${alive.pid}), and prod would be synthesized`,
  );
});

test("a run of the same environment, and one that has ended", () => {
  run("prod", alive);
  expect(check).not.toThrow();
  run("dev", dead);
  expect(check).not.toThrow();
});

test("a Terraform which went on although its strata was killed", () => {
  const work = {
    command: "deploy",
    environment: "dev",
    user: userInfo().username,
    host: hostname(),
    since: "",
  };
  workspace.writeJson(".strata/running/dev-alpha.json", { ...work, worker: dead, terraform: alive });
  expect(check).toThrow("deploy of environment dev is at work in this checkout");
  workspace.writeJson(".strata/running/dev-alpha.json", { ...work, worker: dead, terraform: dead });
  expect(check).not.toThrow();
});

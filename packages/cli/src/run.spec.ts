import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordedRuns, Run, type RunInfo } from "./run";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-runs-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const begin = (): Run =>
  Run.create(root, { command: "deploy", environment: "dev", layers: [], schemaServer: false });

/** Makes a run one whose process is gone. */
function end({ directory }: Run): void {
  const file = join(directory, "run.json");
  const info = JSON.parse(readFileSync(file, "utf8")) as RunInfo;
  writeFileSync(file, JSON.stringify({ ...info, process: { pid: process.pid, startTime: "1" } }));
}

/** Folders are named by the millisecond. */
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

test("of runs that are over the last twenty are kept, and what is at work stays", async () => {
  const atWork = begin();
  const over: Run[] = [];
  for (let count = 0; count < 25; count++) {
    await soon();
    const run = begin();
    end(run);
    over.push(run);
  }
  await soon();
  begin();
  expect(existsSync(atWork.directory)).toBe(true);
  expect(over.map(({ directory }) => existsSync(directory)).indexOf(true)).toBe(6);
  expect(readdirSync(join(root, ".strata/runs"))).toHaveLength(21);
});

test("a run whose folder is being made or cleared away is none", () => {
  const run = begin();
  rmSync(join(run.directory, "run.json"));
  expect(recordedRuns(root)).toEqual([]);
});

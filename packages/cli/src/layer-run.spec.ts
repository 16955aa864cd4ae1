import { ExitCode } from "./core";
import { exitCodeOf, type LayerResult } from "./layer-run";
import type { LayerCommand } from "./run";

const result = (change: Partial<LayerResult>): LayerResult => ({
  layer: "network",
  status: "done",
  notices: [],
  log: "",
  ...change,
});
const planned = { add: 1, change: 0, remove: 0, outputs: 0, resources: [], empty: false };
const done = result({ planned });
const unchanged = result({ planned: { ...planned, add: 0, empty: true } });
const refused = result({ status: "failed", error: { code: "c", message: "m", exitCode: ExitCode.refused } });
const failed = result({ status: "failed", error: { code: "c", message: "m", exitCode: ExitCode.failed } });
const skipped = result({ status: "skipped" });

test.each<[string, LayerCommand, LayerResult[], ExitCode]>([
  ["a plan without changes", "plan", [unchanged, unchanged], ExitCode.done],
  ["a plan with changes", "plan", [unchanged, done], ExitCode.changes],
  ["a plan that was refused", "plan", [done, refused], ExitCode.refused],
  ["a deployment", "deploy", [done, unchanged], ExitCode.done],
  [
    "a deployment that was refused before anything was touched",
    "deploy",
    [refused, skipped],
    ExitCode.refused,
  ],
  [
    "a deployment that was refused where others had nothing to do",
    "deploy",
    [unchanged, refused],
    ExitCode.refused,
  ],
  ["a deployment of which a part was refused", "deploy", [done, refused], ExitCode.failed],
  ["a deployment that failed", "deploy", [failed, refused], ExitCode.failed],
  ["a deployment that ended too early", "deploy", [done, skipped], ExitCode.failed],
])("%s", (_, command, layers, exitCode) => {
  expect(exitCodeOf(command, layers, false)).toBe(exitCode);
});

test("an interrupted run has failed", () => {
  expect(exitCodeOf("plan", [unchanged], true)).toBe(ExitCode.failed);
});

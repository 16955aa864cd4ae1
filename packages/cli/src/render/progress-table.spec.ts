import type { Event, Report } from "../events";
import { advance, pending } from "../progress";
import { plainLine } from "./plain";
import { progressTable } from "./progress-table";

const at = "2026-01-01T00:00:00.000Z";
const events = (...reports: Report[]): Event[] =>
  reports.map((report) => ({ ...report, layer: "network", at }));
const after = (...reports: Report[]): string =>
  progressTable([events(...reports).reduce(advance, pending("network"))], Date.parse(at) + 65_000)
    .split("\n")[1]
    ?.replaceAll(/\p{Cc}\[\d+m/gu, "")
    .replace(/ {2,}/g, " | ") ?? "";

const planned: Report = {
  type: "planned",
  add: 3,
  change: 0,
  remove: 1,
  outputs: 2,
  resources: [],
  empty: false,
};

test.each<[string, Report[], string]>([
  ["before its turn", [], "network | waiting for its turn"],
  ["started", [{ type: "started", pid: 1 }], "network | starting | 1 min 05 s"],
  [
    "planning",
    [
      { type: "started", pid: 1 },
      { type: "phase", phase: "planning" },
    ],
    "network | planning | 1 min 05 s",
  ],
  [
    "planned",
    [{ type: "started", pid: 1 }, { type: "phase", phase: "planning" }, planned],
    "network | planning | 3 to add, 1 to destroy | 1 min 05 s",
  ],
  [
    "applying",
    [
      { type: "started", pid: 1 },
      planned,
      { type: "phase", phase: "applying" },
      { type: "progress", done: 1, total: 4 },
    ],
    "network | applying | 1 of 4 | 1 min 05 s",
  ],
  [
    "done",
    [{ type: "started", pid: 1 }, { ...planned, empty: true }, { type: "finished" }],
    "network | done | no changes | 0 s",
  ],
  [
    "failed",
    [
      { type: "started", pid: 1 },
      { type: "failed", code: "c", message: "m", exitCode: 1 },
    ],
    "network | failed | 0 s",
  ],
])("a layer %s", (_, reports, row) => {
  expect(after(...reports)).toBe(row);
});

test("outputs are named when nothing else changes", () => {
  const lines = events(
    { type: "planned", add: 0, change: 0, remove: 0, outputs: 1, resources: [], empty: false },
    { type: "planned", add: 0, change: 0, remove: 0, outputs: 0, resources: [], empty: false },
    { type: "planned", add: 1, change: 2, remove: 0, outputs: 1, resources: [], empty: false },
  ).map(plainLine);
  expect(lines).toEqual([
    "network: 1 output to change",
    "network: changes in the state only",
    "network: 1 to add, 2 to change",
  ]);
});

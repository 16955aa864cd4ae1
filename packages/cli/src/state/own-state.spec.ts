import { problemOf } from "./own-state";
import type { StateVersion, StoredState } from "../state-store";

const version = (id: string, change: Partial<StateVersion> = {}): StateVersion => ({
  id,
  written: "2026-01-01T10:00:00.000Z",
  present: id === "now",
  deleted: false,
  ...change,
});

const state = (change: Partial<StoredState> = {}): StoredState => ({
  serial: 7,
  lineage: "one",
  outputs: {},
  resources: [{ mode: "managed", type: "aws_vpc", name: "main", instances: [{}] }],
  lastModified: "",
  ...change,
});

const before = (change: Partial<StoredState> = {}) => ({ version: version("before"), state: state(change) });
const deleted = version("now", { deleted: true });

test.each<[string, StateVersion, StoredState | undefined, ReturnType<typeof before> | undefined]>([
  ["the first one", version("now"), state(), undefined],
  ["the next serial", version("now"), state({ serial: 8 }), before()],
  ["a much newer serial", version("now"), state({ serial: 80 }), before()],
  [
    "another lineage after everything was destroyed",
    version("now"),
    state({ lineage: "two" }),
    before({ resources: [] }),
  ],
  ["a deletion after everything was destroyed", deleted, undefined, before({ resources: [] })],
  [
    "one brought back by a person",
    version("now"),
    state({ lineage: "two", serial: 1, restoredFrom: "x" }),
    before(),
  ],
])("nothing is wrong with a state that is %s", (_, latest, present, earlier) => {
  expect(problemOf("network", "dev", latest, present, earlier)).toBeUndefined();
});

test.each<[string, StateVersion, StoredState | undefined, RegExp]>([
  ["deleted", deleted, undefined, /was deleted at 2026-.*held 1 resource .*restore network before --env dev/],
  [
    "of other lineage",
    version("now"),
    state({ lineage: "two" }),
    /lineage is two.*before is one.*1 resource.*restore network before --env dev\. .*restore network now --env dev/,
  ],
  [
    "older",
    version("now"),
    state({ serial: 6 }),
    /serial 6 was written over serial 7.*restore network before/,
  ],
])("a state which is %s is refused", (_, latest, present, message) => {
  const problem = problemOf("network", "dev", latest, present, before());
  expect(problem).toMatchObject({ exitCode: 3 });
  expect(problem?.message).toMatch(message);
});

import { explainAwsError } from "../aws";
import { checkOwnState, problemOf } from "./own-state";
import { stateUnreadable } from "../core";
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
  expect(problemOf("network", "dev", latest, present, earlier ? [earlier] : [])).toBeUndefined();
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
  const problem = problemOf("network", "dev", latest, present, [before()]);
  expect(problem).toMatchObject({ exitCode: 3 });
  expect(problem?.message).toMatch(message);
});

/** A bucket with these versions, the newest first; undefined for the mark of a deletion, null for what can't be read. */
function bucketOf(states: readonly (StoredState | undefined | null)[]) {
  const read: string[] = [];
  const store = {
    versions: () =>
      Promise.resolve(
        states.map((one, index) =>
          version(String(index), { present: index === 0, deleted: one === undefined }),
        ),
      ),
    readVersion: (key: string, id: string) => {
      read.push(id);
      const found = states[Number(id)];
      return found === null ? Promise.reject(stateUnreadable(key, "it is empty")) : Promise.resolve(found);
    },
    read: () => Promise.resolve(states[0] ?? undefined),
  };
  return { read, check: () => checkOwnState("network", "dev", "dev/network.tfstate", store) };
}

const empty = (lineage: string, serial: number) => state({ lineage, serial, resources: [] });
const long = (lineage: string, count: number) =>
  Array.from({ length: count }, (_, index) => state({ lineage, serial: count - index }));

test("of a long history, two earlier versions are read", async () => {
  const { read, check } = bucketOf(long("one", 500));
  await expect(check()).resolves.toBeUndefined();
  expect(read.sort()).toEqual(["0", "1", "499"]);
});

test.each<[string, (StoredState | undefined | null)[], string]>([
  ["twice", [empty("two", 2), empty("two", 1), ...long("one", 40)], "2"],
  ["thirty times", [...long("two", 30).map(({ serial }) => empty("two", serial)), ...long("one", 9)], "30"],
  ["over one that can't be read", [empty("two", 1), null, ...long("one", 9)], "2"],
  ["over one that was deleted", [empty("two", 2), empty("two", 1), undefined, ...long("one", 9)], "3"],
  ["over another foreign one", [empty("three", 1), empty("two", 1), ...long("one", 9)], "2"],
  ["over the only one", [empty("two", 2), empty("two", 1), state()], "2"],
])("a foreign, empty state that is written %s is refused", async (_, states, lost) => {
  await expect(bucketOf(states).check()).rejects.toMatchObject({
    code: "state-of-other-lineage",
    message: expect.stringContaining(`restore network ${lost} --env dev. `) as string,
  });
});

test("a state that was deleted after a foreign one was written over it is missed", async () => {
  await expect(bucketOf([undefined, empty("two", 1), ...long("one", 9)]).check()).rejects.toMatchObject({
    code: "state-deleted",
    message: expect.stringContaining("restore network 2 ") as string,
  });
});

test.each<[string, (StoredState | undefined)[]]>([
  ["after all was destroyed", [...long("two", 20), empty("one", 41), ...long("one", 40)]],
  [
    "that a person has brought back",
    [...long("two", 20), state({ lineage: "two", restoredFrom: "x" }), ...long("one", 40)],
  ],
])("another lineage is taken %s", async (_, states) => {
  await expect(bucketOf(states).check()).resolves.toBeUndefined();
});

test("without the right to versions a notice says so", async () => {
  const denied = explainAwsError(Object.assign(new Error("denied"), { name: "AccessDenied" }), "reading");
  const store = {
    versions: () => Promise.reject(denied),
    readVersion: () => Promise.reject(denied),
    read: () => Promise.resolve(undefined),
  };
  await expect(checkOwnState("network", "dev", "dev/network.tfstate", store)).resolves.toMatch(
    /not compared with earlier versions/,
  );
});

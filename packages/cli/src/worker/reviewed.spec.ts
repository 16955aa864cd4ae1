import { digest, planSchema, type PlannedLayer, type PlannedOutputs } from "@strata/report";
import type { LayerManifest } from "../core";
import type { State } from "../state-store";
import { plannedLayer } from "../testing/plans";
import { changesOf, hasSameSources, wayTaken, whyPlannedAgain, type Sources } from "./reviewed";
import { usedValues } from "./upstreams";

const network = (vpc: string): State => ({
  serial: 1,
  lineage: "n",
  resources: [],
  outputs: { vpc_id: { value: vpc }, strata_contract: { value: { version: 1 } } },
});

const read = {
  name: "network",
  version: 1,
  digest: "d",
  uses: ["vpc_id"],
  types: {},
  atLeast: [],
  addresses: {},
};
const manifest = { layer: "services", environment: "dev", reads: [read] } as unknown as LayerManifest;

const reviewed = plannedLayer("services", {
  commit: "11111111aaaa",
  stackDigest: "stack",
  state: { serial: 4, lineage: "l" },
  upstreams: { network: digest(usedValues(read, { deployed: network("vpc-1") })) },
});

const sources = (change: Partial<Sources> = {}, vpc = "vpc-1", stack = "stack"): Sources => ({
  commit: "22222222bbbb",
  stack: { digest: stack, manifest, signsIn: false },
  state: { serial: 4, lineage: "l" },
  upstreams: { deployed: new Map([["network", network(vpc)]]) },
  ...change,
});

test.each<[string, Partial<PlannedLayer>, Sources, string[]]>([
  ["nothing has changed", {}, sources(), []],
  ["there was and is no state", { state: null }, sources({ state: undefined }), []],
  [
    "the state moved on",
    {},
    sources({ state: { serial: 5, lineage: "l" } }),
    ["the state has moved on from serial 4 to 5"],
  ],
  [
    "another state",
    {},
    sources({ state: { serial: 4, lineage: "m" } }),
    ["its state was made anew: its lineage is m, and was l"],
  ],
  ["a state came", { state: null }, sources(), ["there is a state now, serial 4"]],
  ["the state is gone", {}, sources({ state: undefined }), ["its state, serial 4, is gone"]],
  [
    "the code moved on",
    {},
    sources({}, "vpc-1", "other"),
    ["code or settings are not those of the review (commit 11111111 then, 22222222 now)"],
  ],
  ["a producer moved on", {}, sources({}, "vpc-2"), ["what it uses of network is not what it was"]],
  [
    "a what-if",
    { kind: "what-if" },
    sources(),
    ["when it was reviewed, layers that it reads were planned and not deployed yet"],
  ],
])("whether the reviewed plan can be applied as it is: %s", (_, change, now, why) => {
  expect(whyPlannedAgain({ ...reviewed, ...change }, true, now)).toEqual(why);
});

test("a plan which holds somebody's login is not applied by somebody else", () => {
  const stack = { digest: "stack", manifest, signsIn: true };
  expect(whyPlannedAgain(reviewed, true, sources({ stack }))).toEqual([
    "its plan signs in to the registry as whoever made it",
  ]);
});

test("without its plan file it is planned again", () => {
  expect(whyPlannedAgain(reviewed, false, sources())).toEqual(["its plan file is not there"]);
});

test.each<[string, Partial<PlannedLayer>, Sources, PlannedOutputs | undefined, boolean]>([
  ["the same values", {}, sources(), undefined, true],
  ["other code", {}, sources({}, "vpc-1", "other"), undefined, false],
  ["other values", {}, sources({}, "vpc-2"), undefined, false],
  [
    "a value that was unknown",
    { kind: "what-if" },
    sources({}, "vpc-2"),
    { vpc_id: { value: null, unknown: true } },
    true,
  ],
  [
    "a value that came out as planned",
    { kind: "what-if" },
    sources({}, "vpc-2"),
    { vpc_id: { value: "vpc-2", unknown: false } },
    true,
  ],
  [
    "a value that came out otherwise",
    { kind: "what-if" },
    sources({}, "vpc-2"),
    { vpc_id: { value: "vpc-3", unknown: false } },
    false,
  ],
  ["a producer which was not planned with it", { kind: "what-if" }, sources({}, "vpc-2"), undefined, false],
])("whether it is planned from the same: %s", (_, change, now, planned, expected) => {
  expect(hasSameSources({ ...reviewed, ...change }, now, () => planned)).toBe(expected);
});

test("what a plan changes, as Terraform tells it", () => {
  const change = (address: string, actions: string[], more: object = {}) => ({
    address,
    mode: "managed",
    type: "aws_eip",
    name: "x",
    change: { actions, before: {}, after: {}, ...more },
  });
  const plan = planSchema.parse({
    format_version: "1.2",
    resource_changes: [
      change("aws_eip.a", ["create"]),
      change("aws_eip.b", ["delete", "create"]),
      change("aws_eip.c", ["no-op"]),
      change("aws_eip.d", ["forget"]),
      change("aws_eip.e", ["update"]),
      change("aws_eip.f", ["no-op"], { importing: { id: "x" } }),
      { ...change("aws_eip.g", ["no-op"]), previous_address: "aws_eip.h" },
    ],
    output_changes: { a: { actions: ["create"], before: null, after: 1 }, b: { actions: ["no-op"] } },
  });
  expect(changesOf(plan)).toEqual({
    add: 2,
    change: 1,
    remove: 1,
    outputs: 1,
    empty: false,
    resources: [
      { address: "aws_eip.a", action: "create" },
      { address: "aws_eip.b", action: "replace" },
      { address: "aws_eip.d", action: "remove" },
      { address: "aws_eip.e", action: "update" },
      { address: "aws_eip.f", action: "import" },
      { address: "aws_eip.g", action: "move" },
    ],
  });
  expect(changesOf(planSchema.parse({ format_version: "1.2" }))).toMatchObject({ empty: true });
});

test.each<[PlannedLayer["kind"], number, number, number, RegExp]>([
  ["plan", 0, 2, 0, /^planned again: a; b; same changes as reviewed$/],
  ["plan", 2, 0, 0, /nothing is left to do of the 2 reviewed changes$/],
  ["plan", 1, 2, 0, /2 of the 3 reviewed changes are left to do, and the same as reviewed$/],
  [
    "plan",
    0,
    2,
    1,
    /2 of the 2 reviewed changes are left to do \(1 of them begun\), and the same as reviewed$/,
  ],
  [
    "what-if",
    0,
    2,
    1,
    /^planned after .* deployed; same changes as reviewed, in everything that was known then$/,
  ],
])(
  "the way taken is told: %s with %d done and %d left, %d begun",
  (kind, done, remaining, begun, expected) => {
    expect(wayTaken({ kind }, ["a", "b"], { done, remaining, begun })).toMatch(expected);
  },
);

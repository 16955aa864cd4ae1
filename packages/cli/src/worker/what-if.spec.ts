import type { PlannedLayer } from "@strata/report";
import type { LayerManifest } from "../core";
import type { State } from "../state-store";
import { plannedLayer } from "../testing/plans";
import { plannedUpstreams } from "./what-if";

const contract = { name: "network", version: 1, digest: "d" };
const manifest: LayerManifest = {
  layer: "database",
  owner: "@x/team",
  environment: "dev",
  contract: { name: "database", version: 1, digest: "d" },
  reads: [{ ...contract, uses: ["vpc_id", "subnet_ids.db"], types: {}, addresses: {}, atLeast: [] }],
  offers: {},
  addresses: {},
};

const VALUES = { vpc_id: "vpc-1", subnet_ids: { db: ["s", "t"], app: ["u"] }, strata_contract: contract };

const deployed: State = {
  serial: 7,
  lineage: "l",
  resources: [],
  outputs: Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, { value }])),
};

const producer = (outputs: PlannedLayer["outputs"] = {}, more: Partial<PlannedLayer> = {}): PlannedLayer =>
  plannedLayer("network", {
    commit: "c",
    state: { serial: 7, lineage: "l" },
    outputs: {
      ...Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [name, { value, unknown: false }])),
      ...outputs,
    },
    ...more,
  });

const readAsPlanned = (planned: PlannedLayer | undefined, state: State | undefined = deployed): string[] => [
  ...plannedUpstreams(
    manifest,
    { commit: "c" },
    { readLayer: () => planned },
    { deployed: new Map([["network", state]]) },
  ).keys(),
];

test.each([
  ["whose plan is not at hand", undefined],
  ["without changes", producer()],
  [
    "of which something changes that nobody uses here",
    producer({ vpc_cidr: { value: undefined, unknown: true } }),
  ],
  [
    "of whose map another member changes",
    producer({
      subnet_ids: { value: { db: ["s", "t"], app: [null] }, unknown: { db: [false, false], app: [true] } },
    }),
  ],
])("a producer %s is read as it is deployed", (_, planned) => {
  expect(readAsPlanned(planned)).toEqual([]);
});

test.each([
  ["becomes another", { vpc_id: { value: "vpc-2", unknown: false } }],
  ["is not known yet", { vpc_id: { value: undefined, unknown: true } }],
  [
    "is a list which grows",
    { subnet_ids: { value: { db: ["s", "t", null] }, unknown: { db: [false, false, true] } } },
  ],
  [
    "is a list of which an element is not known yet",
    { subnet_ids: { value: { db: ["s", null] }, unknown: { db: [false, true] } } },
  ],
  ["goes", { subnet_ids: { value: { app: ["u"] }, unknown: false } }],
])("a producer is read as it is planned when a used value %s", (_, outputs) => {
  expect(readAsPlanned(producer(outputs))).toEqual(["network"]);
});

test("a producer which is not deployed at all is read as it is planned", () => {
  const outputs = new Map<string, State | undefined>();
  const plans = { readLayer: () => producer({}, { state: null }) };
  expect([...plannedUpstreams(manifest, { commit: "c" }, plans, { deployed: outputs }).keys()]).toEqual([
    "network",
  ]);
});

test.each<[string, Partial<PlannedLayer>, string, RegExp]>([
  [
    "of another environment",
    { environment: "prod" },
    "plans-of-another",
    /is of environment prod, and this is dev/,
  ],
  ["of another commit", { commit: "b" }, "plans-of-another", /is of commit b, and this is c/],
  [
    "which failed",
    { error: { code: "x", message: "It is so." } },
    "producer-not-planned",
    /database reads network, which could not be planned: It is so\./,
  ],
  [
    "from before a deployment",
    { state: { serial: 6, lineage: "l" } },
    "producer-deployed-since",
    /network, which was deployed to dev after its plan .* Plan network again, and then database\./,
  ],
  ["from before the first deployment", { state: null }, "producer-deployed-since", /deployed to dev after/],
  [
    "of a state that was made anew",
    { state: { serial: 7, lineage: "m" } },
    "producer-deployed-since",
    /after/,
  ],
])("a plan %s is refused", (_, more, code, message) => {
  let error: unknown;
  try {
    readAsPlanned(producer({}, more));
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
});

import type { LayerManifest } from "../core";
import type { State } from "../state-store";
import { checkUpstream } from "./upstreams";

const contract = { name: "network", version: 2, digest: "d" };
const read = {
  ...contract,
  uses: ["vpc_id", "subnet_ids.db"],
  addresses: {},
  atLeast: [{ path: "subnet_ids.db", count: 2, why: "for the database main" }],
};
const reader: LayerManifest = {
  layer: "database",
  owner: "@o/data",
  environment: "dev",
  contract: { name: "database", version: 1, digest: "x" },
  reads: [read],
  offers: {},
  addresses: {},
};

const state = (outputs: Record<string, unknown>, version = 2): State => ({
  serial: 1,
  resources: [],
  outputs: Object.fromEntries(
    Object.entries({ ...outputs, strata_contract: { ...contract, version } }).map(([name, value]) => [
      name,
      { value },
    ]),
  ),
});
const complete = { vpc_id: "vpc-1", subnet_ids: { db: ["s", "t"] } };

test("what is deployed fits", () => {
  expect(checkUpstream(reader, read, state(complete))).toBeUndefined();
});

test.each<[string, State | undefined, string, RegExp]>([
  ["no state", undefined, "layer-not-deployed", /network is not deployed in dev.*deploy network --env dev/],
  ["a destroyed layer", { serial: 3, outputs: {}, resources: [] }, "layer-not-deployed", /Deploy it first/],
  ["an older contract", state(complete, 1), "contract-too-old", /needs version 2 .* version 1 is deployed/],
  [
    "a newer contract",
    state(complete, 3),
    "contract-too-new",
    /built for version 2 .* version 3 is deployed/,
  ],
  [
    "an output missing",
    state({ subnet_ids: { db: [] } }),
    "contract-field-missing",
    /reads vpc_id from network/,
  ],
  [
    "a name missing in a map",
    state({ ...complete, subnet_ids: {} }),
    "contract-field-missing",
    /reads subnet_ids\.db/,
  ],
  [
    "a list which is too short",
    state({ ...complete, subnet_ids: { db: ["s"] } }),
    "too-few-values",
    /needs at least 2 of subnet_ids\.db of network for the database main, and in dev there is 1/,
  ],
])("%s is reported in a sentence", (_, deployed, code, message) => {
  const error = checkUpstream(reader, read, deployed);
  expect(error).toMatchObject({ code, exitCode: 3 });
  expect(error?.message).toMatch(message);
});

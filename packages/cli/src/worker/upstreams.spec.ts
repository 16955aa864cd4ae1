import type { LayerManifest } from "../core";
import type { State } from "../state-store";
import { checkUpstream, contractNotice } from "./upstreams";

const contract = { name: "network", version: 2, digest: "d" };
const read: LayerManifest["reads"][number] = {
  ...contract,
  uses: ["vpc_id", "subnet_ids.db"],
  types: {
    vpc_id: { field: "vpc_id", kind: "string" },
    "subnet_ids.db": { field: "subnet_ids.*", kind: "list" },
  },
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

const state = (outputs: Record<string, unknown>, version = 2, digest = "d"): State => ({
  serial: 1,
  lineage: "l",
  resources: [],
  outputs: Object.fromEntries(
    Object.entries({ ...outputs, strata_contract: { ...contract, version, digest } }).map(([name, value]) => [
      name,
      { value },
    ]),
  ),
});
const complete = { vpc_id: "vpc-1", subnet_ids: { db: ["s", "t"] } };

test("what is deployed fits", () => {
  expect(checkUpstream(reader, read, state(complete))).toBeUndefined();
  expect(contractNotice(reader, read, state(complete))).toBeUndefined();
});

test("another contract of the same version which has all that is used is worth a notice", () => {
  const deployed = state({ ...complete, more: 1 }, 2, "e");
  expect(checkUpstream(reader, read, deployed)).toBeUndefined();
  expect(contractNotice(reader, read, deployed)).toBe(
    "the contract of network that is deployed in dev is not the one of this checkout, though both are version 2; " +
      "they differ in parts which database doesn't use",
  );
});

test("a null is of any kind", () => {
  expect(checkUpstream(reader, read, state({ ...complete, vpc_id: null }, 2, "e"))).toBeUndefined();
});

test("every value of another kind is named, in one sentence", () => {
  const deployed = state({ vpc_id: 7, subnet_ids: { db: { a: "s", b: "t" } } }, 2, "e");
  expect(checkUpstream(reader, read, deployed)?.message).toBe(
    "database needs of network vpc_id as a string, subnet_ids.db as a list, but the network that is deployed in dev " +
      "publishes vpc_id as a number, subnet_ids.db as a map or object. Both call their contract version 2, so it was " +
      "changed without raising the version. Deploy network of this checkout first (./strata deploy network --env dev), " +
      "or update this checkout, so that both use the same contract; " +
      "and raise its version in packages/network/src/contract.ts.",
  );
});

test.each<[string, State | undefined, string, RegExp]>([
  ["no state", undefined, "layer-not-deployed", /network is not deployed in dev.*deploy network --env dev/],
  [
    "a destroyed layer",
    { serial: 3, lineage: "l", outputs: {}, resources: [] },
    "layer-not-deployed",
    /Deploy it first/,
  ],
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
    "a value of another kind",
    state({ ...complete, subnet_ids: { db: "s,t" } }, 2, "e"),
    "contract-kind-differs",
    /needs of network subnet_ids\.db as a list, but .* publishes subnet_ids\.db as a string\. .*deploy network/,
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

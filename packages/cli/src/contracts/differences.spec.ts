import { defineContract, list, map, number, object, string, type Fields } from "@strata/core";
import { differences } from "./differences";
import { lockedContractOf, type ContractsLock, type LockedEdge } from "./lock";

const fields: Fields = { vpcId: string(), subnetIds: map(list()), hosts: map(object({ name: string() })) };
const edge: LockedEdge = { reader: "services", owner: "@o/run", producer: "network", uses: ["vpc_id"] };

const lock = (
  changed: Fields,
  edges: LockedEdge[] = [edge],
  version = 1,
  owner = "@o/net",
): ContractsLock => ({
  version: 1,
  contracts: { network: lockedContractOf(defineContract("network", version, changed), owner) },
  edges,
});
const before = lock(fields);

test.each<[string, ContractsLock, string[]]>([
  ["nothing", lock(fields), []],
  ["a field added", lock({ ...fields, port: number() }), ["+ network publishes port (number)"]],
  [
    "a field removed",
    lock({ vpcId: string(), subnetIds: map(list()) }),
    ["- network publishes hosts.*.name (string)"],
  ],
  [
    "a member of another kind",
    lock({ ...fields, hosts: map(object({ name: number() })) }),
    ["~ network publishes hosts.*.name: string, now number"],
  ],
  ["the version", lock(fields, [edge], 2), ["~ the version of network's contract: 1, now 2"]],
  ["the owner", lock(fields, [edge], 1, "@o/other"), ["~ the owner of network: @o/net, now @o/other"]],
  [
    "the reader's owner",
    lock(fields, [{ ...edge, owner: "@o/new" }]),
    ["~ the owner of services, who reads network: @o/run, now @o/new"],
  ],
  [
    "uses",
    lock(fields, [{ ...edge, uses: ["subnet_ids.*"] }]),
    ["+ services uses subnet_ids.* of network", "- services uses vpc_id of network"],
  ],
  ["no edge", lock(fields, []), ["- services reads network", "- services uses vpc_id of network"]],
  [
    "another edge",
    lock(fields, [edge, { ...edge, reader: "database", uses: [] }]),
    ["+ database reads network"],
  ],
  ["no contract", { ...before, contracts: {} }, ["- the contract of network"]],
])("%s", (_, now, lines) => {
  expect(differences(before, now)).toEqual(lines);
});

test("a digest which does not belong to the fields", () => {
  const { network } = before.contracts;
  if (network === undefined) throw new Error("There is no contract.");
  const now = { ...before, contracts: { network: { ...network, digest: "x" } } };
  expect(differences(before, now)).toEqual([`~ the digest of network's contract: ${network.digest}, now x`]);
});

import { defineContract, list, map, number, object, string } from "@strata/core";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockedContractOf, parseLock, printLock, readLock, type ContractsLock } from "./lock";

const network = defineContract("network", 2, {
  vpcId: string(),
  subnetIds: map(list()),
  hosts: map(object({ privateName: string(), port: number() })),
});
const edge = (reader: string, producer: string) => ({ reader, owner: "@o/x", producer, uses: ["vpc_id"] });
const lock: ContractsLock = {
  version: 1,
  contracts: { network: lockedContractOf(network, "@o/net") },
  edges: [edge("services", "network")],
};

test("a contract is kept by the names of its outputs", () => {
  expect(lock.contracts.network).toEqual({
    version: 2,
    digest: network.digest,
    owner: "@o/net",
    fields: {
      hosts: { map: { object: { port: "number", private_name: "string" } } },
      subnet_ids: { map: "list" },
      vpc_id: "string",
    },
  });
});

test("what is written is read again", () => {
  expect(parseLock(printLock(lock), "x")).toEqual(lock);
});

test("the order of what is found makes no difference", () => {
  const contracts = { b: lockedContractOf(network, "@o/b"), a: lockedContractOf(network, "@o/a") };
  const edges = [edge("b", "a"), edge("a", "b"), edge("a", "a")];
  const text = printLock({ version: 1, contracts, edges });
  const { a, b } = contracts;
  expect(printLock({ version: 1, contracts: { a, b }, edges: [...edges].reverse() })).toBe(text);
});

test("a new use is one more line", () => {
  const more = { ...edge("services", "network"), uses: ["hosts.*.port", "vpc_id"] };
  const lines = printLock(lock).split("\n");
  const added = printLock({ ...lock, edges: [more] })
    .split("\n")
    .filter((line) => !lines.includes(line));
  expect(added).toEqual(['        "hosts.*.port",']);
});

const conflict = printLock(lock).replace(
  '"vpc_id": "string"',
  '<<<<<<< HEAD\n"vpc_id": "string"\n=======\n"vpc": "string"\n>>>>>>> other',
);
test.each<[string, string, string, RegExp]>([
  ["a merge conflict", conflict, "lock-file-conflict", /marks of a merge conflict.*contracts update/],
  ["broken JSON", printLock(lock).slice(0, -9), "lock-file-broken", /^the file can't be read: .*JSON/],
  ["nothing", "", "lock-file-broken", /can't be read/],
  ["null", "null", "lock-file-broken", /can't be read/],
  [
    "another version",
    '{"version":2}',
    "lock-file-unknown",
    /version 2, and this Strata knows version 1 only/,
  ],
  ["no edges", '{"version":1,"contracts":{}}', "lock-file-broken", /edges/],
  [
    "a type that is none",
    printLock(lock).replace('"vpc_id": "string"', '"vpc_id": "text"'),
    "lock-file-broken",
    /contracts\.network\.fields\.vpc_id: must be "string", "number"/,
  ],
])("%s is refused in a sentence", (_, text, code, message) => {
  expect(() => parseLock(text, "the file")).toThrow(
    expect.objectContaining({
      code,
      exitCode: 3,
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});

test("a checkout without a lock is told how to make one", () => {
  expect(() => readLock(join(tmpdir(), "no-such-checkout"))).toThrow(
    /^There is no contracts\.lock\.json.*\.\/strata contracts update/,
  );
});

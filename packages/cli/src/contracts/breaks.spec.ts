import { boolean, defineContract, list, map, number, object, string, type Fields } from "@strata/core";
import fc from "fast-check";
import { contractBroken, type ContractBreak } from "../core";
import { findBreaks } from "./breaks";
import { lockedContractOf, type ContractsLock } from "./lock";

const fields = {
  vpcId: string(),
  port: number(),
  isPublic: boolean(),
  names: list(),
  subnetIds: map(list()),
  services: map(object({ arn: string(), ports: list() })),
  site: object({ url: string(), origins: map(number()) }),
};

const lockOf = (producer: Fields, uses: string[]): ContractsLock => ({
  version: 1,
  contracts: { network: lockedContractOf(defineContract("network", 3, producer), "@o/net") },
  edges: [{ reader: "services", owner: "@o/run", producer: "network", uses }],
});

const contractsOf = (producer: Fields, version = 3) => ({
  network: lockedContractOf(defineContract("network", version, producer), "@o/net"),
});

const breaks = (uses: string[], changed: Fields): ContractBreak[] =>
  findBreaks(lockOf(fields, uses), contractsOf(changed), "the lock");

/** The contract without some of its fields. */
const without = (...names: (keyof typeof fields)[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.some((one) => one === name)));

/** What changes, the fields then, the use which it touches, where it is said to have changed, and to what. */
const CHANGES: [string, Fields, string, Pick<ContractBreak, "field" | "is" | "renamedTo">][] = [
  ["a field removed", without("vpcId"), "vpc_id", { field: "vpc_id", is: null, renamedTo: [] }],
  [
    "a field renamed",
    { ...without("vpcId"), networkId: string() },
    "vpc_id",
    { field: "vpc_id", is: null, renamedTo: ["network_id"] },
  ],
  [
    "a map of objects renamed",
    { ...without("services"), workloads: map(object({ ports: list(), arn: string() })) },
    "services.*.arn",
    { field: "services", is: null, renamedTo: ["workloads"] },
  ],
  [
    "a field removed and two of its type added",
    { ...without("vpcId"), networkId: string(), vpc: string(), other: number() },
    "vpc_id",
    { field: "vpc_id", is: null, renamedTo: ["network_id", "vpc"] },
  ],
  [
    "a field removed and one of another type added",
    { ...without("vpcId"), networkId: number() },
    "vpc_id",
    { field: "vpc_id", is: null, renamedTo: [] },
  ],
  [
    "a string made a number",
    { ...fields, vpcId: number() },
    "vpc_id",
    { field: "vpc_id", is: "number", renamedTo: [] },
  ],
  [
    "a number made a string",
    { ...fields, port: string() },
    "port",
    { field: "port", is: "string", renamedTo: [] },
  ],
  [
    "a boolean made a string",
    { ...fields, isPublic: string() },
    "is_public",
    { field: "is_public", is: "string", renamedTo: [] },
  ],
  [
    "a list made a string",
    { ...fields, names: string() },
    "names",
    { field: "names", is: "string", renamedTo: [] },
  ],
  [
    "a string made an object",
    { ...fields, vpcId: object({ id: string() }) },
    "vpc_id",
    { field: "vpc_id", is: "object (id)", renamedTo: [] },
  ],
  [
    "a map made a list",
    { ...fields, subnetIds: list() },
    "subnet_ids.*",
    { field: "subnet_ids", is: "list", renamedTo: [] },
  ],
  [
    "a map's element narrowed",
    { ...fields, subnetIds: map(string()) },
    "subnet_ids.*",
    { field: "subnet_ids.*", is: "string", renamedTo: [] },
  ],
  [
    "a map's objects made strings",
    { ...fields, services: map(string()) },
    "services.*.arn",
    { field: "services.*", is: "string", renamedTo: [] },
  ],
  [
    "a member of a map's objects lost",
    { ...fields, services: map(object({ ports: list() })) },
    "services.*.arn",
    { field: "services.*.arn", is: null, renamedTo: [] },
  ],
  [
    "a member of a map's objects renamed",
    { ...fields, services: map(object({ ports: list(), id: string() })) },
    "services.*.arn",
    { field: "services.*.arn", is: null, renamedTo: ["id"] },
  ],
  [
    "a member of a map's objects narrowed",
    { ...fields, services: map(object({ arn: list(), ports: list() })) },
    "services.*.arn",
    { field: "services.*.arn", is: "list", renamedTo: [] },
  ],
  [
    "an object made a map which may have the same names",
    { ...fields, site: map(string()) },
    "site.url",
    { field: "site", is: "map of strings", renamedTo: [] },
  ],
  [
    "a map within an object narrowed",
    { ...fields, site: object({ url: string(), origins: map(string()) }) },
    "site.origins.*",
    { field: "site.origins.*", is: "string", renamedTo: [] },
  ],
];

/** A use which none of these changes touches. */
const ELSEWHERE: Readonly<Record<string, string>> = { "services.*.arn": "subnet_ids.*" };

test.each(CHANGES)("%s: breaks who uses it, and nobody else", (_, changed, use, expected) => {
  expect(breaks([use], changed)).toEqual([expect.objectContaining(expected)]);
  expect(breaks([ELSEWHERE[use] ?? "services.*.arn"], changed)).toEqual([]);
  expect(breaks([], changed)).toEqual([]);
});

test.each<[string, Fields]>([
  ["nothing", fields],
  ["a field added", { ...fields, more: string() }],
  [
    "a member added to a map's objects",
    { ...fields, services: map(object({ arn: string(), ports: list(), id: string() })) },
  ],
  ["the order", Object.fromEntries(Object.entries(fields).reverse())],
  ["a description", { ...fields, vpcId: string("Another one.") }],
])("%s changed: breaks nobody, whatever is used", (_, changed) => {
  const uses = [
    "vpc_id",
    "port",
    "is_public",
    "names",
    "subnet_ids.*",
    "services.*.arn",
    "services.*.ports",
    "site.url",
  ];
  expect(breaks(uses, changed)).toEqual([]);
});

test("a layer that is gone breaks its readers", () => {
  const [broken] = findBreaks(lockOf(fields, ["vpc_id", "names"]), {}, "the lock");
  expect(broken).toMatchObject({
    field: "",
    version: { was: 3, is: null },
    readers: [{ uses: ["vpc_id", "names"] }],
  });
  expect(broken && contractBroken(broken).message).toMatch(
    /^The layer network \(@o\/net\) is gone.*\n {2}services \(@o\/run\) uses vpc_id, names\n[\s\S]*no longer read network/,
  );
});

test("a field which the lock lost in a merge, while somebody began to use it, breaks him", () => {
  const lock = lockOf(without("vpcId"), ["vpc_id"]);
  expect(findBreaks(lock, contractsOf(without("vpcId")), "the lock")).toMatchObject([
    { field: "vpc_id", is: null },
  ]);
  expect(findBreaks(lock, contractsOf(fields), "the lock")).toEqual([]);
});

test("names that every object of JavaScript has are nothing special", () => {
  const lock = lockOf({ constructor: string() }, ["constructor"]);
  expect(findBreaks(lock, contractsOf({ vpcId: string() }), "the lock")).toMatchObject([
    { field: "constructor" },
  ]);
});

test("all readers of a field stand in one break, with all that they use of it", () => {
  const lock = lockOf(fields, ["services.*.arn", "services.*.ports"]);
  const edges = [
    ...lock.edges,
    { reader: "pipeline", owner: "@o/ship", producer: "network", uses: ["services.*.arn"] },
  ];
  expect(findBreaks({ ...lock, edges }, contractsOf(without("services")), "the lock")).toEqual([
    {
      producer: "network",
      owner: "@o/net",
      field: "services",
      was: "map of objects (arn, ports)",
      is: null,
      renamedTo: [],
      readers: [
        { reader: "services", owner: "@o/run", uses: ["services.*.arn", "services.*.ports"] },
        { reader: "pipeline", owner: "@o/ship", uses: ["services.*.arn"] },
      ],
      version: { was: 3, is: 3 },
      lock: "the lock",
    },
  ]);
});

describe("the sentence", () => {
  const sentence = (uses: string[], changed: Fields, version = 3): string =>
    findBreaks(lockOf(fields, uses), contractsOf(changed, version), "the lock")
      .map((broken) => contractBroken(broken).message)
      .join("\n\n");

  test("of a removal", () => {
    expect(sentence(["vpc_id"], without("vpcId"))).toBe(
      [
        "network (@o/net) no longer publishes vpc_id, a string, and other layers use it:",
        "  services (@o/run) uses vpc_id",
        "So says the lock. What is deployed of them needs it until they are deployed again without it.",
        "The contract still calls itself version 3, though it is not what it was.",
        "Do it in two steps, each merged and deployed before the next:",
        "  1. Let services stop using it, and keep it in packages/network/src/contract.ts until then. Run ./strata contracts update.",
        "  2. In a change of its own, remove vpcId from packages/network/src/contract.ts and raise the contract's version. " +
          "Run ./strata contracts update.",
      ].join("\n"),
    );
  });

  test("of a rename", () => {
    const text = sentence(["vpc_id"], { ...without("vpcId"), networkId: string() });
    expect(text).toContain(
      "network (@o/net) renames vpc_id, a string, to network_id, and other layers use it:",
    );
    expect(text).toContain(
      "1. In packages/network/src/contract.ts, keep vpcId as it was and add networkId beside it; " +
        "publish both, and let services use the new one.",
    );
  });

  test("of a rename to one of several", () => {
    expect(sentence(["vpc_id"], { ...without("vpcId"), networkId: string(), vpc: string() })).toContain(
      "renames vpc_id, a string, it seems to one of network_id, vpc, and other layers",
    );
  });

  test("of another type", () => {
    const text = sentence(["subnet_ids.*"], { ...fields, subnetIds: map(string()) });
    expect(text).toContain(
      "network (@o/net) changes subnet_ids.* from a list to a string, and other layers use it:",
    );
    expect(text).toContain("keep subnetIds as it was and add a field of the new type beside it");
  });

  test("doesn't ask for a version which is raised already", () => {
    expect(sentence(["vpc_id"], without("vpcId"), 4)).not.toContain("still calls itself");
  });
});

describe("whatever the contract", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const { type } = fc.letrec<{ type: Fields[string] }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(string(), number(), boolean(), list()),
      tie("type").map((element) => map(element)),
      fc.dictionary(name, tie("type"), { minKeys: 1, maxKeys: 4 }).map((members) => object(members)),
    ),
  }));
  const contract = fc.dictionary(name, type, { minKeys: 1, maxKeys: 6 });

  /** The paths of all values, as a reader uses them. */
  const paths = (of: Fields[string], at: string): string[] => {
    if (of.kind === "map") return paths({ ...of.element, description: "" }, `${at}.*`);
    if (of.kind !== "object") return [at];
    return Object.entries(of.fields).flatMap(([key, member]) =>
      paths({ ...member, description: "" }, `${at}.${key}`),
    );
  };
  const allPaths = (of: Fields): string[] => Object.entries(of).flatMap(([key, one]) => paths(one, key));

  test("adding fields never breaks anybody", () => {
    fc.assert(
      fc.property(contract, contract, (before, more) => {
        const found = findBreaks(
          lockOf(before, allPaths(before)),
          contractsOf({ ...more, ...before }),
          "the lock",
        );
        expect(found).toEqual([]);
      }),
    );
  });

  test("adding members to objects, however deep, never breaks anybody", () => {
    const grown = (of: Fields[string], added: Fields[string]): Fields[string] => {
      if (of.kind === "map") return map(grown({ ...of.element, description: "" }, added));
      if (of.kind !== "object") return of;
      const members = Object.entries(of.fields).map(
        ([key, member]) => [key, grown({ ...member, description: "" }, added)] as const,
      );
      return object({ ...Object.fromEntries(members), addedMember: added });
    };
    fc.assert(
      fc.property(contract, type, (before, added) => {
        const after = Object.fromEntries(
          Object.entries(before).map(([key, one]) => [key, grown(one, added)]),
        );
        expect(findBreaks(lockOf(before, allPaths(before)), contractsOf(after), "the lock")).toEqual([]);
      }),
    );
  });

  test("removing a used field always breaks its reader, and removing one that nobody uses never does", () => {
    fc.assert(
      fc.property(contract, contract, fc.nat(), (before, more, pick) => {
        const names = Object.keys(before);
        const gone = names[pick % names.length] ?? "";
        const keep = ([key]: [string, unknown]): boolean => key !== gone;
        const after = Object.fromEntries([...Object.entries(more), ...Object.entries(before)].filter(keep));
        const isGone = (path: string): boolean => path.split(".")[0] === gone;
        const uses = allPaths(before);
        const used = findBreaks(lockOf(before, uses), contractsOf(after), "the lock");
        expect(used).toMatchObject([{ field: gone, is: null, readers: [{ uses: uses.filter(isGone) }] }]);
        const unused = uses.filter((path) => !isGone(path));
        expect(findBreaks(lockOf(before, unused), contractsOf(after), "the lock")).toEqual([]);
      }),
    );
  });
});

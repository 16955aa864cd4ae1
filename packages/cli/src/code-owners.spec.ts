import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CODE_OWNERS_FILE, ownersRules, printOwners } from "./code-owners";
import { repositoryRules } from "./commands/owners";
import type { ContractsLock } from "./contracts/lock";
import { discoverLayers, loadLayer, ROOT } from "./workspace";

const text = readFileSync(join(ROOT, CODE_OWNERS_FILE), "utf8");

/** Whom GitHub asks for a file, as far as it goes with the patterns which are written here. */
function asked(codeOwners: string, path: string): string[] {
  const fitting = codeOwners
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" "))
    .filter(([pattern = ""]) =>
      pattern === "*" || pattern.endsWith("/")
        ? `/${path}`.startsWith(pattern.replace("*", "/"))
        : `/${path}` === pattern,
    );
  return fitting.at(-1)?.slice(1) ?? [];
}

test("CODEOWNERS is what the layers say; if not: ./strata owners", () => {
  expect(text).toBe(printOwners(repositoryRules(ROOT)));
});

test.each(discoverLayers().map((layer) => [layer.name, loadLayer(layer).owner] as const))(
  "%s asks %s for its stack, its settings and its waivers",
  (layer, owner) => {
    for (const file of ["src/stack.ts", "environments/sbcntr.ts", "waivers.json"])
      expect(asked(text, `packages/${layer}/${file}`)).toEqual([owner]);
  },
);

test("a contract asks its owner, and the owner of every layer which declares that it reads it", () => {
  const layers = discoverLayers().map(loadLayer);
  for (const { name, owner } of layers) {
    const readers = layers.filter(({ reads }) => reads.some((contract) => contract.name === name));
    const expected = new Set([owner, ...readers.map((reader) => reader.owner)]);
    expect(new Set(asked(text, `packages/${name}/src/contract.ts`))).toEqual(expected);
  }
  expect(asked(text, "packages/network/src/contract.ts")).toEqual([
    "@strata/network-team",
    "@strata/data-team",
    "@strata/delivery-team",
    "@strata/services-team",
  ]);
});

test.each([
  ["access.lock.json", ["@strata/platform-team"]],
  ["CODEOWNERS", ["@strata/platform-team"]],
  [".github/workflows/merge.yml", ["@strata/platform-team"]],
  ["packages/core/src/errors.ts", ["@strata/platform-team"]],
  ["environments/sbcntr.ts", ["@strata/platform-team"]],
  ["contracts.lock.json", []],
])("%s asks %j", (file, owners) => {
  expect(asked(text, file)).toEqual(owners);
});

test("a reader more is one more who is asked, once, however many of its owner's layers read", () => {
  const contract = { version: 1, digest: "d", fields: {} };
  const lock: ContractsLock = {
    version: 1,
    contracts: { network: { ...contract, owner: "@o/net" }, shop: { ...contract, owner: "@o/shop" } },
    edges: ["shop", "search"].map((reader) => ({ reader, owner: "@o/shop", producer: "network", uses: [] })),
  };
  const layers = [
    { name: "shop", folder: "packages/shop", bootstrap: false },
    { name: "network", folder: "packages/network", bootstrap: false },
  ];
  const rules = ownersRules(lock, layers).filter(({ pattern }) => pattern.startsWith("/packages/"));
  expect(rules).toEqual([
    { pattern: "/packages/network/", owners: ["@o/net"], why: "the layer network" },
    {
      pattern: "/packages/network/src/contract.ts",
      owners: ["@o/net", "@o/shop"],
      why: "the contract of network, read by search, shop",
    },
    { pattern: "/packages/shop/", owners: ["@o/shop"], why: "the layer shop" },
  ]);
});

test("what a layer of another repository asks for asks its owner, those whose layers it reads, and the platform's", () => {
  const contract = { version: 1, digest: "d", fields: {} };
  const lock: ContractsLock = {
    version: 1,
    contracts: { base: { ...contract, owner: "@o/base" }, network: { ...contract, owner: "@o/net" } },
    edges: [{ reader: "search", owner: "@o/search", producer: "network", uses: [] }],
  };
  const layers = [
    { name: "base", folder: "packages/base", bootstrap: true },
    { name: "network", folder: "packages/network", bootstrap: false },
  ];
  const text = printOwners(ownersRules(lock, layers));
  expect(asked(text, "readers/search.json")).toEqual(["@o/search", "@o/net", "@o/base"]);
  expect(asked(text, "packages/network/src/contract.ts")).toEqual(["@o/net", "@o/search"]);
});

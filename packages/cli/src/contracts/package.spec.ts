import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineContract, list, map, number, object, string, type Fields } from "@strata/core";
import { parse } from "yaml";
import { discoverLayers, loadLayer, ROOT } from "../workspace";
import { contractManifest, contractPackageVersion, type PackageVersion } from "./package";

const version = (fields: Fields, major = 1): string =>
  contractPackageVersion(defineContract("shop", major, fields));

test.each<[string, Fields, string]>([
  ["one field", { id: string() }, "1.1.0"],
  ["a map, whatever it will hold", { id: string(), zones: map(list()) }, "1.2.0"],
  ["objects by their members", { sites: map(object({ url: string(), ports: map(number()) })) }, "1.2.0"],
])("a package has the contract's version and the count of its values: %s", (_, fields, expected) => {
  expect(version(fields)).toBe(expected);
  expect(version({ ...fields, more: string() }) > expected).toBe(true);
});

test("a raised version is a new major version", () => {
  expect(version({ id: string() }, 2)).toBe("2.1.0");
});

test("it depends on the core that it was made with, and holds the contract only", () => {
  const manifest = contractManifest(defineContract("shop", 1, { id: string() }), "@strata/shop", {
    name: "@strata/core",
    version: "1.2.3",
  });
  expect(manifest).toEqual({
    name: "@strata/shop-contract",
    version: "1.1.0",
    description: "What the layer shop publishes.",
    license: "Apache-2.0",
    exports: { ".": "./contract.js" },
    files: ["contract.js", "contract.d.ts"],
    dependencies: { "@strata/core": "1.2.3" },
  });
});

test.each(discoverLayers().map((layer) => [layer.name, layer] as const))(
  "what the package of %s holds needs nothing but core",
  (_, { directory }) => {
    const files = ["contract.js", "contract.d.ts"].map((name) =>
      readFileSync(join(directory, "dist", name), "utf8"),
    );
    const imports = files.flatMap((text) => [...text.matchAll(/(?:from|require\(|import\()\s*"([^"]+)"/g)]);
    expect(imports.length).toBeGreaterThan(0);
    expect(new Set(imports.map(([, name]) => name))).toEqual(new Set(["@strata/core"]));
  },
);

test("examples/search takes what is packed of this checkout, with the same libraries", () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
  const version = (folder: string): string =>
    (JSON.parse(read(`${folder}/package.json`)) as PackageVersion).version;
  const { catalog } = parse(read("pnpm-workspace.yaml")) as { catalog: Record<string, string> };
  const network = discoverLayers()
    .map(loadLayer)
    .find(({ name }) => name === "network");
  const { dependencies } = JSON.parse(read("examples/search/package.json")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies).toEqual({
    ...Object.fromEntries(
      ["@cdktf/provider-aws", "cdktf", "constructs", "zod"].map((name) => [name, catalog[name]]),
    ),
    "@strata/core": version("packages/core"),
    "@strata/environments": version("environments"),
    "@strata/network-contract": network && contractPackageVersion(network.publishes),
  });
});

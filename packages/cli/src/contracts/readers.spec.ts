import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineContract, list, map, string } from "@strata/core";
import { lockedContractOf } from "./lock";
import {
  admitted,
  parseReader,
  parseStack,
  printReader,
  readerAccess,
  readerEdges,
  readReaders,
  type Platform,
  type Reader,
} from "./readers";

const networkContract = defineContract("network", 2, { vpcId: string(), subnetIds: map(list()) });

const platform: Platform = {
  environments: ["prod", "test"],
  layers: ["network", "services"],
  contracts: { network: lockedContractOf(networkContract, "@o/net") },
};

/** A synthesized stack which uses some values of the network. */
const stackOf = (fields: readonly string[], { layer = "search", environment = "test", version = 2 } = {}) =>
  parseStack(
    JSON.stringify({
      "//": {
        strata: {
          layer,
          owner: "@o/search",
          environment,
          reads: [
            {
              name: "network",
              version,
              types: Object.fromEntries(fields.map((field) => [field.replace("*", "app"), { field }])),
            },
          ],
        },
      },
      resource: { aws_instance: {}, terraform_data: {} },
      data: { aws_ssm_parameter: {}, terraform_remote_state: {} },
    }),
    "the stack",
  );

const search = admitted(undefined, stackOf(["vpc_id", "subnet_ids.*"]), "o/search", platform);

test("is what its stack says", () => {
  expect(search).toEqual({
    version: 1,
    layer: "search",
    owner: "@o/search",
    repository: "o/search",
    environments: {
      test: {
        uses: { network: ["subnet_ids.*", "vpc_id"] },
        resources: ["aws_instance"],
        data: ["aws_ssm_parameter"],
      },
    },
  });
  expect(parseReader(printReader(search), "the file")).toEqual(search);
});

test("has one edge for all its environments, and access in those that it is in", () => {
  const both = admitted(search, stackOf(["vpc_id"], { environment: "prod" }), undefined, platform);
  expect(readerEdges(both)).toEqual([
    { reader: "search", owner: "@o/search", producer: "network", uses: ["subnet_ids.*", "vpc_id"] },
  ]);
  expect(readerAccess(both, "prod")).toEqual({
    repository: "o/search",
    reads: ["network"],
    resources: ["aws_instance"],
    data: ["aws_ssm_parameter"],
  });
  expect(readerAccess(search, "prod")).toBeUndefined();
});

test.each<[string, ReturnType<typeof stackOf>, string, RegExp]>([
  [
    "the name of a layer of this repository",
    stackOf([], { layer: "services" }),
    "reader-name-taken",
    /"services"/,
  ],
  ["an environment that is not there", stackOf([], { environment: "demo" }), "unknown-environment", /demo/],
  [
    "another version",
    stackOf([], { version: 1 }),
    "reader-not-served",
    /version 1 .*\(@o\/net\).* version 2\. Take/,
  ],
  [
    "a field that is not published",
    stackOf(["zone_ids.*"]),
    "reader-not-served",
    /does not publish zone_ids/,
  ],
])("is refused: %s", (_, stack, code, message) => {
  expect(() => admitted(undefined, stack, undefined, platform)).toThrow(
    expect.objectContaining({
      code,
      exitCode: 3,
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});

test("is refused: a layer that nobody has", () => {
  expect(() => admitted(undefined, stackOf(["vpc_id"]), undefined, { ...platform, contracts: {} })).toThrow(
    /no layer "network"/,
  );
});

test.each([
  ["", "stack-unreadable"],
  ["{}", "stack-unreadable"],
  ['{"//": {"strata": {"layer": "../search"}}}', "stack-unreadable"],
])("what is no stack: %s", (text, code) => {
  expect(() => parseStack(text, "cdk.tf.json")).toThrow(
    expect.objectContaining({
      code,
      message: expect.stringMatching(/^cdk\.tf\.json is not/) as string,
    }) as Error,
  );
});

describe("the folder", () => {
  let root: string;
  const layers = [{ name: "network" }];
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "strata-readers-"))));
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const write = (name: string, reader: Partial<Reader>): void => {
    mkdirSync(join(root, "readers"), { recursive: true });
    writeFileSync(join(root, "readers", name), JSON.stringify(reader));
  };

  test("need not be there", () => {
    expect(readReaders(root, layers)).toEqual([]);
  });

  test("has a file for each", () => {
    write("search.json", search);
    expect(readReaders(root, layers)).toEqual([search]);
  });

  test.each<[string, string, Partial<Reader>, RegExp]>([
    ["of another name", "find.json", search, /^readers\/find\.json .*of the layer search.*contracts admit/],
    ["of another version", "search.json", { ...search, version: 2 as 1 }, /^readers\/search\.json .*version/],
    ["without an owner", "search.json", { ...search, owner: undefined as never }, /owner/],
    ["with something else for a repository", "search.json", { ...search, repository: "x" }, /OWNER\/NAME/],
    [
      "of a layer of this repository",
      "network.json",
      { ...search, layer: "network" },
      /^readers\/network\.json .*layer "network" itself/,
    ],
  ])("a file %s is refused", (_, name, reader, message) => {
    write(name, reader);
    expect(() => readReaders(root, layers)).toThrow(message);
  });

  test("a folder in the place of a file is refused", () => {
    mkdirSync(join(root, "readers/search.json"), { recursive: true });
    expect(() => readReaders(root, layers)).toThrow(/^readers\/search\.json can't be read: it is a folder\./);
  });
});

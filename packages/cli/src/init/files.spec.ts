import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment, EnvironmentInput } from "../core";
import type { LayerPackage } from "../workspace";
import { checkNew, checkPrefix, writeFiles, yoursIn, type NewFile } from "./files";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-init-"));
  write(
    "environments/shop.ts",
    "/** The blueprint `shop`: a shop. It is small. */\nexport const environment = {};\n",
  );
  write(
    "packages/network/environments/shop.ts",
    'zones: ["example.com", "www.example.com", "my-example.com"],\n',
  );
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const layers = (): LayerPackage[] => [
  {
    name: "network",
    packageName: "@x/network",
    directory: join(root, "packages/network"),
    holds: "",
    bootstrap: false,
    optional: false,
    docker: false,
    dependencies: [],
    layerModule: "",
  },
];
const shop: Environment = {
  name: "shop",
  project: "shop",
  account: "123456789012",
  region: "eu-west-1",
  namePrefix: "shop",
  protected: false,
  domain: "example.com",
  administrators: [],
  tags: {},
};
const prod: EnvironmentInput = { ...shop, name: "prod", protected: true, domain: "shop.example.org" };

/** What `filesOf` gives, in a process of its own: jest can't load prettier. */
const files = (values: EnvironmentInput): NewFile[] => {
  const call = `require(${JSON.stringify(join(__dirname, "files.js"))}).filesOf(...${JSON.stringify([root, layers(), shop, values])})`;
  const program = `${call}.then((files) => console.log(JSON.stringify(files)), (error) => { console.error(error.message); process.exit(1); })`;
  return JSON.parse(
    execFileSync(process.execPath, ["-e", program], { encoding: "utf8", stdio: "pipe" }),
  ) as NewFile[];
};

test("an environment is written from its values, as prettier writes it, and settings are copied with the new domain", () => {
  expect(
    files({ ...prod, administrators: ["198.51.100.7/32"], tags: { "cost-centre": "4", Team: 'a "b"' } }),
  ).toEqual([
    {
      path: "environments/prod.ts",
      content: `import type { EnvironmentInput } from "@strata/core";

/** Begun from the blueprint \`shop\`: a shop. */
export const environment: EnvironmentInput = {
  name: "prod",
  project: "shop",
  account: "123456789012",
  region: "eu-west-1",
  namePrefix: "shop",
  // Deletion protection and final snapshots: nothing that holds data can be destroyed by mistake.
  protected: true,
  domain: "shop.example.org",
  administrators: ["198.51.100.7/32"],
  tags: { "cost-centre": "4", Team: 'a "b"' },
};
`,
    },
    {
      path: "packages/network/environments/prod.ts",
      content: 'zones: ["shop.example.org", "www.shop.example.org", "my-example.com"],\n',
    },
  ]);
});

test("an environment to throw away says so", () => {
  expect(files({ ...prod, protected: false })[0]?.content).toContain(
    "  // Made to be thrown away: it can be destroyed with its data.\n  protected: false,\n",
  );
});

test("a layer without settings to begin from", () => {
  rmSync(join(root, "packages/network/environments/shop.ts"));
  expect(() => files(prod)).toThrow("packages/network/environments/shop.ts does not exist");
});

test("what is there is not written over, and all of it is named", () => {
  expect(() => {
    checkNew(root, layers(), "prod");
  }).not.toThrow();
  expect(() => {
    checkNew(root, layers(), "shop");
  }).toThrow("is there already: environments/shop.ts, packages/network/environments/shop.ts.");
});

test("all files are written, or none", () => {
  const both = [
    { path: "environments/prod.ts", content: "a" },
    { path: "environments/shop.ts", content: "b" },
  ];
  expect(() => {
    writeFiles(root, both);
  }).toThrow("EEXIST");
  expect(existsSync(join(root, "environments/prod.ts"))).toBe(false);
  expect(readFileSync(join(root, "environments/shop.ts"), "utf8")).toContain("The blueprint");
  writeFiles(root, both.slice(0, 1));
  expect(readFileSync(join(root, "environments/prod.ts"), "utf8")).toBe("a");
});

test("two environments of an account don't share a prefix", () => {
  expect(() => {
    checkPrefix(prod, [shop]);
  }).toThrow('Names of environment shop, in the same account 123456789012, begin with "shop" already');
  expect(() => {
    checkPrefix(prod, [{ ...shop, account: "210987654321" }]);
    checkPrefix({ ...prod, namePrefix: "prod" }, [shop]);
  }).not.toThrow();
});

test("lines which only a person can complete are found", () => {
  const content = 'a: 1,\nrepository: "owner/shop", // Yours: the repository\n';
  expect(yoursIn([{ path: "x.ts", content }])).toEqual([{ path: "x.ts", line: 2, what: "the repository" }]);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames, loadEnvironment } from "./environment";
import { stateKey, stateLocation } from "./state";

const directory = mkdtempSync(join(tmpdir(), "strata-environments-"));
const valid = {
  name: "dev",
  project: "shop",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "shop-dev",
};

const write = (name: string, environment: object): void => {
  writeFileSync(join(directory, `${name}.js`), `exports.environment = ${JSON.stringify(environment)};`);
};

beforeAll(() => {
  write("dev", valid);
  write("account", { ...valid, name: "account", account: "1234" });
  write("renamed", valid);
  writeFileSync(join(directory, "index.js"), "");
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("an environment is protected unless it says otherwise", () => {
  expect(loadEnvironment(directory, "dev")).toEqual({
    ...valid,
    protected: true,
    administrators: [],
    tags: {},
  });
});

test("an unknown name is refused with the known ones", () => {
  expect(environmentNames(directory)).toEqual(["account", "dev", "renamed"]);
  expect(() => loadEnvironment(directory, "prod")).toThrow(
    'There is no environment "prod". Known: account, dev, renamed.',
  );
});

test.each([
  [
    "account",
    'environments/account.ts: 1 wrong setting.\n  account: must be the 12 digits of an AWS account (given: "1234")',
  ],
  [
    "renamed",
    'environments/renamed.ts: 1 wrong setting.\n  name: must be "renamed", as the file (given: "dev")',
  ],
])("%s.ts is refused", (name, message) => {
  expect(() => loadEnvironment(directory, name)).toThrow(message);
});

test("bucket, alias and key come from the environment", () => {
  const environment = loadEnvironment(directory, "dev");
  expect(stateLocation(environment)).toEqual({
    bucket: "shop-dev-tfstate-123456789012-ap-northeast-2",
    kmsAlias: "alias/shop-dev-tfstate",
    region: "ap-northeast-2",
  });
  expect(stateKey(environment, "network")).toBe("dev/network.tfstate");
});

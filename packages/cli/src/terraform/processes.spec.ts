import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayWorkOn } from "./processes";

const backend = { bucket: "states", key: "dev/network.tfstate", region: "ap-northeast-2" };

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "strata-data-"));
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true });
});

const record = (text: string): void => {
  writeFileSync(join(dataDirectory, "terraform.tfstate"), text);
};
const initializedFor = (key: string): void => {
  record(JSON.stringify({ backend: { config: { ...backend, key } } }));
};

test.each<[string, () => void, boolean]>([
  [
    "this state",
    () => {
      initializedFor(backend.key);
    },
    true,
  ],
  [
    "another state",
    () => {
      initializedFor("dev/database.tfstate");
    },
    false,
  ],
  ["a state in a file", () => undefined, false],
  [
    "nobody can tell what",
    () => {
      record("{");
    },
    true,
  ],
])("a Terraform which was initialized for %s", (_, prepare, expected) => {
  prepare();
  expect(mayWorkOn({ pid: 1, dataDirectory }, backend, {})).toBe(expected);
});

test("a Terraform which hides where it works may be at work on anything", () => {
  expect(mayWorkOn({ pid: 1 }, backend, {})).toBe(true);
});

test.each([
  ["the same endpoint", "http://127.0.0.1:5000", true],
  ["another endpoint, where a bucket of that name is another one", "http://127.0.0.1:5001", false],
  ["AWS itself", undefined, false],
])("a Terraform which talks to %s", (_, endpoint, expected) => {
  initializedFor(backend.key);
  const process = { pid: 1, dataDirectory, ...(endpoint !== undefined && { endpoint }) };
  expect(mayWorkOn(process, backend, { AWS_ENDPOINT_URL: "http://127.0.0.1:5000" })).toBe(expected);
});

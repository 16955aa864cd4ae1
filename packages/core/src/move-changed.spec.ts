import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moveChanged } from "./move-changed";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-move-"));
  mkdirSync(join(root, "from/stacks/network"), { recursive: true });
  mkdirSync(join(root, "to"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test("files go where they belong, with their folders", () => {
  writeFileSync(join(root, "from/stacks/network/cdk.tf.json"), "{}");
  moveChanged(join(root, "from"), join(root, "to"));
  expect(readFileSync(join(root, "to/stacks/network/cdk.tf.json"), "utf8")).toBe("{}");
});

test("what has changed is replaced by another file, and what has not stays the same one", () => {
  for (const [file, text] of Object.entries({ "to/changed": "old", "to/same": "text", "to/other": "kept" }))
    writeFileSync(join(root, file), text);
  const numbers = (): number[] => ["changed", "same"].map((name) => statSync(join(root, "to", name)).ino);
  const [changed, same] = numbers();
  writeFileSync(join(root, "from/changed"), "new");
  writeFileSync(join(root, "from/same"), "text");
  moveChanged(join(root, "from"), join(root, "to"));
  expect(["changed", "same", "other"].map((name) => readFileSync(join(root, "to", name), "utf8"))).toEqual([
    "new",
    "text",
    "kept",
  ]);
  expect(numbers()[0]).not.toBe(changed);
  expect(numbers()[1]).toBe(same);
});

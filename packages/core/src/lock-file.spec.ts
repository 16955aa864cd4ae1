import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessLockMissing } from "./errors";
import { readLockFile } from "./lock-file";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-lock-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const read = (file: string): string =>
  readLockFile(root, file, accessLockMissing, (text, where) => `${where}: ${text}`);

test("a file is read, and called by its name in the checkout", () => {
  writeFileSync(join(root, "a.lock.json"), "text");
  expect(read("a.lock.json")).toBe("a.lock.json: text");
});

test("a file that is not there has its own sentence", () => {
  expect(() => read("a.lock.json")).toThrow(accessLockMissing("a.lock.json"));
});

test("a folder in its place is refused in a sentence", () => {
  mkdirSync(join(root, "a.lock.json"));
  expect(() => read("a.lock.json")).toThrow(/^a\.lock\.json can't be read: EISDIR/);
});

import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LineFollower } from "./events";

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "strata-"))));
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test("gives each line once, and none before it is whole", () => {
  const file = join(directory, "events");
  const follower = new LineFollower(file);
  expect(follower.next()).toEqual([]);
  appendFileSync(file, "one\ntw");
  expect(follower.next()).toEqual(["one"]);
  expect(follower.next()).toEqual([]);
  appendFileSync(file, "o\n\nthree\n");
  expect(follower.next()).toEqual(["two", "", "three"]);
});

test("puts letters together which were written in two halves", () => {
  const file = join(directory, "events");
  const follower = new LineFollower(file);
  const bytes = Buffer.from("ä\n");
  appendFileSync(file, bytes.subarray(0, 1));
  expect(follower.next()).toEqual([]);
  appendFileSync(file, bytes.subarray(1));
  expect(follower.next()).toEqual(["ä"]);
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRecord, removeRecord } from "./record";

const record = { pid: 4711, port: 5566, token: "t", startedAt: "2026-01-01T00:00:00Z" };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-record-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const write = (text: string): Promise<void> => writeFile(join(directory, "emulator.json"), text);

test("a record is read as it was written", async () => {
  await write(JSON.stringify(record));
  await expect(readRecord(directory)).resolves.toEqual(record);
});

test.each([
  ["nothing", ""],
  ["half a record", '{"pid": 4711, "po'],
  ["another file", "[]"],
  ["null", "null"],
  // process.kill(0) and process.kill(-1) would end far more than the emulator.
  ["a process id of a group", JSON.stringify({ ...record, pid: 0 })],
  ["a process id of everything", JSON.stringify({ ...record, pid: -1 })],
  ["no token", JSON.stringify({ ...record, token: "" })],
])("%s is no record", async (_, text) => {
  await write(text);
  await expect(readRecord(directory)).resolves.toBeUndefined();
});

test("removing is done once it is gone", async () => {
  await write(JSON.stringify(record));
  await removeRecord(directory);
  await removeRecord(directory);
  await expect(readRecord(directory)).resolves.toBeUndefined();
});

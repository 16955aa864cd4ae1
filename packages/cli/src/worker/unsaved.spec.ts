import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { State } from "../state-store";
import { unsavedResources } from "./unsaved";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const hook = (type: string, action: string, addr: string, id?: string): string =>
  JSON.stringify({ type, hook: { resource: { addr }, action, ...(id !== undefined && { id_value: id }) } });

const log = (name: string, ...lines: string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
};

const state = (...resources: State["resources"][number][]): State => ({
  serial: 1,
  lineage: "l",
  outputs: {},
  resources,
});

test("what was made and what was begun is unsaved, as long as the state doesn't know it", () => {
  const file = log(
    "a",
    hook("apply_start", "create", "aws_vpc.main"),
    hook("apply_complete", "create", "aws_vpc.main", "vpc-1"),
    hook("apply_start", "create", "aws_kms_key.key"),
    hook("apply_start", "create", 'aws_subnet.app["a"]'),
    hook("apply_complete", "create", 'aws_subnet.app["a"]', "subnet-1"),
    hook("apply_start", "update", "aws_eip.nat"),
    hook("apply_complete", "update", "aws_eip.nat"),
    "panic: not JSON",
  );
  const subnet = {
    mode: "managed",
    type: "aws_subnet",
    name: "app",
    instances: [{ index_key: "a" }],
  } as const;
  expect(unsavedResources([file], state(subnet))).toEqual([
    { address: "aws_vpc.main", id: "vpc-1" },
    { address: "aws_kms_key.key" },
  ]);
});

test("what was removed again is not there", () => {
  const file = log(
    "a",
    hook("apply_complete", "create", "aws_vpc.main", "vpc-1"),
    hook("apply_complete", "delete", "aws_vpc.main"),
  );
  expect(unsavedResources([file], undefined)).toEqual([]);
});

test("of several logs the last one counts, and one that is gone says nothing", () => {
  const first = log("a", hook("apply_complete", "create", "aws_vpc.main", "vpc-1"));
  const second = log("b", hook("apply_complete", "create", "aws_vpc.main", "vpc-2"));
  expect(unsavedResources([first, join(folder, "gone"), second], undefined)).toEqual([
    { address: "aws_vpc.main", id: "vpc-2" },
  ]);
});

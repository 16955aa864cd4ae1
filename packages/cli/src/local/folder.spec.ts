import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localSecretsUnreadable, type LocalManifest } from "../core";
import { processId } from "../process-id";
import { LocalFolder } from "./folder";

let root: string;
let folder: LocalFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-"));
  folder = new LocalFolder(root, "test");
  mkdirSync(folder.directory, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const manifest = (changes: Partial<LocalManifest> = {}): LocalManifest => ({
  environment: "test",
  prefix: "test",
  published: [],
  tasks: {},
  databases: [],
  secrets: [],
  leftOut: [],
  ...changes,
});

const valuesFile = (): string => join(folder.directory, "secrets.auto.tfvars.json");
const values = (): Record<string, string> =>
  (JSON.parse(readFileSync(valuesFile(), "utf8")) as { secrets: Record<string, string> }).secrets;

test("a password is made once, and only its owner may read it", () => {
  folder.writeSecrets(manifest({ databases: ["main"] }));
  const first = values();
  expect(first["database:main"]).toMatch(/^[\w-]{32}$/);
  expect(statSync(valuesFile()).mode & 0o777).toBe(0o600);
  folder.writeSecrets(manifest({ databases: ["main", "other"] }));
  expect(values()["database:main"]).toBe(first["database:main"]);
  expect(values()["database:other"]).not.toBe(first["database:main"]);
});

test("other secrets are a person's own, and a missing one is named", () => {
  const needs = manifest({ secrets: ["/shop/key", "/shop/other"] });
  const file = join(folder.path, "secrets.json");
  writeFileSync(file, JSON.stringify({ "/shop/key": "k" }));
  expect(() => {
    folder.writeSecrets(needs);
  }).toThrow(/has no value for \/shop\/other/);
  writeFileSync(file, JSON.stringify({ "/shop/key": "k", "/shop/other": "o" }));
  folder.writeSecrets(needs);
  expect(values()).toEqual({ "/shop/key": "k", "/shop/other": "o" });
});

test.each([
  ["{", "it is no JSON"],
  ["hunter2", "it is no JSON"],
  ['["hunter2"]', "it holds something else than texts by names"],
  ['{"a": "1", "b": ["hunter2"]}', "the value of b is no text"],
])("secrets of a person which are %s are refused, and not repeated", (text, reason) => {
  writeFileSync(join(folder.path, "secrets.json"), text);
  // The whole message: no value is in it.
  const message = localSecretsUnreadable(join(folder.path, "secrets.json"), reason);
  expect(() => {
    folder.writeSecrets(manifest());
  }).toThrow(message);
});

test("what a person has written outlives everything else", () => {
  folder.writeSecrets(manifest({ databases: ["main"] }));
  const own = join(folder.path, "secrets.json");
  writeFileSync(own, "{}");
  folder.clear();
  expect(existsSync(own)).toBe(true);
  expect(existsSync(folder.directory)).toBe(false);
  rmSync(own);
  folder.clear();
  expect(existsSync(folder.path)).toBe(false);
});

const nothing = (): Promise<void> => Promise.resolve();

test("two commands don't work at once", async () => {
  await folder.locked("up", async () => {
    await expect(folder.locked("down", nothing)).rejects.toMatchObject({
      code: "local-busy",
      exitCode: 3,
      message: expect.stringContaining("./strata local up is at work on test already") as string,
    });
  });
  await folder.locked("down", nothing);
});

test("the lock of a command that was killed is no lock", async () => {
  const dead = { ...processId(process.pid), startTime: "1" };
  writeFileSync(join(folder.path, "lock"), JSON.stringify({ command: "up", process: dead }));
  await folder.locked("down", nothing);
  expect(existsSync(join(folder.path, "lock"))).toBe(false);
});

test("what Terraform has written down, be it in use or on its way out", () => {
  expect([...folder.knownIds]).toEqual([]);
  const instances = [{ attributes: { id: "a" } }, { deposed: "x", attributes: { id: "b" } }];
  writeFileSync(join(folder.directory, "terraform.tfstate"), JSON.stringify({ resources: [{ instances }] }));
  expect([...folder.knownIds]).toEqual(["a", "b"]);
  // Terraform leaves an empty file where it was killed at the wrong time.
  writeFileSync(join(folder.directory, "terraform.tfstate"), "");
  expect([...folder.knownIds]).toEqual([]);
});

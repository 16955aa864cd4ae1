/** The contracts of this very repository hold. It runs on every change: whatever changed, this is looked at. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverLayers, loadLayer, ROOT } from "../workspace";
import { findBreaks } from "./breaks";
import { ACCESS_LOCK_FILE, parseAccessLock, printAccessLock } from "../core";
import { accessDifferences } from "./access-differences";
import { currentLocks } from "./current";
import { differences } from "./differences";
import { LOCK_FILE, parseLock, printLock } from "./lock";
import { readerEdges, readReaders } from "./readers";

jest.setTimeout(120_000);

const layers = discoverLayers();
const text = readFileSync(join(ROOT, LOCK_FILE), "utf8");
const lock = parseLock(text, LOCK_FILE);
const { contracts: now, access } = currentLocks(ROOT, layers);

test("no reader loses what it uses", () => {
  expect(findBreaks(lock, now.contracts, LOCK_FILE)).toEqual([]);
});

test("the lock is up to date; if not: ./strata contracts update", () => {
  expect(differences(lock, now)).toEqual([]);
  expect(text).toBe(printLock(now));
});

test("the lock of the access is up to date; if not: ./strata contracts update", () => {
  const present = readFileSync(join(ROOT, ACCESS_LOCK_FILE), "utf8");
  expect(accessDifferences(parseAccessLock(present, ACCESS_LOCK_FILE), access)).toEqual([]);
  expect(present).toBe(printAccessLock(access));
});

test("a layer has access to the states that it declares to read, and to no others", () => {
  const declared = new Map([
    ...layers.map(loadLayer).map(({ name, reads }) => [name, reads.map((read) => read.name)] as const),
    ...readReaders(ROOT, layers).map(
      (reader) => [reader.layer, readerEdges(reader).map(({ producer }) => producer)] as const,
    ),
  ]);
  const found = Object.values(access.environments).flatMap((environment) => Object.entries(environment));
  const beyond = found.filter(([layer, { reads }]) =>
    reads.some((one) => !declared.get(layer)?.includes(one)),
  );
  expect(beyond).toEqual([]);
  expect(found.filter(([, { reads }]) => reads.length > 0)).not.toEqual([]);
});

test("the foundation, which makes the roles, has none in it", () => {
  const names = Object.values(access.environments).flatMap((environment) => Object.keys(environment));
  expect(names).toContain("network");
  expect(names).not.toContain("foundation");
});

test("every edge that a layer declares is in it, and uses something", () => {
  const declared = layers
    .map(loadLayer)
    .flatMap(({ name, reads }) => reads.map((read) => `${name} ${read.name}`));
  expect(declared.length).toBeGreaterThan(0);
  const found = now.edges.map(({ reader, producer }) => `${reader} ${producer}`);
  expect(found.slice(0, declared.length)).toEqual(declared);
  expect(found.slice(declared.length)).toEqual(
    readReaders(ROOT, layers).flatMap((reader) =>
      readerEdges(reader).map(({ producer }) => `${reader.layer} ${producer}`),
    ),
  );
  // No environment of this repository has the optional ones.
  const optional = layers.filter((layer) => layer.optional).map(({ name }) => name);
  const unused = now.edges.filter(({ uses }) => uses.length === 0);
  expect(
    unused.filter(({ reader, producer }) => ![reader, producer].some((one) => optional.includes(one))),
  ).toEqual([]);
});

test("names which the settings of some environment choose are not in it", () => {
  // A zone's name has dots itself.
  expect(now.edges.flatMap(({ uses }) => uses)).toContain("zone_ids.*");
  expect(now.edges.flatMap(({ uses }) => uses).filter((use) => use.includes("example"))).toEqual([]);
});

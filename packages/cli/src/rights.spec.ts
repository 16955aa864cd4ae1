import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCESS_LOCK_FILE, printAccessLock, type AccessLock } from "./core";
import { rightsSince } from "./rights";

jest.setTimeout(60_000);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-rights-"));
  git("init", "-q", "-b", "main");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const git = (...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", ...args],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );

const write = (environments: AccessLock["environments"]): void => {
  writeFileSync(join(root, ACCESS_LOCK_FILE), printAccessLock({ version: 1, environments }));
};

const commit = (): void => {
  git("add", "-A");
  git("commit", "-qm", "x", "--allow-empty");
};

const services = { reads: ["network"], resources: ["aws_ecs_cluster"], data: [] };
const network = { reads: [], resources: ["aws_vpc"], data: [] };

test("an edge that is added is a right that is gained, in the environments which have it", async () => {
  const reads = ["network", "registry"];
  write({ dev: { network, registry: network, services }, prod: { network, registry: network, services } });
  commit();
  git("checkout", "-qb", "branch");
  write({
    dev: { network, registry: network, services },
    prod: { network, registry: network, services: { ...services, reads } },
  });
  commit();
  expect(await rightsSince(root, "main", "dev")).toEqual([]);
  expect(await rightsSince(root, "main", "prod")).toEqual([
    {
      layer: "services",
      gained: { reads: ["registry"], resources: [], data: [] },
      lost: { reads: [], resources: [], data: [] },
    },
  ]);
});

test("what others have changed since the branch was begun is not ours", async () => {
  write({ prod: { network } });
  commit();
  git("checkout", "-qb", "branch");
  commit();
  git("checkout", "-q", "main");
  write({ prod: { network: { ...network, resources: ["aws_eip", "aws_vpc"] } } });
  commit();
  git("checkout", "-q", "branch");
  expect(await rightsSince(root, "main", "prod")).toEqual([]);
});

test("where there was no lock before, every right is new", async () => {
  commit();
  git("checkout", "-qb", "branch");
  write({ prod: { network } });
  commit();
  expect(await rightsSince(root, "main", "prod")).toEqual([
    { layer: "network", gained: network, lost: { reads: [], resources: [], data: [] } },
  ]);
});

import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { REGION } from "./aws";
import { plannedChanges, Strata, succeeded } from "./strata";

/** A few: each process of a run is killed in the story of faults-processes. This is about the layers of a whole platform. */
const KILLS = 4;
const BUCKET = "sbcntr-tfstate-123456789012-ap-northeast-2";

/** Moments between two and forty seconds, which differ in every run; a failure names the one of its run. */
const moments = Array.from({ length: KILLS }, () => 2_000 + Math.round(Math.random() * 38_000));

let strata: Strata;
let s3: S3Client;

beforeAll(async () => {
  strata = await Strata.create();
  s3 = new S3Client({
    endpoint: strata.emulator.url,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  succeeded(await strata.run("bootstrap"));
});

afterAll(async () => {
  await strata.remove();
});

/** Starts a deployment and kills it. Every other time all that it has started is killed with it. */
async function deployAndKill(after: number, withChildren: boolean): Promise<void> {
  const child = strata.start(["deploy"]);
  const { pid } = child;
  if (pid === undefined) throw new Error("./strata did not start");
  const ended = new Promise<void>((resolve) => child.on("close", resolve));
  await Promise.race([ended, sleep(after)]);
  if (child.exitCode === null) process.kill(withChildren ? -pid : pid, "SIGKILL");
  await ended;
}

test("deploy goes on after kill -9 at any moment", async () => {
  for (const [round, after] of moments.entries()) await deployAndKill(after, round % 2 === 1);
  const result = await strata.runJson("deploy");
  expect({ moments, layers: result.layers.filter(({ status }) => status !== "done") }).toEqual({
    moments,
    layers: [],
  });
});

test("and everything is there", async () => {
  expect(plannedChanges(await strata.runJson("plan"))).toEqual([]);
});

test("no lock is left", async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  const keys = Contents.map(({ Key }) => Key);
  expect(keys).toContain("sbcntr/network.tfstate");
  expect(keys.filter((key) => key?.endsWith(".tflock"))).toEqual([]);
});

test("every resource was made once: destroy leaves nothing", async () => {
  const { exitCode, stderr } = await strata.run("demo", "--destroy");
  expect(stderr).toMatch(/Nothing: none of \d+ kinds of resources/);
  expect(exitCode).toBe(0);
});

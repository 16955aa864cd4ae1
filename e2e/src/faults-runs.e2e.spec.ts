import { FaultScene, NO_DAMAGE, SETTLED, sumOf, type Damage } from "./fault-scene";
import { keepTable } from "./results";

/** Requests of a deployment of the registry layer; its destruction makes a few less. */
const REQUESTS = 60;

/** How long AWS does not answer, in milliseconds. */
const STANDSTILL = 10_000;

/** How often AWS is cut off until the end of a run. */
const CUTS = 4;

/** A run that had nothing to complain of. */
const ENDED_WELL = { exitCode: 0, sentences: [], notices: expect.any(Array) as string[] };

let scene: FaultScene;
const rows: string[][] = [];

beforeAll(async () => {
  scene = await FaultScene.create();
});

afterAll(async () => {
  await scene.remove();
});

test("two deployments, and two destructions, of different layers at once", async () => {
  const damages: Damage[] = [];
  for (const command of ["deploy", "destroy"] as const) {
    const said = await Promise.all([scene.run(command, "registry"), scene.run(command, "network")]);
    expect(said).toEqual([ENDED_WELL, ENDED_WELL]);
    const isThere = [(await scene.state("registry")) > 0, (await scene.state("network")) > 0];
    expect(isThere).toEqual(command === "deploy" ? [true, true] : [false, false]);
    damages.push(await scene.networkDamage());
    expect(damages.at(-1)).toEqual(NO_DAMAGE);
  }
  rows.push(
    await scene.settle("runs of two layers at once", damages.length, "both end well", sumOf(damages)),
  );
});

test("two deployments, and two destructions, of a layer at once", async () => {
  let runs = 0;
  for (const command of ["deploy", "destroy"] as const) {
    const said = await Promise.all([scene.run(command), scene.run(command)]);
    expect(said).toEqual([ENDED_WELL, ENDED_WELL]);
    runs++;
    await scene.state();
  }
  rows.push(await scene.settle("two runs of a layer at once", runs, "one waits for the other"));
});

test("AWS stands still in the middle of deployments and destructions", async () => {
  const { proxy, random, seed } = scene;
  const { pid } = scene.strata.emulator;
  let stops = 0;
  for (const command of ["deploy", "destroy", "deploy"] as const) {
    const at = proxy.requests + 1 + Math.floor(random() * REQUESTS * 0.7);
    let stopped = false;
    proxy.judge = ({ number }) => {
      if (stopped || number < at) return undefined;
      stopped = process.kill(pid, "SIGSTOP");
      setTimeout(() => process.kill(pid, "SIGCONT"), STANDSTILL);
      return undefined;
    };
    const { exitCode, sentences } = await scene.run(command);
    proxy.judge = () => undefined;
    expect({ seed, stopped, exitCode, sentences }).toEqual({
      seed,
      stopped: true,
      exitCode: 0,
      sentences: [],
    });
    stops++;
    await scene.state();
  }
  rows.push(
    await scene.settle("SIGSTOP of AWS for 10 seconds", stops, "nothing: the run waits, and ends well"),
  );
});

test("AWS is cut off in the middle of deployments and destructions", async () => {
  const { proxy, random, seed } = scene;
  let cuts = 0;
  for (let round = 0; cuts < CUTS; round++) {
    if (round > 4 * CUTS) throw new Error(`AWS was hardly ever cut off (seed ${seed}).`);
    const from = proxy.requests + 1 + Math.floor(random() * REQUESTS);
    const reaches = random() < 0.5;
    const stopped: Promise<void>[] = [];
    proxy.judge = ({ number }) => {
      if (stopped.length > 0 || number < from) return undefined;
      stopped.push(proxy.stop());
      return reaches ? undefined : "cut before";
    };
    const { sentences } = await scene.run(round % 2 === 0 ? "deploy" : "destroy");
    proxy.judge = () => undefined;
    if (stopped.length === 0) continue;
    cuts++;
    await Promise.all(stopped);
    await proxy.restart();
    const gone = expect.stringMatching(/stopped answering|Nothing answers at/) as string;
    expect({ seed, sentences }).toEqual({ seed, sentences: [gone] });
    await scene.state();
  }
  rows.push(await scene.settle("AWS cut off until the end of the run", cuts, "AWS stopped answering"));
});

test("the table in docs/faults.md says so", () => {
  keepTable("docs/faults.md", "faults-runs", [SETTLED, ...rows]);
});

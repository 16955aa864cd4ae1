import { FaultScene, PROCESSES, SETTLED, type ProcessName, type Said } from "./fault-scene";
import { keepTable } from "./results";

/** Of each process. */
const KILLS = 3;
/** Requests of a deployment of the layer; its destruction makes a few less. */
const REQUESTS = 60;

let scene: FaultScene;
const rows: string[][] = [];

beforeAll(async () => {
  scene = await FaultScene.create();
});

afterAll(async () => {
  await scene.remove();
});

const kill = (pid: number): boolean => {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false; // it ended meanwhile
  }
};

/**
 * Deploys or destroys, and kills a process at a random request to AWS. Half of these requests reach AWS all the same.
 * @returns undefined when there was no such process to hit any more; no words when strata itself was killed
 */
async function runAndKill(
  command: "deploy" | "destroy",
  name: ProcessName,
): Promise<Pick<Said, "sentences"> | undefined> {
  const { proxy, random } = scene;
  const from = proxy.requests + 1 + Math.floor(random() * REQUESTS);
  const reaches = random() < 0.5;
  const hit: number[] = [];
  proxy.judge = ({ number }) => {
    if (hit.length > 0 || number < from) return undefined;
    hit.push(
      ...scene
        .processes()
        .filter((one) => one.name === name && kill(one.pid))
        .map(({ pid }) => pid),
    );
    return hit.length > 0 && !reaches ? "cut before" : undefined;
  };
  const said = await scene.run(command).catch((error: unknown) => {
    if (name === "strata" && hit.length > 0) return { sentences: [] };
    throw error;
  });
  proxy.judge = () => undefined;
  return hit.length > 0 ? said : undefined;
}

/** What a person is told of a killed process, beside what Terraform says of a call that had no answer. */
const TOLD: Readonly<Record<ProcessName, string>> = {
  strata: "by the next run",
  turbo: "the layer was interrupted",
  worker: "the layer's worker was killed",
  terraform: "Terraform was killed by SIGKILL",
  provider: "what Terraform says of it",
};

test.each(PROCESSES)("kill -9 of %s at random moments of deployments and destructions", async (name) => {
  let kills = 0;
  for (let round = 0; kills < KILLS; round++) {
    if (round > 4 * KILLS)
      throw new Error(`${name} was hardly ever there to be killed (seed ${scene.seed}).`);
    const said = await runAndKill(round % 2 === 0 ? "deploy" : "destroy", name);
    if (said !== undefined) kills++;
    await scene.state();
  }
  rows.push(await scene.settle(`kill -9 of ${name}`, kills, TOLD[name]));
});

test("the table in docs/faults.md says so", () => {
  keepTable("docs/faults.md", "faults-processes", [SETTLED, ...rows]);
});

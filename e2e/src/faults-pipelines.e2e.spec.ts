import { FaultScene, SETTLED } from "./fault-scene";
import { keepTable } from "./results";

/** Pipelines at once, in how many checkouts. As on machines of their own, these share AWS and nothing else. */
const PIPELINES = 20;
const CHECKOUTS = 4;

let scene: FaultScene;
const rows: string[][] = [];

beforeAll(async () => {
  scene = await FaultScene.create();
});

afterAll(async () => {
  await scene.remove();
});

test(`${PIPELINES} pipelines on one environment`, async () => {
  const others = Array.from({ length: CHECKOUTS - 1 }, () => scene.strata.elsewhere());
  const checkouts = [scene.strata, ...others];
  try {
    const runs = Array.from({ length: PIPELINES }, (_, number) =>
      scene.run(number % 3 === 2 ? "plan" : "deploy", "registry", checkouts[number % CHECKOUTS]),
    );
    // All of them have to end before anything is judged, or removed.
    const ended = await Promise.allSettled(runs);
    const said = ended.map((one) =>
      one.status === "fulfilled" ? one.value.sentences : [String(one.reason)],
    );
    const locked = expect.stringMatching(
      /^The state of registry in sbcntr is locked by \S+@\S+ .*\.\/strata unlock registry/,
    ) as string;
    expect(said).toEqual(said.map((sentences) => (sentences.length === 0 ? [] : [locked])));
    expect(said).toContainEqual([]);
    await scene.state();
  } finally {
    for (const { checkout } of others) checkout.remove();
  }
  rows.push(
    await scene.settle(
      `${PIPELINES} pipelines at once, in ${CHECKOUTS} checkouts`,
      PIPELINES,
      "one waits for the other, or who holds the lock",
    ),
  );
});

test("the table in docs/faults.md says so", () => {
  keepTable("docs/faults.md", "faults-pipelines", [SETTLED, ...rows]);
});

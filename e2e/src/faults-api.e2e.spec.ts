import { FaultScene } from "./fault-scene";
import type { ApiFault } from "./faulty-aws";
import { keepTable } from "./results";

/** How many answers are spoilt in each way. Half an answer ends most runs at once, where all others are asked for again. */
const FAULTS: Readonly<Record<ApiFault, number>> = {
  throttled: 35,
  "internal error": 35,
  unavailable: 35,
  "cut before": 35,
  "cut after": 35,
  late: 35,
  "half an answer": 6,
};
const KINDS = Object.keys(FAULTS) as ApiFault[];

/** The share of the answers that are spoilt, until there were enough. */
const SHARE = 0.3;
const SHARE_OF_HALVES = 0.05;

/** Runs which it may take to spoil so many answers of a kind. It takes two or three. */
const MOST_RUNS = 20;

let scene: FaultScene;
const rows: string[][] = [];

beforeAll(async () => {
  scene = await FaultScene.create();
});

afterAll(async () => {
  await scene.remove();
});

test.each(KINDS)(
  "%s: every run ends well or with a sentence, and the next one makes everything once",
  async (fault) => {
    const { proxy, random, seed } = scene;
    const before = proxy.spoilt.length;
    const injected = (): number => proxy.spoilt.length - before;
    const share = fault === "half an answer" ? SHARE_OF_HALVES : SHARE;
    proxy.judge = () => (injected() < FAULTS[fault] && random() < share ? fault : undefined);
    for (let runs = 0; injected() < FAULTS[fault]; runs++) {
      if (runs >= MOST_RUNS) throw new Error(`${fault} came ${injected()} times only (seed ${seed}).`);
      await scene.run((await scene.state()) === 0 ? "deploy" : "destroy");
    }
    proxy.judge = () => undefined;
    const { lost, twice } = await scene.deploysOnce();
    rows.push([
      fault,
      String(injected()),
      String(lost),
      String(twice),
      "goes on, without a person: everything is there once",
    ]);
  },
);

test("and at the end a destruction leaves nothing", async () => {
  await scene.destroysAll();
});

test("the table in docs/faults.md says so", () => {
  keepTable("docs/faults.md", "faults-api", [["answer", "times", "lost", "made twice", "next run"], ...rows]);
});

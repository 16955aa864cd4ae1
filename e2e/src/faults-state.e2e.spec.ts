import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { DeleteLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import { awsAt } from "./aws";
import { BUCKET, FaultScene, KEY, SETTLED, type Said } from "./fault-scene";
import { readOnly, small, whenMounts } from "./mounts";
import { keepTable, LAYERS } from "./results";
import type { Outcome } from "./strata";

const LOCK = `${KEY}.tflock`;
const HOUR = 3_600_000;

let scene: FaultScene;
/** The state as the first deployment wrote it. */
let whole: string;
/** The version that the last deployment has left. */
let good: string;
const rows: string[][] = [];

/** The next deployment goes on: everything is there once, the state is whole, and nothing is locked. */
async function goesOn(...faults: { fault: string; times: number; said: string }[]): Promise<void> {
  const { lost, twice } = await scene.deploysOnce();
  expect(await scene.locks()).toEqual([]);
  good = (await scene.version()) ?? "";
  for (const { fault, times, said } of faults)
    rows.push([fault, String(times), String(lost), String(twice), said, "goes on"]);
}

/** A command must end so, and say so. */
async function says(expected: RegExp, exitCode: number, run: Promise<Outcome>): Promise<void> {
  const { exitCode: code, stdout, stderr } = await run;
  const said = `${stdout}\n${stderr}`;
  expect({ code, said }).toEqual({ code: exitCode, said: expect.stringMatching(expected) as string });
  expect(said).not.toMatch(/\n {4}at |defect of Strata/);
}

const strata = (command: string, ...more: string[]): Promise<Outcome> =>
  scene.strata.run(command, "registry", ...more);

const bringBack = (): Promise<void> =>
  says(/is that of version/, 0, scene.strata.run("state", "restore", "registry", good, "--yes"));

/** A state's text with other values for some of its fields, as Terraform prints it. */
const changed = (text: string, change: object): string =>
  JSON.stringify({ ...(JSON.parse(text) as object), ...change }, undefined, 2);
const serialOf = (text: string): number => (JSON.parse(text) as { serial: number }).serial;

/** What is written over a good state, one after the other; undefined deletes it. */
type Writes = readonly (string | undefined)[];

interface StateFault {
  readonly fault: string;
  readonly faults: () => readonly Writes[];
  readonly sentence: RegExp;
  readonly said: string;
}

const emptyState = (serial: number, lineage = "00000000-0000-4000-8000-000000000000"): string =>
  changed(whole, { lineage, serial, resources: [], outputs: {} });

const STATES: readonly StateFault[] = [
  {
    fault: "state cut off, emptied, not a state",
    faults: () => {
      const end = whole.trimEnd().length;
      const cuts = [0, 1, end - 1, ...Array.from({ length: 20 }, () => Math.floor(scene.random() * end))];
      const others = [
        "null",
        "[]",
        "{}",
        changed(whole, { serial: "7" }),
        changed(whole, { serial: 1.5 }),
        changed(whole, { serial: -1 }),
        changed(whole, { lineage: "" }),
        changed(whole, { resources: {} }),
      ];
      return [...cuts.map((cut) => whole.slice(0, cut)), ...others].map((text) => [text]);
    },
    sentence: /\.tfstate can't be read: it is (empty|(no )?JSON).*state history \w+/,
    said: "it can't be read; how to bring a version back",
  },
  {
    fault: "state deleted",
    faults: () => [[undefined], [emptyState(1), undefined]],
    sentence: /was deleted at .*held \d+ resources until then.*state restore \w+ \S+/,
    said: "when, what it held, which version to bring back",
  },
  {
    fault: "state of another lineage, once and again",
    faults: () => [
      [changed(whole, { lineage: randomUUID() })],
      [emptyState(1)],
      [emptyState(1), emptyState(2)],
      [1, 2, 3, 4, 5, 6].map((serial) => emptyState(serial)),
      [emptyState(1), emptyState(1, randomUUID())],
    ],
    sentence: /is not the one that was there before: its lineage is .*holds \d+ resources/,
    said: "both lineages; how to say which is right",
  },
  {
    fault: "state of an older serial",
    faults: () => [9, 8, 7, 0].map((older) => [10, older].map((serial) => changed(whole, { serial }))),
    sentence: /is older than it was: serial \d+ was written over serial \d+/,
    said: "both serials; how to say which is right",
  },
];

async function writeOver(layer: string, writes: Writes): Promise<void> {
  for (const text of [whole, ...writes]) await scene.store(text, `sbcntr/${layer}.tfstate`);
}

/** What `strata status` says of the states of layers. */
async function problems(layers: readonly string[]): Promise<string[]> {
  const { stdout } = await scene.strata.run("status", "--json");
  const status = JSON.parse(stdout) as { layers: { layer: string; problem?: { message: string } }[] };
  return layers.map((name) => status.layers.find(({ layer }) => layer === name)?.problem?.message ?? "");
}

interface LockFault {
  readonly fault: string;
  readonly locks: readonly string[];
  readonly sentence: RegExp;
  readonly said: string;
}

const lockOf = (who: string): string =>
  JSON.stringify({
    ID: randomUUID(),
    Operation: "OperationTypeApply",
    Info: "",
    Who: who,
    Version: "1.11.4",
    Created: new Date(Date.now() - 2 * HOUR).toISOString(),
    Path: "",
  });

const LOCKS: readonly LockFault[] = [
  {
    fault: "lock left behind elsewhere",
    locks: ["ann@elsewhere", "ann@gone"].map(lockOf),
    sentence: /locked by ann@\w+/,
    said: "who holds it, since when; how to unlock",
  },
  {
    fault: "lock that can't be read",
    locks: ["", "{", "null", "{}", lockOf("ann@gone").slice(0, 80)],
    sentence: /locked by somebody whose lock can't be read/,
    said: "since when; how to unlock",
  },
];

/** What a full disk makes small: a folder of the checkout, and how many bytes it takes. */
const SMALL: readonly (readonly [folder: string, bytes: number])[] = [
  [".strata/runs", 4096],
  [".strata/runs", 12_288],
  [".strata/runs", 20_480],
  ["packages/registry/cdktf.out", 4096],
];

/** A deployment while something else is mounted in the place of folders. */
const deployWith = (mount: string, on = scene.strata): Promise<Outcome> =>
  on.runWith([mount], "deploy", "registry");

whenMounts("faults of the state, the lock and this machine", () => {
  beforeAll(async () => {
    scene = await FaultScene.create();
    await goesOn();
    whole = (await scene.object(KEY)) ?? "";
  });

  afterEach(async () => {
    scene.proxy.judge = () => undefined;
    scene.proxy.ahead = 0;
    await scene.store(undefined, LOCK);
    if ((await scene.version()) !== good) await bringBack();
  });

  afterAll(async () => {
    await scene.remove();
  });

  test.each(STATES)("a $fault", async ({ fault, faults, sentence, said }) => {
    const all = faults();
    for (let begin = 0; begin < all.length; begin += LAYERS.length) {
      const some = all.slice(begin, begin + LAYERS.length);
      const layers = LAYERS.slice(0, some.length);
      for (const [index, layer] of layers.entries()) await writeOver(layer, some[index] ?? []);
      expect(await problems(layers)).toEqual(layers.map(() => expect.stringMatching(sentence) as string));
    }
    await scene.forgetOthers();
    await writeOver("registry", all[0] ?? []);
    const before = await scene.version();
    const commands = ["deploy", "plan", "destroy"];
    for (const command of commands) await says(sentence, 3, strata(command));
    expect(await scene.version()).toBe(before);
    await bringBack();
    await goesOn({ fault, times: all.length + commands.length, said });
  });

  test("a state of a newer serial, before a run and between its plan and its apply", async () => {
    const newer = async (): Promise<void> => {
      const text = (await scene.object(KEY)) ?? "";
      await scene.store(changed(text, { serial: serialOf(text) + 50 }));
    };
    await newer();
    await awsAt(scene.strata.emulator.url).ecr.send(
      new DeleteLifecyclePolicyCommand({ repositoryName: "sbcntr-backend" }),
    );
    let locked = 0;
    scene.proxy.judge = async ({ action }) => {
      if (action === `PUT /${BUCKET}/${LOCK}` && ++locked === 2) await newer();
      return undefined;
    };
    await says(/Saved plan is stale/, 1, strata("deploy"));
    await goesOn({
      fault: "state of a newer serial, before a run and within",
      times: 2,
      said: "within a run: the plan is stale",
    });
  });

  test("a reader of which nothing but the state is here keeps its layer from being destroyed", async () => {
    await writeOver("services", []);
    await says(/registry is still read by services/, 3, strata("destroy"));
    await scene.forgetOthers();
  });

  test("a lock that was left behind elsewhere, or can't be read", async () => {
    for (const { locks, sentence } of LOCKS) {
      for (const [index, lock] of locks.entries()) {
        await scene.store(lock, LOCK);
        if (index === 0) {
          await says(sentence, 1, scene.strata.with({ STRATA_LOCK_TIMEOUT: "1" }).run("deploy", "registry"));
          await says(sentence, 3, strata("unlock"));
        }
        expect(await scene.object(LOCK)).toBe(lock);
        await says(sentence, 0, strata("unlock", "--yes"));
        expect(await scene.locks()).toEqual([]);
      }
    }
    await goesOn(...LOCKS.map(({ fault, locks, said }) => ({ fault, times: locks.length, said })));
  });

  test("a lock that a killed run of this machine has left behind", async () => {
    let [locked, killed] = [false, false];
    scene.proxy.judge = ({ action }) => {
      if (locked && !killed)
        for (const { pid, name } of scene.processes())
          if (name === "terraform") killed = process.kill(pid, "SIGKILL");
      locked ||= action === `PUT /${BUCKET}/${LOCK}`;
      return undefined;
    };
    const { sentences } = await scene.run("deploy");
    expect(sentences).toEqual([expect.stringMatching(/killed by SIGKILL/)]);
    expect(await scene.locks()).toEqual([LOCK]);
    const { exitCode, notices } = await scene.run("deploy");
    expect({ exitCode, notices: notices.join("\n") }).toEqual({
      exitCode: 0,
      notices: expect.stringMatching(/^released the lock of/m) as string,
    });
    await goesOn({
      fault: "lock of a killed run of this machine",
      times: 1,
      said: "that it was released, and of when it was",
    });
  });

  test("a lock whose holder lives on this machine is not taken away", async () => {
    const folder = mkdtempSync(join(tmpdir(), "strata-holder-"));
    // A program of this name, initialized for this state: more is not seen of a Terraform from outside.
    copyFileSync("/bin/sleep", join(folder, "terraform"));
    mkdirSync(join(folder, ".terraform"));
    const backend = { backend: { config: { bucket: BUCKET, key: KEY } } };
    writeFileSync(join(folder, ".terraform/terraform.tfstate"), JSON.stringify(backend));
    const options = { cwd: folder, env: scene.strata.environment, stdio: "ignore" } as const;
    const holder = spawn(join(folder, "terraform"), ["600"], options);
    try {
      await scene.store(lockOf(`${userInfo().username}@${hostname()}`), LOCK);
      await says(/at work on this machine: Terraform, process \d+/, 3, strata("unlock", "--yes"));
    } finally {
      holder.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
    await says(/is unlocked/, 0, strata("unlock", "--yes"));
    await goesOn({
      fault: "unlocking a living holder's lock",
      times: 1,
      said: "the process that holds it; nothing is unlocked",
    });
  });

  test("a disk that is full", async () => {
    for (const [folder, bytes] of SMALL)
      await says(
        /refused a file: ENOSPC|no space left on device/i,
        1,
        deployWith(small(join(scene.strata.checkout.root, folder), bytes)),
      );
    await goesOn({
      fault: "disk full: folder of runs, folder of what is synthesized",
      times: SMALL.length,
      said: "that there is no space left, and where",
    });
  });

  test("folders that can only be read", async () => {
    const { root } = scene.strata.checkout;
    await says(/registry +done/, 0, deployWith(readOnly(join(root, ".turbo/cache"))));
    const refused = /refused a file: .*(read-only|can't be made)/i;
    const needed = [".strata", ".strata/runs"];
    for (const folder of needed) await says(refused, 1, deployWith(readOnly(join(root, folder))));
    const plugins = mkdtempSync(join(tmpdir(), "strata-read-only-"));
    // What it has of its own already, Terraform does not look for in a cache.
    rmSync(join(root, "packages/registry/cdktf.out/stacks/registry/.terraform"), { recursive: true });
    const on = scene.strata.with({ TF_PLUGIN_CACHE_DIR: plugins });
    await says(refused, 1, deployWith(readOnly(plugins), on));
    rmSync(plugins, { recursive: true });
    await goesOn(
      { fault: "folder read-only: Turborepo's cache", times: 1, said: "nothing: it is not needed" },
      {
        fault: "folder read-only: .strata, Terraform's cache of plugins",
        times: needed.length + 1,
        said: "which folder can't be written",
      },
    );
  });

  test("a clock that is an hour off", async () => {
    const said: Said[] = [];
    for (const ahead of [HOUR, -HOUR]) {
      scene.proxy.ahead = ahead;
      said.push(await scene.run("deploy"));
    }
    scene.proxy.ahead = 0;
    expect(scene.proxy.outOfTime).toBeGreaterThan(0);
    expect(said.map(({ exitCode, sentences }) => [exitCode, ...sentences])).toEqual(
      ["behind", "ahead of"].map((side): unknown[] => [
        1,
        expect.stringMatching(new RegExp(`clock is \\d+ minutes ${side} AWS's\\. Set the clock`)),
      ]),
    );
    await goesOn({
      fault: "clock an hour behind AWS, and an hour ahead",
      times: 2,
      said: "by how much it is off; to set it",
    });
  });

  test("the table in docs/faults.md says so", () => {
    keepTable("docs/faults.md", "faults-state", [SETTLED, ...rows]);
  });
});

/**
 * How Strata grows: the synth of a services layer with 200 services, and the steps which handle all layers, for 10,
 * 25 and 50 layers. It needs the layers built, and no AWS.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkManifests } from "../checks";
import type { EnvironmentInput, LayerManifest } from "../core";
import { renderTable } from "../render/table";
import { readStack } from "../stack";
import { turboProgram } from "../turbo";
import { discoverLayers, ROOT, selectLayers } from "../workspace";
import { seconds, spread } from "./measure";

const ROUNDS = 5;
const STEP_ROUNDS = 15;
const SERVICES = 200;
/** An application load balancer has at most 100 rules (quota of AWS). */
const SERVICES_PER_LOAD_BALANCER = 50;

const ENVIRONMENT: EnvironmentInput = {
  name: "bench",
  project: "bench",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "bench",
};

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Settings with many services, each behind a rule of a load balancer, with autoscaling. */
function manyServices(count: number): object {
  const loadBalancers = Math.ceil(count / SERVICES_PER_LOAD_BALANCER);
  const where = { subnetGroup: "private", securityGroup: "task" };
  return {
    loadBalancers: Object.fromEntries(
      numbers(loadBalancers).map((index) => [`lb-${index}`, { ...where, scheme: "internal" }]),
    ),
    services: Object.fromEntries(
      numbers(count).map((index) => [
        `service-${index}`,
        {
          ...where,
          containers: { app: { image: { repository: "app", tag: "1" }, port: 8000 } },
          traffic: {
            loadBalancer: `lb-${index % loadBalancers}`,
            rule: { paths: [`/service-${index}/*`], priority: index + 1 },
          },
          autoscaling: { min: 2, max: 6 },
        },
      ]),
    ),
  };
}

interface Usage {
  readonly time: number;
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

/** A synth in a process of its own, as Turborepo runs it. */
async function synth(folder: string): Promise<Usage> {
  const directory = join(ROOT, "packages/services");
  const usage = join(folder, "usage.json");
  const env = {
    ...process.env,
    STRATA_ENV: ENVIRONMENT.name,
    CDKTF_OUTDIR: join(folder, "out"),
    STRATA_BENCH_USAGE: usage,
  };
  const time = await seconds(() =>
    execFileSync(process.execPath, ["--require", join(__dirname, "usage.js"), "dist/main.js"], {
      cwd: directory,
      env,
      stdio: "inherit",
    }),
  );
  return { time, ...(JSON.parse(readFileSync(usage, "utf8")) as Omit<Usage, "time">) };
}

async function benchServices(folder: string): Promise<void> {
  const compiled = (path: string): string => join(ROOT, path, `${ENVIRONMENT.name}.js`);
  const files = [
    { file: compiled("environments/dist"), text: `exports.environment = ${JSON.stringify(ENVIRONMENT)};` },
    {
      file: compiled("packages/services/dist/environments"),
      text: `exports.settings = ${JSON.stringify(manyServices(SERVICES))};`,
    },
  ];
  try {
    for (const { file, text } of files) writeFileSync(file, text);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await synth(folder));
    const rows = [
      ["seconds", ...figures(rounds.map(({ time }) => time))],
      ["of which on the CPU", ...figures(rounds.map(({ cpuSeconds }) => cpuSeconds))],
      ["MiB at the peak", ...figures(rounds.map(({ mebibytes }) => mebibytes))],
    ];
    process.stdout.write(
      `${renderTable([`SYNTH OF ${SERVICES} SERVICES`, "MEDIAN", "MIN", "MAX"], rows)}\n\n`,
    );
  } finally {
    for (const { file } of files) rmSync(file, { force: true });
  }
}

const figures = (values: readonly number[]): string[] => {
  const { median, min, max } = spread(values);
  return [median, min, max].map((value) => value.toFixed(value < 100 ? 2 : 0));
};

/** A workspace of synthesized layers: each reads the one before it and the first. */
function manyLayers(root: string, count: number): void {
  const write = (path: string, content: object | string): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  };
  write("pnpm-workspace.yaml", "packages:\n  - packages/*\n");
  write("package.json", { name: "bench", private: true, packageManager: "pnpm@10.28.0" });
  write("turbo.json", { tasks: { build: { dependsOn: ["^build"] }, synth: { dependsOn: ["build"] } } });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const contract = (index: number) => ({ name: `layer-${index}`, version: 1, digest: "d" });
  for (const index of numbers(count)) {
    const producers = [...new Set([0, index - 1])].filter((producer) => producer >= 0 && producer < index);
    write(`packages/layer-${index}/package.json`, {
      name: `@bench/layer-${index}`,
      version: "0.0.0",
      exports: { "./layer": "./layer.js" },
      scripts: { build: "true", synth: "true" },
      dependencies: Object.fromEntries(
        producers.map((producer) => [`@bench/layer-${producer}`, "workspace:*"]),
      ),
    });
    const manifest: LayerManifest = {
      layer: `layer-${index}`,
      owner: "@bench/team",
      environment: "bench",
      contract: contract(index),
      reads: producers.map((producer) => ({
        ...contract(producer),
        uses: numbers(20).map((value) => `values.v${value}`),
        types: Object.fromEntries(
          numbers(20).map((value) => [`values.v${value}`, { field: "values.*", kind: "list" }]),
        ),
        addresses: { "values.v1": 1 },
        atLeast: [{ path: "values.v1", count: 2, why: "for the bench" }],
      })),
      offers: { values: Object.fromEntries(numbers(20).map((value) => [`v${value}`, 2])) },
      addresses: { "values.v1": count },
    };
    write(`packages/layer-${index}/cdktf.out/stacks/layer-${index}/cdk.tf.json`, {
      "//": { strata: manifest },
      terraform: { backend: { s3: { bucket: "b", key: `bench/layer-${index}.tfstate`, region: "r" } } },
    });
  }
}

/** What Strata does with all layers of a workspace, by name. */
const STEPS: Readonly<Record<string, (root: string) => unknown>> = {
  "find and sort the layers": (root) => selectLayers([], discoverLayers(root), "bench"),
  "read what was synthesized": (root) => manifests(root),
  "check them against each other": (root) => checkManifests(manifests(root)),
  "Turborepo's graph, synth": (root) =>
    execFileSync(process.execPath, [turboProgram(ROOT), "run", "synth", "--dry=json"], {
      cwd: root,
      stdio: "pipe",
    }),
};

const manifests = (root: string): LayerManifest[] =>
  discoverLayers(root).map(({ directory, name }) => readStack(directory, name).manifest);

async function benchLayers(folder: string): Promise<void> {
  const counts = [10, 25, 50];
  const roots = counts.map((count) => {
    const root = join(folder, `layers-${count}`);
    manyLayers(root, count);
    return root;
  });
  const rows: string[][] = [];
  for (const [step, work] of Object.entries(STEPS)) {
    const times: number[] = [];
    for (const root of roots) {
      await work(root);
      const rounds = [];
      for (let round = 0; round < STEP_ROUNDS; round++) rounds.push(await seconds(() => work(root)));
      // The fastest: a few milliseconds are easily doubled by whatever else the machine does.
      times.push(spread(rounds).min);
    }
    const [first = 0] = times;
    const ratio = ((times.at(-1) ?? 0) / first).toFixed(1);
    rows.push([step, ...times.map((time) => `${(time * 1000).toFixed(1)} ms`), `${ratio} times`]);
  }
  const growth = (counts.at(-1) ?? 0) / (counts[0] ?? 1);
  process.stdout.write(
    `${renderTable([`LAYERS (${growth} TIMES AS MANY)`, ...counts.map(String), "GROWTH"], rows)}\n`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-scale-"));
  try {
    await benchServices(folder);
    await benchLayers(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();

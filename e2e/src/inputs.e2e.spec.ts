import { createHash } from "node:crypto";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { environmentSchema } from "@strata/core";
import { planSchema, plannedLayerSchema } from "@strata/report";
import { z } from "zod";
import { REGION } from "./aws";
import { Checkout, SOURCE } from "./checkout";
import { COMMAND_CASES, type CommandCase } from "./inputs/commands";
import { startFakeAws, type FakeAws } from "./inputs/fake-aws";
import {
  environmentCases,
  FINDINGS_CASES,
  LOCAL_SECRETS_CASES,
  lockCases,
  planCases,
  readerCases,
  stackCases,
  UNKNOWN_TYPE,
  waiverCases,
  WRONG_PLANS,
  type FileCase,
} from "./inputs/files";
import type { SynthOutcome } from "./inputs/synth-cases";
import type { JsonSchema } from "./inputs/wrong-values";
import { keepTable } from "./results";

/** Which of all faults are tried that a generator can make. Another number tries others: STRATA_SEED=8. */
const SEED = Number(process.env.STRATA_SEED ?? 7);
const ACCOUNT = "123456789012";

/** How a program ended, with all that it said. */
interface Answer {
  readonly exitCode: number;
  readonly said: string;
}

let checkout: Checkout;
let aws: FakeAws;
const rows: [kind: string, tried: number, answered: number][] = [];

beforeAll(async () => {
  process.stderr.write(`Faults are chosen by the seed ${SEED} (STRATA_SEED).\n`);
  checkout = new Checkout();
  aws = await startFakeAws(ACCOUNT);
  const { exitCode, said } = await strata(["doctor"]);
  if (![0, 3].includes(exitCode)) throw new Error(said);
  execFileSync("node_modules/.bin/turbo", ["run", "build", "settings", "--filter=./packages/*"], {
    cwd: checkout.root,
    env: environment(),
    stdio: "pipe",
  });
});

afterAll(async () => {
  await aws.stop();
  checkout.remove();
});

/** What a person's shell has: nothing of a workflow, and the fake account. */
const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const { PATH, HOME, STRATA_PROVIDER_MIRROR, NODE_EXTRA_CA_CERTS } = process.env;
  const kept = { PATH, HOME, STRATA_PROVIDER_MIRROR, NODE_EXTRA_CA_CERTS };
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    AWS_REGION: REGION,
    ...aws.variables,
    ...more,
  };
};

async function run(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const call = promisify(execFile)(program, args, {
    cwd: checkout.root,
    env: environment(more),
    maxBuffer: 1 << 26,
  });
  try {
    const { stdout, stderr } = await call;
    return { exitCode: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: number; stdout?: string; stderr?: string };
    return { exitCode: code ?? -1, said: stdout + stderr };
  }
}

const strata = (args: readonly string[], more?: Readonly<Record<string, string>>): Promise<Answer> =>
  run("./strata", args, more);

/** A digest of everything in the checkout but what git, packages and Strata's own records are. */
function touched(directory = checkout.root): string {
  const hash = createHash("sha256");
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (["node_modules", ".git", ".turbo", ".strata"].includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
    }
  };
  visit(directory);
  return hash.digest("hex");
}

/** What is wrong with an answer to wrong input; empty when it is as it should be. */
function faultsOf({ exitCode, said }: Answer, says: readonly string[]): string[] {
  return [
    ...(exitCode === 3 ? [] : [`exit code ${exitCode}`]),
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(said) || said.includes("defect of Strata") ? ["a stack trace"] : []),
    ...says.filter((part) => !said.includes(part)).map((part) => `doesn't say ${JSON.stringify(part)}`),
  ];
}

/** Notes how many of a kind were answered, and fails with those that were not. */
function conclude(kind: string, tried: number, wrong: readonly object[]): void {
  rows.push([kind, tried, tried - wrong.length]);
  expect(wrong).toEqual([]);
}

/** Tries calls, some at once, and holds that neither a file nor the account was touched. */
async function refuseAll(
  kind: string,
  cases: readonly (CommandCase & { readonly title?: string })[],
): Promise<void> {
  const [before, asked] = [touched(), aws.requests.length];
  const waiting = [...cases];
  const wrong: object[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const answer = await strata(next.args, next.variables);
      const faults = faultsOf(answer, next.says);
      if (faults.length > 0) wrong.push({ ...next, faults, said: answer.said });
    }
  };
  await Promise.all([work(), work(), work()]);
  conclude(kind, cases.length, wrong);
  expect(touched()).toBe(before);
  expect(aws.requests.slice(asked)).toEqual([]);
}

const write = (path: string, text: string | null): void => {
  const file = join(checkout.root, path);
  if (text === null) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

/** The text of a file of the checkout; null where there is none. */
const textOf = (path: string): string | null => {
  const file = join(checkout.root, path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
};

/** Files of their own can all be there at once. They go again: others would read them too, such as all environments. */
async function refuseFiles(kind: string, cases: readonly FileCase[]): Promise<void> {
  const files = cases.flatMap((one) => Object.entries(one.files));
  for (const [path, text] of files) write(path, text);
  try {
    await refuseAll(kind, cases);
  } finally {
    for (const [path] of files) write(path, null);
  }
}

/** Files which every command reads are tried one after the other. */
async function refuseInTurns(kind: string, cases: readonly FileCase[]): Promise<void> {
  const wrong: object[] = [];
  for (const one of cases) {
    const before = Object.keys(one.files).map((path) => [path, textOf(path)] as const);
    for (const [path, text] of Object.entries(one.files)) write(path, text);
    const [state, asked] = [touched(), aws.requests.length];
    const answer = await strata(one.args);
    const faults = [
      ...faultsOf(answer, one.says),
      ...(touched() === state ? [] : ["a file was touched"]),
      ...(aws.requests.length === asked ? [] : ["AWS was asked"]),
    ];
    if (faults.length > 0) wrong.push({ ...one, faults, said: answer.said });
    for (const [path, text] of before) write(path, text);
  }
  conclude(kind, cases.length, wrong);
}

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
const json = (path: string): unknown => JSON.parse(readFileSync(join(SOURCE, path), "utf8"));

test("wrong arguments and variables", async () => {
  await refuseAll("arguments and variables", COMMAND_CASES);
});

test("wrong environments", async () => {
  const right = {
    name: "shop",
    project: "shop",
    account: ACCOUNT,
    region: REGION,
    namePrefix: "shop",
    protected: false,
    domain: "example.com",
    administrators: ["203.0.113.7/32"],
    tags: { Team: "shop" },
  };
  await refuseFiles(
    "environments",
    environmentCases(schemaOf(environmentSchema), right, { seed: SEED, count: 34 }),
  );
});

describe("wrong settings", () => {
  const layers = ["foundation", "network", "registry", "database", "images", "services", "pipeline"];
  const outcomes = new Map<string, readonly SynthOutcome[]>();

  test.each(layers)("of %s", (layer) => {
    const folder = join(checkout.root, "packages", layer);
    const printed = execFileSync(process.execPath, [join(__dirname, "inputs/synth-cases.js")], {
      cwd: folder,
      env: environment(),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    const all = JSON.parse(printed) as SynthOutcome[];
    outcomes.set(layer, all);
    const wrong = all.flatMap((one) => {
      const place = one.path === "" ? "(the whole file): " : `${one.path}: `;
      const file = `packages/${layer}/environments/${one.environment}.ts: `;
      const faults = faultsOf(one, [file, `  ${place}`]);
      return faults.length === 0 ? [] : [{ ...one, faults }];
    });
    conclude(`settings of ${layer}`, all.length, wrong);
  });

  test("are answered in the same words by the layer's own program", async () => {
    for (const [layer, [first]] of outcomes) {
      const { STRATA_ENV, ...rest } = {
        STRATA_ENV: first?.environment ?? "",
        CDKTF_OUTDIR: join(checkout.root, ".strata"),
      };
      const answer = await run(process.execPath, [`packages/${layer}/dist/main.js`], { STRATA_ENV, ...rest });
      expect(answer).toEqual({ exitCode: first?.exitCode, said: first?.said });
    }
    const left = [...outcomes.values()].flatMap((all) => all.flatMap(({ files }) => files));
    for (const file of left) rmSync(file, { force: true });
  });
});

describe("wrong settings, from the editor to the answer", () => {
  const file = "packages/registry/environments/sbcntr.ts";
  const questions = ["POST GetCallerIdentity", `HEAD /sbcntr-tfstate-${ACCOUNT}-${REGION}/`];
  const cases: [title: string, from: string, to: string, says: string[]][] = [
    [
      "a value of another type",
      '"sbcntr-frontend": {}',
      '"sbcntr-frontend": { keepTagged: "all" }',
      [`${file}(5,`, "Type 'string' is not assignable"],
    ],
    [
      "a setting that is not there",
      '"sbcntr-frontend": {}',
      '"sbcntr-frontend": { keepAll: true }',
      [`${file}(5,`, "keepAll"],
    ],
    [
      "a bracket that is missing",
      '"sbcntr-frontend": {} }',
      '"sbcntr-frontend": {}',
      [`${file}(`, "',' expected"],
    ],
    [
      "a value that is not allowed",
      '"sbcntr-frontend": {}',
      '"sbcntr-frontend": { keepTagged: 0 }',
      [
        `${file}: 1 wrong setting`,
        'repositories["sbcntr-frontend"].keepTagged: must be 1 to 1000 images (given: 0)',
      ],
    ],
    [
      "code that fails",
      '"sbcntr-frontend": {}',
      '"sbcntr-frontend": JSON.parse("no JSON")',
      [`The code in ${file} fails: SyntaxError`],
    ],
  ];

  test("plan refuses them", async () => {
    const wrong: object[] = [];
    const original = readFileSync(join(checkout.root, file), "utf8");
    for (const [title, from, to, says] of cases) {
      checkout.edit(file, from, to);
      const asked = aws.requests.length;
      const answer = await strata(["plan", "registry"]);
      const others = aws.requests
        .slice(asked)
        .filter((request) => !questions.includes(request.split("?")[0] ?? ""));
      const faults = [...faultsOf(answer, says), ...others.map((request) => `asked AWS ${request}`)];
      if (faults.length > 0) wrong.push({ title, faults, said: answer.said });
      write(file, original);
    }
    conclude("settings, through `plan`", cases.length, wrong);
  });

  test("an environment that can't be compiled", async () => {
    const shared = "environments/sbcntr.ts";
    const original = readFileSync(join(checkout.root, shared), "utf8");
    checkout.edit(shared, /account: "\d+"/, "account: 123456789012");
    const answer = await strata(["status"]);
    write(shared, original);
    // The program is built anew, as its environments are newer than it is.
    await strata(["doctor"]);
    const faults = faultsOf(answer, [`${shared}(`, "Type 'number' is not assignable"]);
    conclude(
      "environments, through the compiler",
      1,
      faults.length === 0 ? [] : [{ faults, said: answer.said }],
    );
  });
});

test.each([
  ["contracts.lock.json" as const, []],
  ["access.lock.json" as const, [UNKNOWN_TYPE]],
])("wrong locks: %s", async (file, more) => {
  await refuseInTurns(file, [...lockCases(file, json(file), { seed: SEED, count: 12 }), ...more]);
});

describe("wrong files of layers in other repositories", () => {
  const { contracts } = json("contracts.lock.json") as { contracts: { network: { version: number } } };
  const { version } = contracts.network;

  test("stacks to be admitted", async () => {
    await refuseFiles("stacks of layers elsewhere", stackCases(version, { seed: SEED, count: 12 }));
  });

  test("files of readers", async () => {
    await refuseInTurns("files of readers", readerCases(version, { seed: SEED, count: 12 }));
  });
});

test("wrong waivers", async () => {
  const right = json("packages/registry/waivers.json") as object[];
  await refuseInTurns("waivers", waiverCases(right, { seed: SEED, count: 8 }));
});

test("wrong secrets of this machine", async () => {
  await refuseInTurns("secrets of this machine", LOCAL_SECRETS_CASES);
});

test("wrong plans", async () => {
  const schemas = { layer: schemaOf(plannedLayerSchema), plan: schemaOf(planSchema) };
  await refuseFiles("folders of plans", [...planCases(schemas, { seed: SEED, count: 30 }), ...WRONG_PLANS]);
});

test("wrong findings", async () => {
  await refuseFiles("findings of lint", FINDINGS_CASES);
});

/** A number for the document, which a new setting of a blueprint need not change. */
const rounded = (count = 0): string =>
  count < 100 ? String(count) : `over ${(Math.floor((count - 1) / 100) * 100).toLocaleString("en")}`;

test("all together", () => {
  const [tried = 0, answered = 0] = [1, 2].map((column) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0),
  );
  expect(answered).toBe(tried);
  expect(answered).toBeGreaterThanOrEqual(300);
  keepTable("docs/inputs.md", "wrong input", [
    ["wrong", "tried", "answered by a sentence, exit code 3, nothing touched"],
    ...rows.map(([kind, ...counts]) => [kind, ...counts.map(rounded)]),
    ["**all**", ...[tried, answered].map(rounded)],
  ]);
});

// Which files of layers there are is the repository's own matter.
test("every layer was tried", () => {
  const layers = readdirSync(join(SOURCE, "packages")).filter((name) => {
    const { exports = {} } = json(join("packages", name, "package.json")) as {
      exports?: Record<string, string>;
    };
    return "./layer" in exports;
  });
  const tried = rows.flatMap(([kind]) => /^settings of (.*)$/.exec(kind)?.[1] ?? []);
  expect(tried.sort()).toEqual(layers.map((name) => basename(name)).sort());
});

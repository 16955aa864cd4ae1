/** Wrong files: environments, locks, plans, findings, waivers. Each is written, and then a command meets it. */
import fc from "fast-check";
import { readable, wrongValues, type JsonSchema, type Path } from "./wrong-values";

/** A call of `strata` which meets a wrong file. */
export interface FileCase {
  readonly title: string;
  /** By their paths from the root of the checkout; `null` takes a file away. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly args: readonly string[];
  /** Parts of the answer. */
  readonly says: readonly string[];
}

/** Chosen at random from what can be wrong with a value, the same ones for the same seed. */
export function someWrong(
  schema: JsonSchema,
  value: unknown,
  { seed, count }: { seed: number; count: number },
): { title: string; path: Path; value: unknown }[] {
  const all = wrongValues(schema, value);
  const length = Math.min(count, all.length);
  const [chosen = []] = fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), {
    seed,
    numRuns: 1,
  });
  return chosen.map(({ what, path, value: wrong }) => ({
    title: `${readable(path)}: ${what}`,
    path,
    value: wrong,
  }));
}

// Environments ----------------------------------------------------------------------------------------------

/** Compiled environments, by what is wrong with them, each with what the answer must name. */
const BROKEN_ENVIRONMENTS: readonly (readonly [title: string, code: string, says: string])[] = [
  ["nothing in it", "", "(the whole file)"],
  ["another export", "exports.settings = {};", "(the whole file)"],
  ["a list", "exports.environment = [];", "(the whole file)"],
  ["code that fails", "exports.environment = nowhere.name;", "ReferenceError: nowhere is not defined"],
  ["a file that is not there", 'require("./no-such-file");', "Cannot find module"],
  ["it throws no error", 'throw "just a text";', "just a text"],
];

const asModule = (value: unknown): string => `exports.environment = ${JSON.stringify(value)};\n`;

/** @param right an environment as it should be */
export function environmentCases(
  schema: JsonSchema,
  right: Readonly<Record<string, unknown>>,
  chance: { seed: number; count: number },
): FileCase[] {
  const meets = (title: string, code: string, says: string, index: string): FileCase => ({
    title: `an environment: ${title}`,
    files: { [`environments/dist/wrong-${index}.js`]: code },
    args: ["outputs", "registry", "--env", `wrong-${index}`],
    says: [`environments/wrong-${index}.ts`, says],
  });
  return [
    ...BROKEN_ENVIRONMENTS.map(([title, code, says], index) => meets(title, code, says, `b${index}`)),
    meets("the name of another", asModule(right), 'must be "wrong-name", as the file', "name"),
    ...someWrong(schema, right, chance).map(({ title, path, value }, index) => {
      const name = `wrong-${index}`;
      const isNamed = typeof value === "object" && value !== null && path[0] !== "name" && path.length > 0;
      const says = path.length === 0 ? "(the whole file)" : `  ${readable(path)}: `;
      return meets(title, asModule(isNamed ? { ...value, name } : value), says, String(index));
    }),
  ];
}

// Locks -----------------------------------------------------------------------------------------------------

const TEXTS: readonly (readonly [title: string, text: string, says: string])[] = [
  ["empty", "", "can't be read"],
  ["cut off", '{ "version": 1, "contr', "can't be read"],
  ["no JSON", "version: 1\n", "can't be read"],
  ["binary", "\u0000\u0001\u0002", "can't be read"],
  [
    "marks of a merge",
    '<<<<<<< HEAD\n{ "version": 1 }\n=======\n{}\n>>>>>>> other\n',
    "marks of a merge conflict",
  ],
  ["of tomorrow", '{ "version": 2 }', "a file of version 2"],
  ["of a version that is a text", '{ "version": "1" }', 'a file of version "1"'],
  ["null", "null", "can't be read"],
  ["a list", "[]", "can't be read"],
];

/** @param right the lock as it stands in the repository */
export function lockCases(
  file: string,
  args: readonly string[],
  schema: JsonSchema,
  right: unknown,
  chance: { seed: number; count: number },
): FileCase[] {
  const meets = (title: string, text: string | null, ...says: string[]): FileCase => ({
    title: `${file}: ${title}`,
    files: { [file]: text },
    args,
    says: [file, ...says],
  });
  return [
    meets("not there", null, "There is no"),
    ...TEXTS.map(([title, text, says]) => meets(title, text, says)),
    // Its version is said in another way, and tried above.
    ...someWrong(schema, right, { ...chance, count: 4 * chance.count })
      .filter(({ path }) => path[0] !== "version")
      .slice(0, chance.count)
      .map(({ title, path, value }) => meets(title, JSON.stringify(value), ...path.slice(0, 1).map(String))),
  ];
}

// Plans -----------------------------------------------------------------------------------------------------

const DIGEST = "0".repeat(64);

/** What stands beside a plan, as it should be. */
export const PLANNED_LAYER = {
  version: 1,
  layer: "registry",
  owner: "@strata/services-team",
  environment: "sbcntr",
  kind: "plan",
  reviewable: true,
  commit: "0".repeat(40),
  plannedAt: "2026-01-01T00:00:00.000Z",
  contract: { name: "registry", version: 1, digest: DIGEST },
  reads: [{ name: "network", version: 1, digest: DIGEST, uses: ["vpc_id"] }],
  stackDigest: DIGEST,
  state: { serial: 1, lineage: "00000000-0000-0000-0000-000000000000" },
  upstreams: { network: DIGEST },
  paths: { "aws_ecr_repository.web": "web" },
  outputs: { contract: { value: "1", unknown: false } },
};

/** A plan as JSON, as it should be. */
export const PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  timestamp: "2026-01-01T00:00:00Z",
  resource_changes: [
    {
      address: "aws_ecr_repository.web",
      mode: "managed",
      type: "aws_ecr_repository",
      name: "web",
      change: {
        actions: ["delete", "create"],
        before: {},
        after: {},
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
        replace_paths: [["name", 0]],
      },
    },
  ],
  output_changes: {
    urls: {
      actions: ["no-op"],
      before: 1,
      after: 1,
      after_unknown: false,
      before_sensitive: false,
      after_sensitive: false,
    },
  },
};

/** Commands which read plans, in turns. */
const READERS: readonly (readonly string[])[] = [
  ["report"],
  ["report", "--json"],
  ["deploy", "--reviewed"],
  ["comment", "--pr=7", "--repo=acme/platform"],
];

/** A folder of plans with a layer's two files. */
const inFolder = (folder: string, layer: unknown, plan: unknown): Record<string, string | null> => {
  const text = (value: unknown): string | null =>
    value === null || typeof value === "string" ? value : JSON.stringify(value);
  return { [`${folder}/registry/layer.json`]: text(layer), [`${folder}/registry/plan.json`]: text(plan) };
};

export function planCases(
  schemas: { layer: JsonSchema; plan: JsonSchema },
  chance: { seed: number; count: number },
): FileCase[] {
  const layers: (readonly [title: string, layer: unknown, says: string])[] = [
    ["empty", "", "layer.json"],
    ["cut off", '{"version": 1, "lay', "layer.json"],
    ["null", "null", "layer.json"],
    ["of another layer", { ...PLANNED_LAYER, layer: "network" }, "it is of network, and not of registry"],
    ["a way out of the folder", { ...PLANNED_LAYER, layer: "../../network" }, "and not of registry"],
    ["of tomorrow", { ...PLANNED_LAYER, version: 2 }, "version"],
    ...someWrong(schemas.layer, PLANNED_LAYER, chance).map(
      ({ title, path, value }) => [title, value, path.map(String).join(".")] as const,
    ),
  ];
  const plans: (readonly [title: string, plan: unknown, says: string])[] = [
    ["not there", null, "plan.json"],
    ["empty", "", "plan.json"],
    ["cut off", '{"format_version": "1.2", "resource_ch', "plan.json"],
    ["Terraform's text", "Plan: 1 to add, 0 to change, 0 to destroy.", "plan.json"],
    ["a list", "[]", "format_version"],
    ["of format 2", { ...PLAN, format_version: "2.0" }, "format 2.0"],
    ["of format 0", { ...PLAN, format_version: "0.1" }, "format 0.1"],
    ...someWrong(schemas.plan, PLAN, chance).map(
      ({ title, path, value }) => [title, value, path.map(String).join(".")] as const,
    ),
  ];
  const cases = [
    ...layers.map(([title, layer, says]) => ({ title: `layer.json: ${title}`, files: [layer, PLAN], says })),
    ...plans.map(([title, plan, says]) => ({
      title: `plan.json: ${title}`,
      files: [PLANNED_LAYER, plan],
      says,
    })),
  ];
  return cases.map(({ title, files: [layer, plan], says }, index) => {
    const folder = `plans-of-cases/${index}`;
    const reader = READERS[index % READERS.length] ?? [];
    return {
      title: `${reader.join(" ")}: ${title}`,
      files: inFolder(folder, layer, plan),
      args: [...reader, folder],
      says: [folder, ...(says === "" ? [] : [says])],
    };
  });
}

/** Folders of plans which are whole, and are not to be deployed, or not together. */
export const WRONG_PLANS: readonly FileCase[] = [
  {
    title: "plans of another environment",
    files: inFolder("plans-of-cases/other", { ...PLANNED_LAYER, environment: "devloop" }, PLAN),
    args: ["deploy", "--reviewed", "plans-of-cases/other"],
    says: ["plans-of-cases/other", "is of environment devloop, and this is sbcntr"],
  },
  {
    title: "what drift found",
    files: inFolder("plans-of-cases/drift", { ...PLANNED_LAYER, kind: "drift" }, PLAN),
    args: ["deploy", "--reviewed", "plans-of-cases/drift"],
    says: ["plans-of-cases/drift", "nothing to deploy"],
  },
  {
    title: "a what-if plan",
    files: inFolder("plans-of-cases/what-if", { ...PLANNED_LAYER, reviewable: false }, PLAN),
    args: ["deploy", "--reviewed", "plans-of-cases/what-if"],
    says: ["plans-of-cases/what-if", "can never be applied"],
  },
  {
    title: "a plan which was changed after its review",
    files: inFolder("plans-of-cases/changed", { ...PLANNED_LAYER, changesDigest: DIGEST }, PLAN),
    args: ["deploy", "--reviewed", "plans-of-cases/changed"],
    says: ["plans-of-cases/changed", "don't belong together"],
  },
  {
    title: "a layer that could not be planned",
    files: inFolder(
      "plans-of-cases/failed",
      { ...PLANNED_LAYER, error: { code: "x", message: "It was not planned." } },
      null,
    ),
    args: ["deploy", "--reviewed", "plans-of-cases/failed"],
    says: ["registry could not be planned when it was reviewed", "It was not planned."],
  },
  {
    title: "a layer that was not reviewed",
    files: inFolder("plans-of-cases/one", PLANNED_LAYER, PLAN),
    args: ["deploy", "services", "--reviewed", "plans-of-cases/one"],
    says: ["There is no plan of services in", "plans-of-cases/one"],
  },
  {
    title: "a layer in two folders",
    files: {
      ...inFolder("plans-of-cases/first", PLANNED_LAYER, PLAN),
      ...inFolder("plans-of-cases/second", PLANNED_LAYER, PLAN),
    },
    args: ["comment", "plans-of-cases/first", "plans-of-cases/second", "--pr=7", "--repo=acme/platform"],
    says: ["registry is in more than one of the folders"],
  },
];

// Findings --------------------------------------------------------------------------------------------------

const FINDINGS: readonly string[] = [
  "",
  "{}",
  "[]",
  "null",
  '{ "findings": [ {} ] }',
  '{ "findings": {} }',
  '{ "findings": [ { "layer": 1, "tool": "checkov", "rule": "r", "resource": "x", "message": "m" } ] }',
  '{ "findings": [',
];

export const FINDINGS_CASES: readonly FileCase[] = FINDINGS.map((text, index) => ({
  title: `findings: ${text === "" ? "an empty file" : text}`,
  files: {
    ...inFolder("plans-of-cases/whole", PLANNED_LAYER, PLAN),
    [`plans-of-cases/findings-${index}.json`]: text,
  },
  args: ["report", "plans-of-cases/whole", "--findings", `plans-of-cases/findings-${index}.json`],
  says: [`plans-of-cases/findings-${index}.json does not hold findings`],
}));

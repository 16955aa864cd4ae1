/**
 * Wrong files: environments, locks, stacks and files of readers, waivers, secrets, plans, findings. Each is written, and then
 * a command meets it.
 */
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

/** What a value is made of as a schema: what is a text in it must be one, and so on. */
export function shapeOf(value: unknown): JsonSchema {
  if (Array.isArray(value)) return { type: "array", items: shapeOf((value as unknown[])[0]) };
  if (typeof value !== "object" || value === null) return { type: typeof value };
  const properties = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
  return { type: "object", properties };
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

const MERGE_MARKS = '<<<<<<< HEAD\n{ "version": 1 }\n=======\n{}\n>>>>>>> other\n';

const TEXTS: readonly (readonly [title: string, text: string, says: string])[] = [
  ["empty", "", "can't be read"],
  ["cut off", '{ "version": 1, "contr', "can't be read"],
  ["no JSON", "version: 1\n", "can't be read"],
  ["binary", "\u0000\u0001\u0002", "can't be read"],
  ["marks of a merge", MERGE_MARKS, "marks of a merge conflict"],
  ["of tomorrow", '{ "version": 2 }', "a file of version 2"],
  ["of a version that is a text", '{ "version": "1" }', 'a file of version "1"'],
  ["null", "null", "can't be read"],
  ["a list", "[]", "can't be read"],
];

/** The commands which read a lock, in turns; each reads it first of all. */
export const LOCK_READERS = {
  "contracts.lock.json": [["contracts", "check"], ["owners"], ["contracts", "update"], ["owners", "--json"]],
  "access.lock.json": [
    ["contracts", "check"],
    ["policy"],
    ["policy", "registry"],
    ["policy", "--json"],
    ["policy", "--role=plan"],
  ],
};

/** @param right the lock as it stands in the repository */
export function lockCases(
  file: keyof typeof LOCK_READERS,
  right: unknown,
  chance: { seed: number; count: number },
): FileCase[] {
  const texts: (readonly [title: string, text: string | null, ...says: string[]])[] = [
    ["not there", null, "There is no"],
    ...TEXTS,
    // Its version is said in another way, and tried above.
    ...someWrong(shapeOf(right), right, { ...chance, count: 4 * chance.count })
      .filter(({ path }) => path[0] !== "version")
      .slice(0, chance.count)
      .map(
        ({ title, path, value }) => [title, JSON.stringify(value), ...path.slice(0, 1).map(String)] as const,
      ),
  ];
  const readers = LOCK_READERS[file];
  return texts.map(([title, text, ...says], index) => ({
    title: `${file}: ${title}`,
    files: { [file]: text },
    args: readers[index % readers.length] ?? [],
    says: [file, ...says],
  }));
}

/** An `access.lock.json` with a type of resource whose rights nobody knows. */
export const UNKNOWN_TYPE: FileCase = {
  title: "access.lock.json: a type that is in no table of rights",
  files: {
    "access.lock.json": JSON.stringify({
      version: 1,
      environments: {
        sbcntr: { registry: { reads: [], resources: ["aws_no_such_thing"], data: [] } },
      },
    }),
  },
  args: ["policy", "registry"],
  says: ["registry has a aws_no_such_thing in sbcntr", "packages/core/src/access/aws-actions.ts"],
};

// Layers in other repositories --------------------------------------------------------------------------------

/** The stack of a layer elsewhere as its synth writes it, as far as it is looked at. */
const stackOf = (changes: object, version: number): object => ({
  "//": {
    strata: {
      layer: "search",
      owner: "@acme/search",
      environment: "sbcntr",
      reads: [{ name: "network", version, types: { vpcId: { field: "vpc_id" } } }],
      ...changes,
    },
  },
  resource: {},
  data: {},
});

/** @param version of the network's contract, as it stands in the repository */
export function stackCases(version: number, chance: { seed: number; count: number }): FileCase[] {
  const read = (changes: object): object => ({
    reads: [{ name: "network", version, types: { vpcId: { field: "vpc_id" } }, ...changes }],
  });
  const right = stackOf({}, version);
  const wrong: (readonly [title: string, text: string, ...says: string[]])[] = [
    ["empty", "", "cdk.tf.json"],
    ["cut off", '{"//": {"metadata"', "cdk.tf.json"],
    ["null", "null", "expected object"],
    ["of plain cdktf", '{"//": {"metadata": {"stackName": "search"}}}', "//.strata"],
    ...(
      [
        ["the name of a layer here", { layer: "network" }, 'has a layer "network" itself'],
        ["a name that is a path", { layer: "../search" }, "//.strata.layer", "a name in lower case"],
        ["an environment that is not here", { environment: "nowhere" }, 'no environment "nowhere"'],
        ["a layer that is not here", read({ name: "nowhere" }), 'no layer "nowhere"'],
        ["a contract of tomorrow", read({ version: version + 1 }), `version ${version + 1} of the contract`],
        [
          "a value that nobody publishes",
          read({ types: { moon: { field: "moon" } } }),
          "does not publish moon",
        ],
      ] as const
    ).map(
      ([title, changes, ...says]) => [title, JSON.stringify(stackOf(changes, version)), ...says] as const,
    ),
    ...someWrong(shapeOf(right), right, chance).map(
      ({ title, path, value }) => [title, JSON.stringify(value), path.map(String).join(".")] as const,
    ),
  ];
  return wrong.map(([title, text, ...says], index) => ({
    title: `a stack: ${title}`,
    files: { [`stacks-of-cases/${index}/cdk.tf.json`]: text },
    args: ["contracts", "admit", `stacks-of-cases/${index}/cdk.tf.json`],
    says,
  }));
}

const READER = {
  version: 1,
  layer: "search",
  owner: "@acme/search",
  repository: "acme/search",
  environments: {
    sbcntr: { uses: { network: ["vpc_id"] }, resources: ["aws_instance"], data: ["aws_ami"] },
  },
};

/** @param version of the network's contract, as it stands in the repository */
export function readerCases(version: number, chance: { seed: number; count: number }): FileCase[] {
  const stack = "stacks-of-cases/right/cdk.tf.json";
  const admits = ["contracts", "admit", stack];
  const meets = (
    title: string,
    text: string,
    says: readonly string[],
    { name = "search", args = admits } = {},
  ): FileCase => ({
    title: `readers/${name}.json: ${title}`,
    files: { [`readers/${name}.json`]: text, [stack]: JSON.stringify(stackOf({}, version)) },
    args,
    says,
  });
  const all = ["status"];
  return [
    ...["", '{ "version": 1, "lay', "null", "[]", MERGE_MARKS].map((text) =>
      meets(text === "" ? "empty" : text, text, ["readers/search.json can't be read"]),
    ),
    meets("of tomorrow", JSON.stringify({ ...READER, version: 2 }), ["readers/search.json", "version"]),
    ...someWrong(shapeOf(READER), READER, chance).map(({ title, path, value }) =>
      meets(title, JSON.stringify(value), ["readers/search.json can't be read", path.map(String).join(".")]),
    ),
    meets("of another layer", JSON.stringify(READER), ["readers/find.json", "of the layer search"], {
      name: "find",
      args: all,
    }),
    meets(
      "of a layer here",
      JSON.stringify({ ...READER, layer: "network" }),
      ["readers/network.json", 'a layer "network" itself'],
      {
        name: "network",
        args: all,
      },
    ),
  ];
}

// Waivers -------------------------------------------------------------------------------------------------------

/** @param right the waivers of `packages/registry` as they stand in the repository */
export function waiverCases(right: readonly object[], chance: { seed: number; count: number }): FileCase[] {
  const file = "packages/registry/waivers.json";
  const begins =
    "init shop --yes --from sbcntr --account 210987654321 --region eu-west-1 --prefix shop".split(" ");
  const [first] = right;
  const changed = (changes: object): string => JSON.stringify([{ ...first, ...changes }]);
  const wrong: (readonly [title: string, text: string, ...says: string[]])[] = [
    ["empty", "", "is no JSON"],
    ["cut off", '[ { "rule": ', "is no JSON"],
    ["marks of a merge", MERGE_MARKS, "is no JSON"],
    ["null", "null", "(the whole file)"],
    ["no list", "{}", "(the whole file)"],
    ["no reason worth the name", changed({ reason: "later" }), "[0].reason", "must say why", '"later"'],
    ["a rule without a name", changed({ rule: "" }), "[0].rule"],
    ["an environment that is not there", changed({ environments: ["nowhere"] }), "[0].environments[0]"],
    ["nowhere accepted", changed({ environments: [] }), "[0].environments"],
    ["a name too many", changed({ untilWhen: "2027" }), "[0]", "untilWhen"],
    ...someWrong(shapeOf(right), right, chance).map(
      ({ title, path, value }) =>
        [
          title,
          JSON.stringify(value),
          path.length === 0 ? "(the whole file)" : `  ${readable(path)}: `,
        ] as const,
    ),
  ];
  return wrong.map(([title, text, ...says], index) => ({
    title: `${file}: ${title}`,
    files: { [file]: text },
    args: index === 0 ? ["lint"] : begins,
    says: [file, ...says],
  }));
}

// The local platform --------------------------------------------------------------------------------------------

/** Values of secrets for this machine; none may be repeated. */
export const LOCAL_SECRETS_CASES: readonly FileCase[] = (
  [
    ["empty", "", "it is no JSON"],
    ["cut off", '{ "/shop/key": "hunt', "it is no JSON"],
    ["a text alone", "hunter2", "it is no JSON"],
    ["as variables of a shell", "SHOP_KEY=hunter2\n", "it is no JSON"],
    ["null", "null", "something else than texts by names"],
    ["a list", '["hunter2"]', "something else than texts by names"],
    ["a number", '{ "/shop/key": 7 }', "the value of /shop/key is no text"],
    [
      "a value within another",
      '{ "/shop/key": { "value": "hunter2" } }',
      "the value of /shop/key is no text",
    ],
    ["a value that is null", '{ "/shop/key": null }', "the value of /shop/key is no text"],
  ] as const
).map(([title, text, reason]) => ({
  title: `secrets of this machine: ${title}`,
  files: { ".strata/local/sbcntr/secrets.json": text },
  args: ["local", "up"],
  says: [".strata/local/sbcntr/secrets.json is not read: ", reason],
}));

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

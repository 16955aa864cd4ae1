import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { parse } from "yaml";
import { runProgram } from "./program";
import { discoverLayers, loadLayer, ROOT } from "./workspace";

/** A job or step, as far as it is looked at here. */
interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
}
interface Workflow {
  readonly on: Readonly<Record<string, object | null>>;
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface GitLabJob {
  readonly needs?: readonly string[];
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}
interface BuildSpec {
  readonly batch?: {
    readonly "build-graph": readonly {
      readonly identifier: string;
      readonly buildspec: string;
      readonly "depend-on"?: readonly string[];
      readonly env?: { readonly variables: Readonly<Record<string, string>> };
    }[];
  };
  readonly phases?: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
}

const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const files = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .map((name) => join(folder, name));
const workflow = (name: string): Workflow => parse(text(`.github/workflows/${name}.yml`)) as Workflow;

const layers = discoverLayers()
  .filter(({ bootstrap }) => !bootstrap)
  .map(loadLayer);
const names = layers.map(({ name }) => name);
const producers = (name: string): string[] =>
  layers.find((layer) => layer.name === name)?.reads.map((contract) => contract.name) ?? [];
const each = layers.map(({ name }) => [name] as const);
const sorted = (list: readonly string[] = []): string[] => [...list].sort();

const GITHUB = [...files(".github/workflows"), ...files(".github/actions")];
const allJobs = files(".github/workflows").flatMap((file) =>
  Object.entries((parse(text(file)) as Workflow).jobs).map(
    ([id, job]) => [`${relative(".github/workflows", file)}: ${id}`, job] as const,
  ),
);

describe("the order of the jobs is that of the edges", () => {
  test.each(["plan", "deploy"].flatMap((name) => each.map(([layer]) => [name, layer] as const)))(
    "GitHub: %s %s",
    (name, layer) => {
      const job = workflow(name).jobs[layer];
      expect(sorted(job?.needs)).toEqual(sorted(["affected", ...producers(layer)]));
      expect(job?.with?.layer).toBe(layer);
      expect(job?.if).toContain(`contains(fromJSON(needs.affected.outputs.layers || '[]'), '${layer}')`);
      expect(job?.uses).toBe(`./.github/workflows/${name}-layer.yml`);
    },
  );

  test("GitHub: the comment comes after all layers, and every layer is looked at for drift", () => {
    expect(sorted(workflow("plan").jobs.comment?.needs)).toEqual(sorted(["affected", ...names]));
    expect(sorted(workflow("drift").jobs.drift?.strategy?.matrix.layer as string[])).toEqual(sorted(names));
  });

  const gitlab = parse(text("docs/ci/gitlab-ci.yml")) as Readonly<Record<string, GitLabJob>>;
  test.each(each)("GitLab: %s", (layer) => {
    const plan = gitlab[`plan-${layer}`];
    const deploy = gitlab[`deploy-${layer}`];
    expect(sorted(plan?.needs)).toEqual(
      sorted(["affected", ...producers(layer).map((one) => `plan-${one}`)]),
    );
    expect(sorted(deploy?.needs)).toEqual(
      sorted(["affected", `plan-${layer}`, ...producers(layer).map((one) => `deploy-${one}`)]),
    );
    for (const job of [plan, deploy]) expect(job?.variables?.LAYER).toBe(layer);
  });

  test("GitLab: the report comes after all layers", () => {
    expect(sorted(gitlab.report?.needs)).toEqual(sorted(names.map((name) => `plan-${name}`)));
  });

  test.each(["plan", "deploy"].flatMap((kind) => each.map(([layer]) => [kind, layer] as const)))(
    "CodeBuild: %s %s",
    (kind, layer) => {
      const { batch } = parse(text(`docs/ci/codebuild/${kind}.yml`)) as BuildSpec;
      const build = batch?.["build-graph"].find(({ identifier }) => identifier === `${kind}_${layer}`);
      expect(sorted(build?.["depend-on"])).toEqual(sorted(producers(layer).map((one) => `${kind}_${one}`)));
      expect(build?.env?.variables.LAYER).toBe(layer);
      expect(existsSync(join(ROOT, build?.buildspec ?? "-"))).toBe(true);
    },
  );

  test("CodeBuild: the report comes after all layers", () => {
    const { batch } = parse(text("docs/ci/codebuild/plan.yml")) as BuildSpec;
    const report = batch?.["build-graph"].find(({ identifier }) => identifier === "report");
    expect(sorted(report?.["depend-on"])).toEqual(sorted(names.map((name) => `plan_${name}`)));
  });
});

/** Every line that a workflow runs, with its file. */
function lines(): { file: string; line: string }[] {
  const github = GITHUB.flatMap((file) => {
    const yaml = parse(text(file)) as Partial<Workflow> & { runs?: { steps: readonly Step[] } };
    const steps = [
      ...(yaml.runs?.steps ?? []),
      ...Object.values(yaml.jobs ?? {}).flatMap((job) => job.steps ?? []),
    ];
    return steps.flatMap(({ run }) => (run === undefined ? [] : [{ file, run }]));
  });
  const gitlab = Object.values(parse(text("docs/ci/gitlab-ci.yml")) as Record<string, GitLabJob | string[]>)
    .filter((job): job is GitLabJob => !Array.isArray(job))
    .flatMap(({ before_script: before = [], script = [] }) => [...before, ...script])
    .map((run) => ({ file: "docs/ci/gitlab-ci.yml", run }));
  const codebuild = files("docs/ci/codebuild").flatMap((file) =>
    Object.values((parse(text(file)) as BuildSpec).phases ?? {})
      .flatMap(({ commands = [] }) => commands)
      .map((run) => ({ file, run })),
  );
  return [...github, ...gitlab, ...codebuild].flatMap(({ file, run }) =>
    run
      .trim()
      .split("\n")
      .map((line) => ({ file, line: line.trim() })),
  );
}

/** What else may stand beside calls of strata: outputs, the run that was reviewed, and how plans and roles get about. */
const HELPERS = [
  /^echo "[\w-]+=.*" >> "\$GITHUB_OUTPUT"$/,
  /^echo "::notice /,
  /^test -n "\$run"( \|\| echo "::error .*")?$/,
  /^head=\$\(gh api /,
  /^run=\$\(test -z "\$head" \|\| gh run list /,
  /^mkdir -p \.strata( && printf %s "\$GITLAB_TOKEN" > "\$AWS_WEB_IDENTITY_TOKEN_FILE")?$/,
  /^printf '\[profile layer\]/,
  /^(if test -d "plans\/\$LAYER"; then )?aws s3 sync [^;|&]*(; fi)?$/,
];

test("the steps are thin: calls of strata, and few lines beside them", () => {
  const isCall = (line: string): boolean => /(^|[ (])(\.\/strata|\.ci\/run)( |$)/.test(line);
  const isHelper = (line: string): boolean => HELPERS.some((allowed) => allowed.test(line));
  const all = lines();
  expect(all.filter(({ line }) => isCall(line)).length).toBeGreaterThan(15);
  expect(all.filter(({ line }) => !isCall(line) && !isHelper(line))).toEqual([]);
});

test("no expression gets into a script", () => {
  expect(lines().filter(({ line }) => line.includes("${{"))).toEqual([]);
});

test("actions are pinned by commit, each by one, with its version beside it", () => {
  const uses = GITHUB.flatMap((file) =>
    [...text(file).matchAll(/uses: (.*)/g)].map(([, value = ""]) => value),
  );
  const foreign = uses.filter((value) => !value.startsWith("./"));
  expect(foreign.length).toBeGreaterThan(10);
  for (const value of foreign) expect(value).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  const actions = new Set(foreign.map((value) => value.split("@")[0]));
  expect(new Set(foreign).size).toBe(actions.size);
});

test.each(files(".github/workflows"))("%s gives no rights to all of its jobs", (file) => {
  expect((parse(text(file)) as Workflow).permissions).toEqual({});
});

test.each(allJobs)("%s has only the rights that it names, and an end", (_, job) => {
  expect(job.permissions).toBeDefined();
  if (job.steps !== undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
});

test.each(allJobs.filter(([, { env }]) => env?.TURBO_TOKEN !== undefined))(
  "%s writes to the remote cache only as main",
  (name, { env, environment }) => {
    expect([env?.TURBO_CACHE, environment]).toEqual(
      name === "merge.yml: cache"
        ? ["local:rw,remote:rw", "remote-cache"]
        : ["local:rw,remote:r", name.startsWith("deploy-layer") ? expect.any(String) : undefined],
    );
  },
);

test("the contracts are checked whatever has changed", () => {
  const { on, jobs } = workflow("pull-request");
  expect(on.pull_request).toBeNull();
  expect(jobs.contracts).toMatchObject({ steps: expect.any(Array) as Step[] });
  expect([jobs.contracts?.if, jobs.contracts?.needs]).toEqual([undefined, undefined]);
});

describe("actionlint", () => {
  const tools = join(ROOT, ".strata/tools/bin");
  const env = { ...process.env, PATH: `${process.env.PATH ?? ""}${delimiter}${tools}` };

  test("finds no fault in the workflows", () => {
    expect(actionlint(["-no-color"])).toBe("");
  });

  test("finds a planted one", () => {
    const faulty = text(".github/workflows/plan.yml").replace(
      "needs: [affected, network]",
      "needs: [afected]",
    );
    expect(actionlint(["-no-color", "-"], faulty)).toContain('needs job "afected" which does not exist');
  });

  function actionlint(args: readonly string[], input?: string): string {
    const { stdout, error } = spawnSync("actionlint", args, { cwd: ROOT, env, input, encoding: "utf8" });
    if (error !== undefined) {
      throw new Error(
        `actionlint could not be run: ${error.message}. .ci/run builds it into .strata/tools/bin, or: ` +
          "go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
      );
    }
    return stdout;
  }
});

test("the pipelines of others are read with git's whole history, as Turborepo needs the merge base", () => {
  const tracked = execFileSync("git", ["ls-files", ".github", "docs/ci"], { cwd: ROOT, encoding: "utf8" });
  expect(tracked).toContain("docs/ci/gitlab-ci.yml");
  for (const [name, job] of allJobs) {
    const isAsked = job.steps?.some(({ run = "" }) => /strata (affected|contracts check)/.test(run)) ?? false;
    if (isAsked) expect(`${name} ${JSON.stringify(job.steps)}`).toContain('"fetch-depth":0');
  }
  expect((parse(text("docs/ci/gitlab-ci.yml")) as { variables: object }).variables).toMatchObject({
    GIT_DEPTH: 0,
  });
});

test("every command and option that is called is there", async () => {
  const calls = lines().flatMap(({ line }) => line.match(/\.\/strata [^|;)&]*/g) ?? []);
  expect(calls.length).toBeGreaterThan(15);
  const help = new Map<string, string>();
  for (const call of calls) {
    const [first = "", second = ""] = call.split(" ").slice(1);
    const command = first === "contracts" ? [first, second] : [first];
    const key = command.join(" ");
    if (!help.has(key)) help.set(key, await helpOf(command));
    const missing = (call.match(/--[a-z-]+/g) ?? []).filter(
      (option) => !help.get(key)?.includes(`${option} `),
    );
    expect({ call, missing }).toEqual({ call, missing: [] });
  }
});

async function helpOf(command: readonly string[]): Promise<string> {
  let printed = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  try {
    await runProgram([...command, "--help"]);
  } finally {
    write.mockRestore();
  }
  return printed.startsWith(`Usage: strata ${command.join(" ")} `) ? printed : "";
}

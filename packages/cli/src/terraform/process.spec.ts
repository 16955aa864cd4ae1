import { existsSync } from "node:fs";
import { join } from "node:path";
import { FakeWorkspace, until } from "../testing/workspace";
import { runTerraform, type TerraformCommand, type TerraformResult } from "./process";

let workspace: FakeWorkspace;
let notices: string[];
beforeEach(() => {
  workspace = new FakeWorkspace();
  notices = [];
});
afterEach(() => {
  workspace.remove();
});

const run = (args: readonly string[], change: Partial<TerraformCommand> = {}): Promise<TerraformResult> =>
  runTerraform({
    directory: workspace.stack,
    args,
    logFile: workspace.run.logFile("alpha"),
    env: { PATH: `${join(workspace.root, "bin")}:/usr/bin:/bin` },
    signal: new AbortController().signal,
    onRetry: (notice) => notices.push(notice),
    ...change,
  });

const DIAGNOSTIC = `say diagnostic '"diagnostic":{"severity":"error","summary":"Failed to load plugin schemas","detail":"Could not load the schema: timeout while waiting for plugin to start.."}'`;
/** As a command without -json says it. */
const SENTENCE = `printf '│ Could not load the schema: timeout while waiting\\n│ for plugin to start..\\n' >&2`;
const ONCE = "[ -e ../slow ] || { touch ../slow;";
const NOTICE = expect.stringContaining("starting it again") as string;

test.each([
  ["as JSON", DIAGNOSTIC],
  ["in a sentence", SENTENCE],
])("a provider that did not start in time is started again, and that is said (%s)", async (_, slow) => {
  workspace.terraform(`${ONCE} ${slow}; exit 1; }; echo imported`);
  await expect(run(["import"])).resolves.toMatchObject({ exitCode: 0, messages: [], text: ["imported"] });
  expect(workspace.calls).toEqual(["import", "import"]);
  expect(notices).toEqual([NOTICE]);
});

test("and not for ever", async () => {
  workspace.terraform(`${DIAGNOSTIC}; exit 1`);
  await expect(run(["plan"])).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["plan", "plan", "plan"]);
  expect(notices).toEqual([NOTICE, NOTICE]);
});

test.each([
  ["what fails otherwise", "echo no; exit 1", { exitCode: 1 }],
  ["what succeeds and has it in its log", `${SENTENCE}; exit 0`, { exitCode: 0 }],
])("%s is not started again", async (_, script, outcome) => {
  workspace.terraform(script);
  await expect(run(["plan"])).resolves.toMatchObject(outcome);
  expect(workspace.calls).toEqual(["plan"]);
  expect(notices).toEqual([]);
});

test("what was interrupted is not started again", async () => {
  workspace.terraform(`ended() { ${DIAGNOSTIC}; exit 1; }
    trap ended INT; touch ../at-work; for i in $(seq 100); do sleep 0.1; done`);
  const interrupted = new AbortController();
  const end = run(["plan"], { signal: interrupted.signal });
  await until(() => existsSync(join(workspace.stack, "../at-work")));
  interrupted.abort();
  await expect(end).resolves.toMatchObject({ exitCode: 1 });
  expect(workspace.calls).toEqual(["plan"]);
});

test("whoever is told of it can keep it from starting again", async () => {
  workspace.terraform(`${DIAGNOSTIC}; exit 1`);
  const onRetry = (): never => {
    throw new Error("over");
  };
  await expect(run(["plan"], { onRetry })).rejects.toThrow("over");
  expect(workspace.calls).toEqual(["plan"]);
});

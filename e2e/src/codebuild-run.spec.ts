import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBuild, type Build } from "./codebuild-run";

/** What is true of CodeBuild by its documentation must be true of what takes its place. */

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), "strata-codebuild-"));
});
afterEach(() => {
  rmSync(source, { recursive: true });
});

const run = (buildspec: string, variables: Readonly<Record<string, string>> = {}): Promise<Build> =>
  runBuild(
    { buildspec: `version: 0.2\nenv: { shell: bash }\n${buildspec}`, variables },
    { source, commit: "0123456", machine: { PATH: process.env.PATH } },
  );

test("variables go from command to command and from phase to phase", async () => {
  const build = await run(
    `phases:
  pre_build: { commands: ['NAME="$GREETING, $CODEBUILD_RESOLVED_SOURCE_VERSION"', cd /] }
  build: { commands: ['echo "$NAME in $PWD"'] }`,
    { GREETING: "it's" },
  );
  expect(build).toEqual({
    succeeded: true,
    phases: { pre_build: "succeeded", build: "succeeded" },
    log: "it's, 0123456 in /\n",
    artifacts: {},
  });
});

test("nothing comes after a command that fails, or ends the shell", async () => {
  for (const fails of ["false", "exit 3", "if"]) {
    const build = await run(`phases:
  pre_build: { commands: ['${fails}', echo next command] }
  build: { commands: [echo next phase] }`);
    expect(build).toMatchObject({ succeeded: false, phases: { pre_build: "failed" } });
    expect(build.log).not.toContain("next");
  }
});

test("post_build comes after a build that has failed, but not where the build says ABORT", async () => {
  const failing = (onFailure: string): Promise<Build> =>
    run(`phases:
  build: { ${onFailure} commands: ['false'] }
  post_build: { commands: [echo post] }`);
  expect((await failing("")).phases).toEqual({ build: "failed", post_build: "succeeded" });
  expect((await failing("on-failure: ABORT,")).phases).toEqual({ build: "failed" });
});

test("files are handed on, and all of them must be there", async () => {
  const files = (commands: string): Promise<Build> =>
    run(`phases: { build: { commands: [${commands}] } }\nartifacts: { files: [a.json, b.json] }`);
  const half = await files("echo a > a.json");
  expect(half).toMatchObject({ succeeded: false, phases: { upload_artifacts: "failed" } });
  const whole = await files("echo b > b.json");
  expect(whole).toMatchObject({ succeeded: true, artifacts: { "a.json": "a\n", "b.json": "b\n" } });
});

test("what is not understood is refused", async () => {
  await expect(run("phases: { build: { commands: ['true'], finally: ['true'] } }")).rejects.toThrow(
    "finally",
  );
});

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BatchGetProjectsCommand } from "@aws-sdk/client-codebuild";
import { parse } from "yaml";
import { z } from "zod";
import type { Aws } from "./aws";

/*
 * Runs builds as CodeBuild does, as far as our projects use it. The rules are those of its user guide: "Build
 * specification reference for CodeBuild" and "Build phase transitions".
 */

const phase = z.strictObject({
  "on-failure": z.enum(["ABORT", "CONTINUE"]).optional(),
  commands: z.array(z.string().min(1)).min(1),
});

/** The part of a buildspec which is understood here; anything else in it is an error, and not ignored. */
const buildspec = z.strictObject({
  version: z.literal(0.2),
  env: z.strictObject({ shell: z.literal("bash") }),
  phases: z.strictObject({
    pre_build: phase.optional(),
    build: phase.optional(),
    post_build: phase.optional(),
  }),
  artifacts: z.strictObject({ files: z.array(z.string().regex(/^[\w.-]+$/)).min(1) }).optional(),
});

const PHASES = ["pre_build", "build", "post_build"] as const;

/** A project, as far as a build goes by it. */
export interface Project {
  /** YAML. */
  readonly buildspec: string;
  /** Environment variables of its commands. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A project as it was deployed. */
export async function projectOf({ codeBuild }: Aws, name: string): Promise<Project> {
  const { projects: [project] = [] } = await codeBuild.send(new BatchGetProjectsCommand({ names: [name] }));
  if (project === undefined) throw new Error(`there is no CodeBuild project ${name}`);
  const variables = project.environment?.environmentVariables ?? [];
  return {
    buildspec: project.source?.buildspec ?? "",
    variables: Object.fromEntries(variables.map(({ name: key, value }) => [key, value])) as Record<
      string,
      string
    >,
  };
}

/** What is built, and where. */
export interface BuildInput {
  /** Folder of the source, which is also where the commands work. */
  readonly source: string;
  /** The commit that it is. */
  readonly commit: string;
  /** What the build machine has by itself: PATH, HOME, credentials. */
  readonly machine: NodeJS.ProcessEnv;
}

/** How a build went. */
export interface Build {
  readonly succeeded: boolean;
  /** The phases that were run, each with how it ended. */
  readonly phases: Readonly<
    Partial<Record<(typeof PHASES)[number] | "upload_artifacts", "succeeded" | "failed">>
  >;
  /** All that the commands printed. */
  readonly log: string;
  /** The texts of the files that are handed on. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** Runs a build to its end. Throws where the buildspec has something in it that is not understood here. */
export async function runBuild(project: Project, { source, commit, machine }: BuildInput): Promise<Build> {
  const { phases, artifacts } = buildspec.parse(parse(project.buildspec));
  const shell = new Shell(source, {
    ...machine,
    CODEBUILD_SRC_DIR: source,
    CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
    ...project.variables,
  });
  const ended: { -readonly [Name in keyof Build["phases"]]: Build["phases"][Name] } = {};
  for (const name of PHASES) {
    const { commands = [], "on-failure": onFailure } = phases[name] ?? {};
    if (commands.length === 0) continue;
    ended[name] = (await shell.runAll(commands)) ? "succeeded" : "failed";
    // Unless the buildspec says otherwise, post_build comes after a build that has failed, too.
    const goesOn = onFailure === undefined ? name === "build" : onFailure === "CONTINUE";
    if (ended[name] === "failed" && !goesOn) break;
  }
  const log = await shell.end();

  const files = artifacts?.files ?? [];
  const written = files.filter((file) => existsSync(join(source, file)));
  // It is attempted after a failure, too, and fails where a file is not there.
  if (files.length > 0) ended.upload_artifacts = written.length === files.length ? "succeeded" : "failed";
  return {
    succeeded: Object.values(ended).every((how) => how === "succeeded"),
    phases: ended,
    log,
    artifacts: Object.fromEntries(written.map((file) => [file, readFileSync(join(source, file), "utf8")])),
  };
}

/** The one shell that runs all commands of a build, so that what one sets the next one has. */
class Shell {
  private readonly bash;
  private readonly statuses;
  private readonly closed: Promise<void>;
  private log = "";

  constructor(directory: string, environment: NodeJS.ProcessEnv) {
    this.bash = spawn("bash", [], {
      cwd: directory,
      env: environment,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.closed = new Promise((resolve) => {
      this.bash.once("close", () => {
        resolve();
      });
    });
    const keep = (data: Buffer): void => {
      this.log += data.toString();
    };
    this.bash.stdout.on("data", keep);
    this.bash.stderr.on("data", keep);
    // What is written to a shell that is gone is not missed: its end is seen below.
    this.bash.stdin.on("error", () => undefined);
    this.statuses = createInterface({ input: this.bash.stdio[3] as NodeJS.ReadableStream })[
      Symbol.asyncIterator
    ]();
  }

  /** Runs commands until one fails. */
  async runAll(commands: readonly string[]): Promise<boolean> {
    for (const command of commands) {
      const quoted = `'${command.replaceAll("'", `'\\''`)}'`;
      this.bash.stdin.write(`eval ${quoted} < /dev/null\necho $? >&3\n`);
      // A shell that was ended by the command says nothing any more.
      const status = await this.statuses.next();
      if (status.value !== "0") return false;
    }
    return true;
  }

  /** Ends the shell and returns what was printed. */
  async end(): Promise<string> {
    this.bash.stdin.end();
    await this.closed;
    return this.log;
  }
}

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { ExitCode, StrataError } from "./core";
import { explainSystemError } from "./system-error";

/** Options that every command has. */
export interface CommonOptions {
  readonly env?: string;
  readonly json?: boolean;
}

/** A command's work; its exit code is the program's. */
type Action = (
  options: CommonOptions & Readonly<Record<string, unknown>>,
  names: string[],
) => Promise<ExitCode>;

/** Runs `strata` with the given arguments and returns its exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let exitCode: number = ExitCode.done;
  const program = new Command("strata")
    .description("Stands up an AWS container platform layer by layer.")
    .helpCommand(false)
    .showHelpAfterError("Run ./strata --help for the commands.")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 failed, 2 changes present (plan), 3 wrong input or preflight.",
    )
    .exitOverride();

  // A command's module is loaded when the command is used: the start of a program is part of every command's time.
  const command = (usage: string, description: string, action: Action, parent = program): Command =>
    parent
      .command(usage)
      .description(description)
      .option("--env <name>", "the environment (default: STRATA_ENV, or sbcntr)")
      .option("--json", "print the result as JSON")
      .exitOverride()
      .action(async (...values: unknown[]) => {
        const self = values.at(-1) as Command;
        exitCode = await action(self.opts(), self.args);
      });

  command("demo", "stand the whole platform up on the embedded AWS", async (options) =>
    (await import("./commands/demo.js")).demo(options),
  )
    .option("--destroy", "take it down again, and show that nothing is left")
    .option("--live", "run the apps of its services in Docker too, as strata local up")
    .addOption(portOption());
  command("doctor", "look whether this machine has what Strata needs", async (options) =>
    (await import("./commands/doctor.js")).doctor(options),
  );
  command(
    "env",
    "print what points cdktf, terraform and aws at the embedded AWS, for eval",
    async (options) => (await import("./commands/env.js")).env(options),
  );
  command(
    "init <environment>",
    "begin a new environment with the settings of another one",
    async (options, names) => (await import("./commands/init.js")).init(names[0] ?? "", options),
  )
    .option("--from <blueprint>", "the environment to begin from, such as django-fargate")
    .option("--account <digits>", "AWS account")
    .option("--region <region>", "AWS region")
    .option("--domain <domain>", "domain for the platform's names")
    .option("--administrator <cidr>", "address from which it is administered, such as 203.0.113.7/32")
    .option("--prefix <text>", "what names in AWS begin with (default: the environment's name)")
    .option("--unprotected", "for an environment which is made to be thrown away")
    .option("--yes", "take what is proposed, and don't ask");
  command("bootstrap", "make the state bucket and its key, once for each environment", async (options) =>
    (await import("./commands/bootstrap.js")).bootstrap(options),
  );
  command("plan [layers...]", "show what deploy would change", async (options, layers) =>
    (await import("./commands/layers.js")).plan(layers, options),
  )
    .option("--what-if", "plan in order, each layer against the planned outputs of those that it reads")
    .option(
      "--out <dir>",
      "plan in order, and keep the plans there for report, comment and deploy --reviewed",
      folder,
    );
  command("deploy [layers...]", "deploy layers, all of them by default", async (options, layers) =>
    (await import("./commands/layers.js")).deploy(layers, options),
  ).option("--reviewed <dir>", "deploy what was reviewed: the plans in that folder, or nothing");
  command("destroy [layers...]", "destroy layers, all of them by default", async (options, layers) =>
    (await import("./commands/layers.js")).destroy(layers, options),
  );
  command("report [plans]", "show what a folder of plans would do", async (options, names) =>
    (await import("./commands/report.js")).report(names[0], options),
  )
    .addOption(
      new Option("--format <format>", "how it is written")
        .choices(["text", "markdown", "html", "json"])
        .default("text"),
    )
    .option("--output <file>", "write it into a file")
    .option("--findings <file>", "what strata lint --json printed, to be shown with the layers")
    .option("--report-url <url>", "where the whole report is, for what does not fit into a comment")
    .addOption(rightsOption());
  command("drift [layers...]", "show what was changed outside of Terraform", async (options, layers) =>
    (await import("./commands/drift.js")).drift(layers, options),
  )
    .option("--issues", "keep an issue on GitHub for each layer with drift")
    .option("--out <dir>", "keep the plans there, for strata report", folder)
    .option("--repo <owner/name>", "the repository of the issues (default: GITHUB_REPOSITORY)");
  command(
    "comment [directories...]",
    "show plans in a pull request of GitHub",
    async (options, directories) => (await import("./commands/comment.js")).comment(directories, options),
  )
    .option("--pr <number>", "the number of the pull request")
    .option("--layers <names>", "the layers that were to be planned, with commas: which left no plan is said")
    .option("--repo <owner/name>", "the repository (default: GITHUB_REPOSITORY)")
    .option("--report-url <url>", "where the whole report is, for the link in the comment")
    .addOption(rightsOption())
    .option("--dry-run", "say what it would do, and show the text");
  command("lint [layers...]", "look for faults in what is synthesized and planned", async (options, layers) =>
    (await import("./commands/lint.js")).lint(layers, options),
  );
  command("status", "show what is deployed, and who is at work on it", async (options) =>
    (await import("./commands/status.js")).status(options),
  );
  command("outputs [layers...]", "show what the layers publish", async (options, layers) =>
    (await import("./commands/outputs.js")).outputs(layers, options),
  );
  command("affected", "show which layers a change affects, with those that read them", async (options) =>
    (await import("./commands/affected.js")).affected(options),
  )
    .option("--base <ref>", "what it is compared with (default: origin/main, or origin/$GITHUB_BASE_REF)")
    .option("--all", "all layers, whatever has changed");
  command(
    "settings [layers...]",
    "show every setting of layers, with default and meaning",
    async (options, layers) => (await import("./commands/settings.js")).settings(layers, options),
  ).option("--write", "write the same into the READMEs of the layers");
  graphOptions(
    command("graph", "draw the layers: who reads what of whom, and who owns it", async (options) =>
      (await import("./commands/graph.js")).graph(options),
    ),
  );
  command("owners", "write CODEOWNERS: who is asked to review what", async (options) =>
    (await import("./commands/owners.js")).owners(options),
  );
  command(
    "policy [layer]",
    "show what the roles of a layer may do in AWS; without a name, of all layers",
    async (options, names) => (await import("./commands/policy.js")).policy(names[0], options),
  ).addOption(new Option("--role <role>", "only this one").choices(["plan", "deploy"]));
  command("test", "run all tests, the end-to-end tests too", async (options) =>
    (await import("./commands/test.js")).test(options),
  ).option("--units", "only the tests which need no embedded AWS");

  const contracts = program
    .command("contracts")
    .description("what layers publish, and who uses it")
    .exitOverride();
  command(
    "check",
    "hold the contracts against contracts.lock.json: no reader may lose what it uses",
    async (options) => (await import("./commands/contracts.js")).check(options),
    contracts,
  ).option("--base <ref>", "compare with the lock at the merge base with this too, such as origin/main");
  command(
    "update",
    "write contracts.lock.json; refused while a reader would lose what it uses",
    async (options) => (await import("./commands/contracts.js")).update(options),
    contracts,
  );
  command(
    "admit <stack>",
    "let a layer in another repository read layers of this one, by its synthesized stack",
    async (options, names) => (await import("./commands/contracts-admit.js")).admit(names[0] ?? "", options),
    contracts,
  ).option("--repo <owner/name>", "its repository on GitHub, whose jobs are to take its roles on");
  command(
    "pack [layers...]",
    "make npm packages of contracts, for layers in repositories of their own",
    async (options, layers) =>
      (await import("./commands/contracts-pack.js")).pack(layers, { ...options, out: String(options.out) }),
    contracts,
  ).requiredOption("--out <dir>", "where they go", folder);
  graphOptions(
    command(
      "graph",
      "the same as strata graph",
      async (options) => (await import("./commands/graph.js")).graph(options),
      contracts,
    ),
  );

  const state = program
    .command("state")
    .description("the earlier versions of a layer's state")
    .exitOverride();
  command(
    "history <layer>",
    "show the versions of a layer's state, the newest first",
    async (options, names) => (await import("./commands/state.js")).history(names[0] ?? "", options),
    state,
  );
  command(
    "restore <layer> <version>",
    "bring a version of a layer's state back; the present one is kept",
    async (options, names) =>
      (await import("./commands/state.js")).restore(names[0] ?? "", names[1] ?? "", options),
    state,
  ).option("--yes", "don't ask");
  command("unlock <layer>", "remove the lock which a run has left behind", async (options, names) =>
    (await import("./commands/unlock.js")).unlock(names[0] ?? "", options),
  ).option("--yes", "don't ask");

  const local = program.command("local").description("the services in Docker on this machine").exitOverride();
  command(
    "up",
    "run what the services layer runs on ECS in Docker, or bring it up to date",
    async (options) => (await import("./commands/local.js")).up(options),
    local,
  );
  command(
    "down",
    "take it down, and show that nothing is left",
    async (options) => (await import("./commands/local.js")).down(options),
    local,
  );
  command(
    "logs [service]",
    "show what its containers have printed; a load balancer, database or cache may be named too",
    async (options, names) => (await import("./commands/local.js")).logs(names[0], options),
    local,
  ).option("--follow", "go on with what they print from now on");

  const emulator = program.command("emulator").description("the embedded AWS").exitOverride();
  command(
    "start",
    "start the embedded AWS",
    async (options) => (await import("./commands/emulator.js")).start(options),
    emulator,
  ).addOption(portOption());
  command(
    "stop",
    "stop the embedded AWS; what was deployed on it is gone",
    async (options) => (await import("./commands/emulator.js")).stop(options),
    emulator,
  );
  command(
    "status",
    "show whether the embedded AWS is running",
    async (options) => (await import("./commands/emulator.js")).status(options),
    emulator,
  );

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.refused;
    return reportError(error, args.includes("--json"));
  }
}

const graphOptions = (command: Command): Command =>
  command
    .addOption(new Option("--format <format>", "how").choices(["mermaid", "svg", "json"]).default("mermaid"))
    .option("--output <file>", "write it into a file")
    .option("--write", "write it as Mermaid into the README of the repository");

const rightsOption = (): Option =>
  new Option("--base <ref>", "show which rights change since the merge base with this, such as origin/main");

/** A folder to write into; no text at all, as of a variable of the shell which is not set, would be the present one. */
const folder = (text: string): string => {
  if (text === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
};

const portOption = (): Option =>
  new Option("--port <number>", "the port of the embedded AWS").argParser((text) => {
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
    }
    return port;
  });

/** Shows why a command could not do its work. */
function reportError(thrown: unknown, json: boolean): ExitCode {
  const error = explainSystemError(thrown);
  if (error instanceof StrataError) {
    if (json)
      process.stdout.write(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a defect of Strata; please report it with these lines:\n${text}\n`);
  return ExitCode.failed;
}

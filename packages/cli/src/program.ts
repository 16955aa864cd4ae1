import { Command, CommanderError } from "commander";
import { ExitCode, StrataError } from "./core";

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
  const command = (usage: string, description: string, action: Action): Command =>
    program
      .command(usage)
      .description(description)
      .option("--env <name>", "the environment (default: STRATA_ENV, or sbcntr)")
      .option("--json", "print the result as JSON")
      .exitOverride()
      .action(async (...values: unknown[]) => {
        const self = values.at(-1) as Command;
        exitCode = await action(self.opts(), self.args);
      });

  command("bootstrap", "make the state bucket and its key, once for each environment", async (options) =>
    (await import("./commands/bootstrap.js")).bootstrap(options),
  );
  command("plan [layers...]", "show what deploy would change", async (options, layers) =>
    (await import("./commands/layers.js")).plan(layers, options),
  );
  command("deploy [layers...]", "deploy layers, all of them by default", async (options, layers) =>
    (await import("./commands/layers.js")).deploy(layers, options),
  );
  command("destroy [layers...]", "destroy layers, all of them by default", async (options, layers) =>
    (await import("./commands/layers.js")).destroy(layers, options),
  );

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.refused;
    return reportError(error, args.includes("--json"));
  }
}

/** Shows why a command could not do its work. */
function reportError(error: unknown, json: boolean): ExitCode {
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

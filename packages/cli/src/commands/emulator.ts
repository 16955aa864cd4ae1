import { ExitCode } from "../core";
import * as emulator from "../emulator";
import type { CommonOptions } from "../program";
import { ROOT } from "../workspace";

const print = (options: CommonOptions, data: object, text: string): void => {
  process.stdout.write(`${options.json === true ? JSON.stringify(data, undefined, 2) : text}\n`);
};

/** `strata emulator start`. */
export async function start(options: CommonOptions & { readonly port?: number }): Promise<ExitCode> {
  const { port } = options;
  const onStep = (step: string): void => void process.stderr.write(`${step}\n`);
  const started = await emulator.start(ROOT, { onStep, ...(port === undefined ? {} : { port }) });
  print(
    options,
    started,
    `The embedded AWS answers at ${started.url} (process ${started.pid}). Use it with: eval "$(./strata env)"`,
  );
  return ExitCode.done;
}

/** `strata emulator stop`. */
export async function stop(options: CommonOptions): Promise<ExitCode> {
  await emulator.stop(ROOT);
  print(
    options,
    { state: "stopped" },
    "The embedded AWS is stopped. It keeps nothing: what was deployed on it is gone.",
  );
  return ExitCode.done;
}

/** `strata emulator status`: exit code 1 when it isn't running. */
export async function status(options: CommonOptions): Promise<ExitCode> {
  const current = await emulator.status(ROOT);
  const isRunning = current.state === "running";
  const text = isRunning
    ? `Running at ${current.url} since ${current.startedAt}: process ${current.pid}, ` +
      `${Math.round(current.memory / 2 ** 20)} MB, log ${current.logFile}`
    : `Not running (log: ${current.logFile}).`;
  print(options, current, text);
  return isRunning ? ExitCode.done : ExitCode.failed;
}

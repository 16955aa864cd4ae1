import closeWithGrace from "close-with-grace";
import { startBackend } from "./backend";
import { readConfig } from "./config";

/** How long a stop may take, in milliseconds: less than the thirty seconds after which ECS kills a task. */
const STOP_TIMEOUT = 27_000;

async function main(): Promise<void> {
  const starting = startBackend(readConfig(process.env));
  // Before it has started, as the first process of a container ignores a signal that nobody handles.
  closeWithGrace({ delay: STOP_TIMEOUT }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${String(err.stack)}\n`);
    await (await starting).stop();
  });
  await starting;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});

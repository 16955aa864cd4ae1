import closeWithGrace from "close-with-grace";
import { startBackend } from "./backend";
import { readConfig } from "./config";

/** How long a stop may take, in milliseconds: less than the thirty seconds after which ECS kills a task. */
const STOP_TIMEOUT = 27_000;

async function main(): Promise<void> {
  const backend = await startBackend(readConfig(process.env));
  closeWithGrace({ delay: STOP_TIMEOUT }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${String(err.stack)}\n`);
    await backend.stop();
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});

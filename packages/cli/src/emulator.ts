import { join } from "node:path";
import {
  emulatorEnvironment,
  emulatorStatus,
  startEmulator,
  stopEmulator,
  type Emulator,
} from "@strata/emulator";
import { SDK_WARNING } from "./aws";
import { emulatorNotRunning } from "./core";

/** Where the emulator of a workspace keeps its record and its log. */
export const emulatorDirectory = (root: string): string => join(root, ".strata", "emulator");

export const start = (
  root: string,
  options: { port?: number; onStep: (step: string) => void },
): Promise<Emulator> => startEmulator({ directory: emulatorDirectory(root), ...options });

export const stop = (root: string): Promise<void> => stopEmulator({ directory: emulatorDirectory(root) });

export const status = (root: string): ReturnType<typeof emulatorStatus> =>
  emulatorStatus({ directory: emulatorDirectory(root) });

/**
 * The changes to an environment which point everything at the emulator of a workspace.
 * @throws emulatorNotRunning
 */
export async function runningEnvironment(
  root: string,
  region: string,
): Promise<Record<string, string | undefined>> {
  const current = await status(root);
  if (current.state !== "running") throw emulatorNotRunning();
  return emulatorEnvironment(current, { region });
}

/** Points this process and all that it starts at an emulator. */
export function useEmulator(emulator: { readonly url: string }, region: string): void {
  for (const [name, value] of Object.entries(emulatorEnvironment(emulator, { region }))) {
    if (name === SDK_WARNING) continue;
    // An assignment of undefined would set the text "undefined".
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { emulatorNotInstalled, type StrataError } from "@strata/core";
import { findPython } from "./python";

/** The Python part of this package: the mends, their requirements, and the installer. */
export const PYTHON_DIRECTORY = resolve(__dirname, "../python");

/** The installer; it needs nothing but Python itself. */
const INSTALLER = join(PYTHON_DIRECTORY, "install.py");

/** What is installed into a virtual environment of its own. */
export interface PythonTool {
  /** For people: "the embedded AWS". */
  readonly name: string;
  /** The file which pins every package. */
  readonly requirements: string;
  /** What to throw when it can't be installed. */
  readonly notInstalled: (venv: string, reason: string) => StrataError;
}

/** The emulator itself. */
export const EMULATOR: PythonTool = {
  name: "the embedded AWS",
  requirements: join(PYTHON_DIRECTORY, "requirements.txt"),
  notInstalled: emulatorNotInstalled,
};

const isComplete = async (venv: string, marker: string): Promise<boolean> => {
  try {
    // Reading the interpreter too: it is a link, and what it points to may have been removed since.
    const [found] = await Promise.all([
      readFile(join(venv, "strata-complete"), "utf8"),
      readFile(join(venv, "bin/python")),
    ]);
    return found === marker;
  } catch {
    return false;
  }
};

/**
 * Makes the virtual environment of a tool, unless it is there with exactly what its requirements ask for.
 *
 * @returns the path of its Python
 * @throws pythonMissing, and what the tool says when it can't be installed
 */
export async function ensureVenv(
  { name, requirements, notInstalled }: PythonTool,
  venv: string,
  onStep: (step: string) => void,
): Promise<string> {
  const marker = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  if (!(await isComplete(venv, marker))) {
    const python = await findPython();
    onStep(`Installing ${name} (once, about half a minute) into ${venv}`);
    try {
      // It waits for others who install into the same place, and finds their work done.
      await promisify(execFile)(python, [INSTALLER, venv, requirements, marker]);
    } catch (error) {
      const { stderr = "", message } = error as Error & { stderr?: string };
      throw notInstalled(venv, stderr.trim() || message);
    }
  }
  return join(venv, "bin/python");
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { emulatorNotInstalled } from "@strata/core";
import { findPython } from "./python";

/** The Python part of this package: the mends, their requirements, and the installer. */
export const PYTHON_DIRECTORY = resolve(__dirname, "../python");

const REQUIREMENTS = join(PYTHON_DIRECTORY, "requirements.txt");

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
 * Makes the virtual environment, unless it is there with exactly what requirements.txt asks for.
 *
 * @returns the path of its Python.
 */
export async function ensureVenv(venv: string, onStep: (step: string) => void): Promise<string> {
  const marker = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex");
  if (!(await isComplete(venv, marker))) {
    const python = await findPython();
    onStep(`Installing the embedded AWS (once, half a minute) into ${venv}`);
    try {
      // It waits for others who install into the same place, and finds their work done.
      await promisify(execFile)(python, [join(PYTHON_DIRECTORY, "install.py"), venv, REQUIREMENTS, marker]);
    } catch (error) {
      const { stderr = "", message } = error as Error & { stderr?: string };
      throw emulatorNotInstalled(venv, stderr.trim() || message);
    }
  }
  return join(venv, "bin/python");
}

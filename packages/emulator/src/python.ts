import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pythonMissing } from "@strata/core";

const OLDEST = { major: 3, minor: 10 };
const COMMANDS = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];

/** What a Python says of itself: its path and version, and whether it can make virtual environments. */
const QUESTION = `
import importlib.util, json, sys
venv = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
print(json.dumps({"path": sys.executable, "version": list(sys.version_info[:2]), "venv": venv}))
`;

/** The answer of a Python that runs. */
export interface PythonAnswer {
  readonly path: string;
  readonly version: readonly [major: number, minor: number];
  readonly venv: boolean;
}

/** Asks the Python behind a command about itself; undefined when there is none, or it does not run. */
export type PythonProbe = (command: string) => Promise<PythonAnswer | undefined>;

const probe: PythonProbe = async (command) => {
  try {
    const { stdout } = await promisify(execFile)(command, ["-c", QUESTION], { timeout: 10_000 });
    return JSON.parse(stdout) as PythonAnswer;
  } catch {
    return undefined;
  }
};

const shortcoming = ({ version: [major, minor], venv }: PythonAnswer): string | undefined => {
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) return "too old";
  return venv ? undefined : "no venv module";
};

/**
 * The path of a Python which can run the emulator: the one named in STRATA_PYTHON, or else the first that
 * fits of python3 and python3.13 down to python3.10.
 *
 * @throws pythonMissing, saying of each that was found why it does not do.
 */
export async function findPython(
  environment: NodeJS.ProcessEnv = process.env,
  ask: PythonProbe = probe,
): Promise<string> {
  const named = environment.STRATA_PYTHON;
  const found: string[] = [];
  for (const command of named ? [named] : COMMANDS) {
    const answer = await ask(command);
    if (answer === undefined) {
      if (named) found.push(`${named} of STRATA_PYTHON (does not run)`);
      continue;
    }
    const reason = shortcoming(answer);
    if (reason === undefined) return answer.path;
    found.push(`${command} ${answer.version.join(".")} (${reason})`);
  }
  throw pythonMissing(found);
}

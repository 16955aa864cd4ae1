import { StrataError } from "@strata/core";
import { findPython, type PythonAnswer } from "./python";

const answer = (path: string, minor: number, venv = true): PythonAnswer => ({
  path,
  version: [3, minor],
  venv,
});

const find = (answers: Record<string, PythonAnswer>, environment: NodeJS.ProcessEnv = {}): Promise<string> =>
  findPython(environment, (command) => Promise.resolve(answers[command]));

describe("findPython", () => {
  test.each([
    ["python3 first", { python3: answer("/a", 11), "python3.13": answer("/b", 13) }, {}, "/a"],
    [
      "another when python3 is too old",
      { python3: answer("/a", 9), "python3.10": answer("/b", 10) },
      {},
      "/b",
    ],
    [
      "another when python3 has no venv",
      { python3: answer("/a", 12, false), "python3.12": answer("/b", 12) },
      {},
      "/b",
    ],
    ["the newest of several", { "python3.11": answer("/a", 11), "python3.13": answer("/b", 13) }, {}, "/b"],
    [
      "the one that is named",
      { python3: answer("/a", 11), "/own": answer("/own", 12) },
      { STRATA_PYTHON: "/own" },
      "/own",
    ],
  ])("takes %s", async (_, answers, environment, path) => {
    await expect(find(answers, environment)).resolves.toBe(path);
  });

  test.each([
    ["nothing is there", {}, {}, "Found: none"],
    [
      "all are unfit",
      { python3: answer("/a", 9), "python3.12": answer("/b", 12, false) },
      {},
      "Found: python3 3.9 (too old), python3.12 3.12 (no venv module)",
    ],
    [
      "the named one does not run",
      { python3: answer("/a", 11) },
      { STRATA_PYTHON: "/own" },
      "Found: /own of STRATA_PYTHON (does not run)",
    ],
  ])("says what was found when %s", async (_, answers, environment, sentence) => {
    const error: unknown = await find(answers, environment).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StrataError);
    expect((error as StrataError).message).toContain(sentence);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFolder, writeFor } from "./write-for";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-write-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a file is written, or it is said why not", () => {
  writeFor("--output", join(folder, "a"), "text");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("text");
  const refused = (path: string) => () => {
    writeFor("--output", path, "text");
  };
  expect(refused(folder)).toThrow(`--output is ${folder}, which can't be written: it is a folder`);
  expect(refused(join(folder, "no/a"))).toThrow("its folder is not there");
  expect(refused(join(folder, "a/b"))).toThrow("it is no folder");
});

test("a folder may be missing, but not be a file, and nothing is made of it yet", () => {
  writeFor("--output", join(folder, "a"), "");
  checkFolder("--out", folder);
  checkFolder("--out", join(folder, "new/plans"));
  expect(existsSync(join(folder, "new"))).toBe(false);
  for (const path of ["a", "a/plans"])
    expect(() => {
      checkFolder("--out", join(folder, path));
    }).toThrow(`--out is ${join(folder, path)}, which can't be written: it is no folder`);
});

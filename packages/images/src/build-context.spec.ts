import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readBuildContext, writeBuildContext } from "./build-context";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "strata-context-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
};

const paths = (): string[] =>
  readBuildContext(directory, "Dockerfile")
    .map(({ path }) => path)
    .sort();

test("leaves out what .dockerignore leaves out, and takes the rest", () => {
  write({
    ".dockerignore": "node_modules\n**/*.spec.ts\n# a comment\n/README.md\n",
    Dockerfile: "",
    "README.md": "",
    "docs/README.md": "",
    "node_modules/a/index.js": "",
    "src/a.ts": "",
    "src/a.spec.ts": "",
  });
  expect(paths()).toEqual([".dockerignore", "Dockerfile", "docs/README.md", "src/a.ts"]);
});

test("takes an exception of a folder that is left out, and names by their case", () => {
  write({
    ".dockerignore": "*\n!src\nsrc/private\n!src/private/key.pub\n",
    Dockerfile: "",
    "src/A.ts": "",
    "src/private/key": "",
    "src/private/key.pub": "",
    "SRC/b.ts": "",
  });
  expect(paths()).toEqual([".dockerignore", "Dockerfile", "src/A.ts", "src/private/key.pub"]);
});

test("always takes the Dockerfile, which Docker needs", () => {
  write({ ".dockerignore": "docker\n", "docker/web.Dockerfile": "", "docker/other": "" });
  const found = readBuildContext(directory, "docker/web.Dockerfile").map(({ path }) => path);
  expect(found.sort()).toEqual([".dockerignore", "docker/web.Dockerfile"]);
});

test("refuses a folder that is not there, and one without a Dockerfile", () => {
  expect(() => readBuildContext(join(directory, "none"), "Dockerfile")).toThrow(/none is no folder/);
  expect(() => readBuildContext(directory, "Dockerfile")).toThrow(/holds no Dockerfile/);
});

test("a copy of a context is the same context, with links as links and modes of its own", () => {
  write({ Dockerfile: "FROM scratch", "bin/run": "#!/bin/sh" });
  chmodSync(join(directory, "bin/run"), 0o700);
  chmodSync(join(directory, "Dockerfile"), 0o600);
  symlinkSync("bin/run", join(directory, "start"));
  const files = readBuildContext(directory, "Dockerfile");

  const copy = join(directory, "copy");
  writeBuildContext(copy, files);
  expect(readBuildContext(copy, "Dockerfile")).toEqual(files);
  expect(readlinkSync(join(copy, "start"))).toBe("bin/run");
  expect(statSync(join(copy, "bin/run")).mode & 0o777).toBe(0o755);
  expect(statSync(join(copy, "Dockerfile")).mode & 0o777).toBe(0o644);
});

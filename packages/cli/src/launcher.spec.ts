import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** `./strata` itself, in a workspace whose Turborepo takes a second to build a program that says hello. */
const LAUNCHER = resolve(__dirname, "../../../strata");
const BUILT = [
  "packages/cli/dist/main.js",
  "packages/core/dist/index.js",
  "packages/emulator/dist/index.js",
  "packages/report/dist/index.js",
  "environments/dist/index.js",
];
const TURBO = `#!/bin/sh
echo begins >>builds
sleep 1
for file in ${BUILT.join(" ")}; do mkdir -p "$(dirname "$file")"; echo 'console.log("hello")' >"$file"; done
echo ends >>builds
`;
const PNPM = "#!/bin/sh\necho 1.0.0\n";

let root: string;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-launcher-"));
  copyFileSync(LAUNCHER, join(root, "strata"));
  write("package.json", '{ "packageManager": "pnpm@1.0.0" }');
  write("pnpm-lock.yaml", "");
  write("node_modules/.strata-lock.yaml", "");
  write("bin/pnpm", PNPM);
  write("node_modules/.bin/turbo", TURBO);
  for (const program of ["bin/pnpm", "node_modules/.bin/turbo"]) chmodSync(join(root, program), 0o755);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

async function strata(): Promise<{ readonly exitCode: number | null; readonly said: string }> {
  const child = spawn(join(root, "strata"), {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, "bin")}:${process.env.PATH ?? ""}` },
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  await once(child, "close");
  return { exitCode: child.exitCode, said };
}

const HELLO = { exitCode: 0, said: "hello\n" };
const builds = (): string => readFileSync(join(root, "builds"), "utf8");

test("of several that are started at once, one builds, and the others wait for it", async () => {
  expect(await Promise.all([strata(), strata(), strata()])).toEqual([HELLO, HELLO, HELLO]);
  expect(builds()).toBe("begins\nends\n");
  expect(await strata()).toEqual(HELLO);
  expect(builds()).toBe("begins\nends\n");
});

test("one that was killed while it was building holds up nobody", async () => {
  const gone = spawn("true");
  await once(gone, "close");
  mkdirSync(join(root, ".strata"));
  symlinkSync(String(gone.pid), join(root, ".strata/making-ready"));
  expect(await strata()).toEqual(HELLO);
  expect(builds()).toBe("begins\nends\n");
});

test("one whose build failed lets the next one build", async () => {
  write("node_modules/.bin/turbo", "#!/bin/sh\nexit 1\n");
  expect(await strata()).toEqual({ exitCode: 1, said: "" });
  expect(existsSync(join(root, ".strata/making-ready"))).toBe(false);
  write("node_modules/.bin/turbo", TURBO);
  expect(await strata()).toEqual(HELLO);
});

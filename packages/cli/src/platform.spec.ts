import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_ENVIRONMENT } from "./core";
import { discoverLayers, ROOT, selectLayers } from "./workspace";

jest.setTimeout(120_000);

let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), "strata-"))));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Runs a cdktf app into a folder of its own and returns a stack's JSON. */
function synthesize(
  name: string,
  program: string,
  args: readonly string[],
  cwd: string,
): (stack: string) => string {
  const output = join(directory, name);
  const env = { ...process.env, CDKTF_OUTDIR: output, CHECKPOINT_DISABLE: "1" };
  execFileSync(program, args, { cwd, env, stdio: "pipe" });
  return (stack) => readFileSync(join(output, "stacks", stack, "cdk.tf.json"), "utf8");
}

const layers = selectLayers([], discoverLayers(), DEFAULT_ENVIRONMENT);

test("the platform's stacks are the layers' own, byte for byte", () => {
  const platform = synthesize("platform", process.execPath, [join(__dirname, "platform.js")], ROOT);
  for (const { name, directory: folder } of layers) {
    const own = synthesize(name, process.execPath, ["dist/main.js"], folder);
    expect(platform(name)).toBe(own(name));
  }
});

test("cdktf synth gives what a layer's own program gives", () => {
  const [layer] = layers;
  if (layer === undefined) throw new Error("There is no layer.");
  const own = synthesize("own", process.execPath, ["dist/main.js"], layer.directory)(layer.name);
  const cdktf = createRequire(join(layer.directory, "package.json")).resolve("cdktf-cli/bundle/bin/cdktf");
  const output = join(directory, "cdktf");
  synthesize("cdktf", process.execPath, [cdktf, "synth", "--output", output], layer.directory);
  expect(readFileSync(join(output, "stacks", layer.name, "cdk.tf.json"), "utf8")).toBe(own);
});

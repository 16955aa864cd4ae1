import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LayerApp } from "@strata/core";
import { synthesize, type Synthesized } from "@strata/core/testing";
import ts from "typescript";
import { networkLayer } from "./layer";
import { networkSettings } from "./settings";
import { NetworkStack } from "./stack";

// The example of docs/customize.md, as a settings file of this layer: it compiles, and it does what it says.

const ROOT = join(__dirname, "../../..");
const NAME = "customize-example";
const SOURCE = join(__dirname, `../environments/${NAME}.ts`);
const COMPILED = join(__dirname, `environments/${NAME}.js`);

/** Compiles the example as if it stood in the layer's environments. */
function compile(example: string): { problems: string[]; code: string } {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(__dirname, ".."));
  const paths = { rootDir: join(__dirname, "../environments"), outDir: join(__dirname, "environments") };
  const all = { ...options, ...paths, declaration: false, sourceMap: false };
  const host = ts.createCompilerHost(all);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => path === SOURCE || fileExists(path);
  host.getSourceFile = (path, version, ...rest) =>
    path === SOURCE ? ts.createSourceFile(path, example, version) : getSourceFile(path, version, ...rest);
  const program = ts.createProgram([SOURCE], all, host);
  let code = "";
  program.emit(program.getSourceFile(SOURCE), (_, text) => (code = text));
  const problems = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(SOURCE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return { problems, code };
}

describe("the example of customize", () => {
  const environments = mkdtempSync(join(tmpdir(), "strata-customize-"));
  let problems: string[];
  let stack: Synthesized;

  beforeAll(() => {
    const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs/customize.md"), "utf8"))?.[1];
    const compiled = compile(example ?? "");
    problems = compiled.problems;
    const environment = {
      name: NAME,
      project: "p",
      account: "123456789012",
      region: "eu-west-1",
      namePrefix: "p",
    };
    writeFileSync(join(environments, `${NAME}.js`), `exports.environment = ${JSON.stringify(environment)};`);
    writeFileSync(COMPILED, compiled.code);
    const app = new LayerApp({
      layer: networkLayer,
      settings: networkSettings,
      stack: NetworkStack,
      environments,
      directory: __dirname,
    });
    stack = synthesize((cdktf) => app.addTo(cdktf, NAME));
  }, 120_000);

  afterAll(() => {
    rmSync(environments, { recursive: true });
    rmSync(COMPILED, { force: true });
  });

  test("compiles", () => {
    expect(problems).toEqual([]);
  });

  test("changes what no setting covers", () => {
    expect(stack.resource("aws_vpc")).toMatchObject({ enable_network_address_usage_metrics: true });
    expect(stack.resource("aws_flow_log")).toMatchObject({
      lifecycle: { prevent_destroy: true },
      log_format: "$${version} $${srcaddr} $${dstaddr} $${action}",
    });
  });
});

/** The project's own rules hold for what this repository makes: every layer in every environment, and the examples. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, loadEnvironment, type Environment } from "@strata/core";
import { App, type TerraformStack } from "cdktf";
import { layerApp } from "../../platform";
import { discoverLayers, ROOT, type LayerPackage } from "../../workspace";
import { judge, readWaivers } from "../waivers";
import { lookAt, RULES } from ".";
import { resourcesOf } from "./rule";

jest.setTimeout(120_000);

const ENVIRONMENTS = readdirSync(join(ROOT, "environments"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts")
  .map((file) => file.slice(0, -".ts".length));

/** What is looked at: a layer's stack in an environment. */
interface Synthesized {
  readonly layer: string;
  readonly environment: string;
  readonly json: object;
}

const outdir = mkdtempSync(join(tmpdir(), "strata-rules-"));
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

const app = (): App => new App({ outdir, skipValidation: true });

const blueprints = discoverLayers().flatMap((layer): Synthesized[] => {
  const ofLayer = layerApp(layer);
  return ENVIRONMENTS.filter((name) => !ofLayer.isLeftOut(name)).map((environment) => ({
    layer: layer.name,
    environment,
    json: ofLayer.addTo(app(), environment).toTerraform(),
  }));
});

/** The services of the examples, in a layer of their own in sbcntr. */
const examples = discoverLayers()
  .filter(({ name }) => name === "services")
  .flatMap((layer) =>
    readdirSync(join(layer.directory, "src/examples"))
      .filter((file) => !file.endsWith(".spec.ts"))
      .map((file) => synthesizeExample(layer, file.replace(/\.ts$/, ".js"))),
  );

function synthesizeExample(layer: LayerPackage, file: string): Synthesized {
  const load = (path: string): unknown =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found at run time
    require(join(layer.directory, "dist", path));
  const { ServicesStack } = load("stack.js") as {
    ServicesStack: new (scope: App, environment: Environment, settings: unknown) => TerraformStack;
  };
  const { services } = load(`examples/${file}`) as { services: object };
  const environment = loadEnvironment(join(ROOT, "environments/dist"), "sbcntr");
  const web = {
    scheme: "public",
    subnetGroup: "public",
    securityGroup: "alb",
    certificate: { name: "web" },
  };
  const settings = check(layerApp(layer).schema, { loadBalancers: { web }, services }, file);
  return {
    layer: layer.name,
    environment: environment.name,
    json: new ServicesStack(app(), environment, settings).toTerraform() as object,
  };
}

/** What is wrong, and excused by nothing. */
const faults = ({ layer, environment, json }: Synthesized): string[] =>
  judge(lookAt(layer, json).findings, readWaivers(ROOT), environment)
    .findings.filter(({ waiver }) => waiver === undefined)
    .map(({ rule, resource, message }) => `${rule} ${resource}: ${message}`);

test.each(blueprints)("$layer in $environment", (one) => {
  expect(faults(one)).toEqual([]);
});

test("the examples", () => {
  expect(examples.length).toBeGreaterThan(2);
  expect(examples.flatMap(faults)).toEqual([]);
});

test("no waiver of these rules excuses nothing", () => {
  const rules = RULES.map(({ name }) => name);
  const waivers = readWaivers(ROOT).filter(({ rule }) => rules.includes(rule));
  const stale = ENVIRONMENTS.flatMap((environment) => {
    const findings = blueprints
      .filter((one) => one.environment === environment)
      .flatMap(({ layer, json }) => lookAt(layer, json).findings);
    return judge(findings, waivers, environment).stale.map((waiver) => ({ environment, ...waiver }));
  });
  expect(stale).toEqual([]);
});

test("every rule has something to look at, so its silence means something", () => {
  const types = new Set(
    [...blueprints, ...examples].flatMap(({ json }) => resourcesOf(json).map(({ type }) => type)),
  );
  for (const { name, checks } of RULES) {
    const seen = Object.keys(checks).filter((type) => type === "*" || types.has(type));
    expect([name, seen.length]).not.toEqual([name, 0]);
  }
});

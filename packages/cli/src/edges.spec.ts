import { readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverLayers, loadLayer, ROOT } from "./workspace";

interface TurboJson {
  readonly tasks: Readonly<
    Record<string, { readonly dependsOn?: readonly string[]; readonly cache?: boolean }>
  >;
}

const packages = discoverLayers().filter(({ bootstrap }) => !bootstrap);
const layers = packages.map(loadLayer);
const turbo = JSON.parse(readFileSync(join(ROOT, "turbo.json"), "utf8")) as TurboJson;
const nameOf = (layer: string): string => packages.find(({ name }) => name === layer)?.packageName ?? layer;

test("all layers are found, producers before readers", () => {
  const names = packages.map(({ name }) => name);
  expect([...names].sort()).toEqual(["database", "images", "network", "pipeline", "registry", "services"]);
  for (const { name, reads } of layers) {
    for (const producer of reads) expect(names.indexOf(producer.name)).toBeLessThan(names.indexOf(name));
  }
});

test.each(layers.map((layer) => [layer.name, layer] as const))(
  "%s depends on the packages it reads, and no other",
  (name, layer) => {
    // Turborepo deploys in this order.
    const dependencies = packages.find((one) => one.name === name)?.dependencies ?? [];
    const onLayers = dependencies.filter((dependency) =>
      packages.some(({ packageName }) => packageName === dependency),
    );
    expect(onLayers.sort()).toEqual(layer.reads.map((contract) => nameOf(contract.name)).sort());
  },
);

test.each(layers.map(({ name }) => [name] as const))(
  "%s is destroyed after its readers, and no other",
  (name) => {
    const readers = layers.filter(({ reads }) => reads.some((contract) => contract.name === name));
    const task = turbo.tasks[`${nameOf(name)}#destroy`] ?? turbo.tasks.destroy;
    const expected = ["synth", ...readers.map((reader) => `${nameOf(reader.name)}#destroy`)];
    expect([...(task?.dependsOn ?? [])].sort()).toEqual(expected.sort());
  },
);

test("a package is marked as optional where its layer is", () => {
  const marked = packages.filter(({ optional }) => optional).map(({ name }) => name);
  expect(layers.filter(({ optional }) => optional).map(({ name }) => name)).toEqual(marked);
  expect(marked).toEqual(["images"]);
});

test("what touches an account is never cached", () => {
  const touching = Object.entries(turbo.tasks).filter(([task]) =>
    /(^|#)(plan|what-if|drift|deploy|destroy)$/.test(task),
  );
  expect(touching.length).toBeGreaterThan(3);
  for (const [, { cache }] of touching) expect(cache).toBe(false);
});

test("the tests of this package are run after the layers and their settings are built", () => {
  const needed = [...discoverLayers()].map(({ packageName }) => `${packageName}#settings`);
  expect(turbo.tasks["@strata/cli#test"]?.dependsOn).toEqual(expect.arrayContaining(needed));
});

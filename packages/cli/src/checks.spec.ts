import { checkManifests, readsOfLeftOut } from "./checks";
import type { LayerManifest } from "./core";

const contract = { name: "network", version: 1, digest: "d" };
type Read = LayerManifest["reads"][number];

const manifest = (layer: string, change: Partial<LayerManifest>): LayerManifest => ({
  layer,
  owner: "@o/team",
  environment: "dev",
  contract: { ...contract, name: layer },
  reads: [],
  offers: {},
  addresses: {},
  ...change,
});

const reader = (layer: string, read: Partial<Read>): LayerManifest =>
  manifest(layer, { reads: [{ ...contract, uses: [], types: {}, addresses: {}, atLeast: [], ...read }] });

const network = manifest("network", {
  offers: {
    vpc_id: true,
    subnet_ids: { public: 2, small: 1, foreign: true },
    zone_ids: { "example.com": true },
  },
  addresses: { "subnet_ids.public": 20 },
});

const messages = (...manifests: LayerManifest[]): string[] =>
  checkManifests(manifests).map(({ message }) => message);

test("layers that fit", () => {
  const uses = ["vpc_id", "subnet_ids.public", "zone_ids.example.com"];
  const atLeast = [
    { path: "subnet_ids.public", count: 2, why: "for a" },
    { path: "subnet_ids.foreign", count: 2, why: "for b, where the length is not known" },
  ];
  const services = reader("services", { uses, atLeast, addresses: { "subnet_ids.public": 20 } });
  expect(messages(services, network)).toEqual([]);
});

test("a name which the producer doesn't publish", () => {
  expect(messages(network, reader("services", { uses: ["vpc_id", "subnet_ids.privat"] }))).toEqual([
    "services reads subnet_ids.privat of network, which network does not publish in dev; at that place it " +
      "publishes: public, small, foreign. Correct the name in packages/services/environments/dev.ts, or add it to " +
      "packages/network/environments/dev.ts.",
  ]);
});

test("a layer which the environment goes without, only where something of it is used", () => {
  const services = reader("services", { name: "images", uses: ["images.web.uri"] });
  const other = reader("other", { name: "images", uses: [] });
  expect(readsOfLeftOut([services, other], ["images"]).map(({ message }) => message)).toEqual([
    "services reads images.web.uri of images, and environment dev goes without the layer images: there is no " +
      "packages/images/environments/dev.ts. Write it, or take what needs it out of packages/services/environments/dev.ts.",
  ]);
  expect(readsOfLeftOut([services], [])).toEqual([]);
});

test("a list which is too short", () => {
  const atLeast = [{ path: "subnet_ids.small", count: 2, why: "for the load balancer web" }];
  expect(messages(network, reader("services", { atLeast }))).toEqual([
    "services needs at least 2 of subnet_ids.small of network for the load balancer web, and in dev there is 1. " +
      "Choose another in packages/services/environments/dev.ts, or add to it in packages/network/environments/dev.ts.",
  ]);
});

test("more addresses than there are, of all readers together", () => {
  const services = reader("services", { addresses: { "subnet_ids.public": 18 } });
  const pipeline = reader("pipeline", { addresses: { "subnet_ids.public": 3 } });
  expect(messages(network, services)).toEqual([]);
  expect(messages(network, services, pipeline)).toEqual([
    "subnet_ids.public of network has 20 free IPv4 addresses in dev, and services may take 18, pipeline may take 3 " +
      "of them: 21 together. Give it larger ranges in packages/network/environments/dev.ts, or let less run there: " +
      "packages/services/environments/dev.ts, packages/pipeline/environments/dev.ts.",
  ]);
});

test("a producer which is not among them says nothing", () => {
  expect(messages(reader("services", { uses: ["subnet_ids.privat"] }))).toEqual([]);
});

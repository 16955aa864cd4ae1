import { testEnvironment } from "@strata/core/testing";
import { conflicts, preflight, type FoundVpc } from "./preflight";
import { networkSettings, type NetworkSettingsInput } from "./settings";

const given: NetworkSettingsInput = {
  existingVpc: { id: "vpc-0123456789abcdef0", cidrs: ["10.5.0.0/16"] },
  availabilityZones: ["a", "c"],
  routeTables: { private: "isolated" },
  subnetGroups: { app: { cidrs: ["10.5.0.0/24", "10.5.1.0/24"], routeTable: "private" } },
  securityGroups: {},
  rules: [],
};

const settings = networkSettings.parse(given);
const own = { Project: "test", Environment: "test", Layer: "network" };

const found = (...subnets: FoundVpc["subnets"]): FoundVpc => ({
  cidrs: ["10.5.0.0/16"],
  subnets,
  hasInternetGateway: false,
});

test("a VPC with room is as good as none of somebody else", () => {
  const other = { id: "subnet-1", cidr: "10.5.64.0/20", tags: {} };
  expect(conflicts(settings, found(other), own)).toEqual([]);
});

test("a VPC that is not there is said", () => {
  expect(conflicts(settings, undefined, own)).toEqual([
    "existingVpc.id: there is no VPC vpc-0123456789abcdef0 in this account and region; correct the ID.",
  ]);
});

test("a range which the VPC has not is said, with those that it has", () => {
  expect(conflicts(settings, { ...found(), cidrs: ["10.6.0.0/16"] }, own)).toEqual([
    "existingVpc.cidrs: 10.5.0.0/16 is no range of vpc-0123456789abcdef0, which has 10.6.0.0/16; " +
      "correct it, or move it to secondaryCidrs to add it.",
  ]);
});

test("a way to the internet which the VPC has not is said", () => {
  const open = networkSettings.parse({ ...given, routeTables: { private: "isolated", public: "internet" } });
  expect(conflicts(open, found(), own)).toEqual([
    "routeTables.public: leads to the internet, and vpc-0123456789abcdef0 has no internet gateway; " +
      "ask its owner for one, or let the table lead elsewhere.",
  ]);
  expect(conflicts(open, { ...found(), hasInternetGateway: true }, own)).toEqual([]);
});

test("each overlapping pair is said, with the subnet that is in the way", () => {
  const wide = { id: "subnet-1", cidr: "10.5.0.0/23", tags: { Name: "theirs" } };
  expect(conflicts(settings, found(wide), own)).toEqual([
    "subnetGroups.app: 10.5.0.0/24 overlaps 10.5.0.0/23 of subnet-1, which is in vpc-0123456789abcdef0 already; " +
      "choose a free range, or add 10.5.0.0/23 to existingVpc.subnets and let `prefix` plan around it.",
    expect.stringContaining("10.5.1.0/24 overlaps 10.5.0.0/23 of subnet-1"),
  ]);
});

test("what this layer made itself is in nobody's way; what another environment made is", () => {
  const ours = { id: "subnet-1", cidr: "10.5.0.0/24", tags: { ...own, Name: "test-app-a" } };
  expect(conflicts(settings, found(ours), own)).toEqual([]);
  expect(conflicts(settings, found({ ...ours, tags: { ...own, Environment: "other" } }), own)).toHaveLength(
    1,
  );
});

test("a VPC of our own needs no question to AWS", async () => {
  const own = networkSettings.parse({ ...given, existingVpc: undefined, cidr: "10.5.0.0/16" });
  expect(await preflight({ environment: testEnvironment(), settings: own })).toEqual([]);
});

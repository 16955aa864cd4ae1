import { crossCheck, type CrossCheck } from "@strata/core";
import type { z } from "zod";
import { contains, overlap, prefixLength } from "./cidr";
import { associationRefused } from "./cidr-rules";
import type { NetworkSettings } from "./settings";
import { ADMINISTRATORS, WORLD } from "./sources";
import { groupsLeadingTo, natZones, subnetRanges, vpcRanges, zoneCount } from "./subnets";

/** What can't be seen in one setting alone: each message says the values and the remedy. */
export function checkSettings(context: z.core.ParsePayload<NetworkSettings>): void {
  const { value } = context;
  const check = crossCheck(context);
  checkRanges(value, check);
  checkGroups(value, check);
  checkSubnets(value, check);
  checkNat(value, check);
  checkRules(value, check);
  checkEndpoints(value, check);
  checkPeers(value, check);
  checkNames(value, check);
}

/** Amazon VPC accepts /16 to /28, for a VPC and for its subnets. */
function checkSize(path: PropertyKey[], range: string, { report }: CrossCheck): void {
  if (prefixLength(range) < 16 || prefixLength(range) > 28) report(path, "must be between /16 and /28");
}

function checkRanges({ cidr, existingVpc, secondaryCidrs }: NetworkSettings, check: CrossCheck): void {
  const { report } = check;
  if ((cidr === undefined) === (existingVpc === undefined)) {
    report(["cidr"], "must be given, or `existingVpc` instead of it: exactly one of the two");
    return;
  }
  if (cidr !== undefined) checkSize(["cidr"], cidr, check);
  for (const [index, range] of (existingVpc?.subnets ?? []).entries()) {
    if (existingVpc?.cidrs.some((own) => contains(own, range)) === true) continue;
    report(
      ["existingVpc", "subnets", index],
      `must lie in existingVpc.cidrs: ${existingVpc?.cidrs.join(", ") ?? ""}`,
    );
  }
  const [primary = "", ...others] = existingVpc?.cidrs ?? [cidr ?? ""];
  for (const [index, range] of secondaryCidrs.entries()) {
    const path = ["secondaryCidrs", index];
    checkSize(path, range, check);
    const refused = associationRefused(primary, [...others, ...secondaryCidrs.slice(0, index)], range);
    if (refused !== undefined) report(path, refused);
  }
}

/** Each subnet group by itself. */
function checkGroups(value: NetworkSettings, { report, known }: CrossCheck): void {
  const zones = value.availabilityZones;
  if (new Set(zones).size < zones.length) report(["availabilityZones"], "has a zone twice");
  for (const [group, settings] of Object.entries(value.subnetGroups)) {
    const path = ["subnetGroups", group];
    known([...path, "routeTable"], settings.routeTable, "routeTables", value.routeTables);
    if ((settings.cidrs === undefined) === (settings.prefix === undefined)) {
      report(path, "must have `cidrs`, or a `prefix` by which they are planned: exactly one of the two");
    }
    if (settings.prefix === undefined && (settings.zones ?? settings.from) !== undefined) {
      report(path, "may have `zones` and `from` only with `prefix`: `cidrs` says both already");
    }
    if (zoneCount(value, group) > zones.length) {
      report(
        path,
        `covers ${zoneCount(value, group)} availability zones, but availabilityZones has only ${zones.join(", ")}`,
      );
    }
  }
}

/** The ranges of all subnets, given or planned, against the VPC and against each other. */
function checkSubnets(value: NetworkSettings, check: CrossCheck): void {
  const { report } = check;
  const ranges = vpcRanges(value);
  if (ranges.length === 0) return;
  const earlier = (value.existingVpc?.subnets ?? []).map((range) => ({
    range,
    owner: "existingVpc.subnets",
  }));
  for (const [group, planned] of Object.entries(subnetRanges(value))) {
    const { prefix, from } = value.subnetGroups[group] ?? {};
    const path = ["subnetGroups", group];
    if (from !== undefined && !ranges.some((range) => contains(range, from))) {
      report([...path, "from"], `must lie in a range of the VPC: ${ranges.join(", ")}`);
    } else if (prefix !== undefined && planned.length < zoneCount(value, group)) {
      report(
        [...path, "prefix"],
        `needs ${zoneCount(value, group)} free ranges of /${prefix} in ${from ?? ranges.join(", ")}, and there ` +
          `${planned.length === 1 ? "is" : "are"} ${planned.length}; ` +
          "make the subnets smaller (a larger prefix) or add a range to secondaryCidrs",
      );
    }
    for (const [index, range] of planned.entries()) {
      if (prefix === undefined) {
        const place = [...path, "cidrs", index];
        checkSize(place, range, check);
        if (!ranges.some((own) => contains(own, range))) {
          report(
            place,
            `must lie in ${ranges.length === 1 ? "the VPC's range" : "one of the VPC's ranges"} ${ranges.join(", ")}`,
          );
        }
        const other = earlier.find((each) => overlap(each.range, range));
        if (other !== undefined) {
          report(place, `overlaps ${other.range} of ${other.owner}; choose a free range`);
        }
      }
      earlier.push({ range, owner: path.join(".") });
    }
  }
}

function checkNat(value: NetworkSettings, { report, known }: CrossCheck): void {
  const { nat, natSubnetGroup: group, availabilityZones: zones } = value;
  if (group !== undefined) {
    known(["natSubnetGroup"], group, "subnetGroups", value.subnetGroups);
    checkPublic(["natSubnetGroup"], group, value, report);
  }
  const table = Object.keys(value.routeTables).find((name) => value.routeTables[name] === "nat");
  if (table === undefined) return;
  if (nat === "none") {
    report(
      ["nat"],
      `must be "one" or "per-zone", as routeTables.${table} leads to nat; or make that "isolated"`,
    );
  }
  if (group === undefined) {
    report(
      ["natSubnetGroup"],
      `must name a subnet group that routes to the internet: routeTables.${table} leads to nat`,
    );
  } else if (nat !== "one" && zoneCount(value, group) < natZones(value).length) {
    report(
      ["natSubnetGroup"],
      `covers only the zones ${zones.slice(0, zoneCount(value, group)).join(", ")}, but subnets in ` +
        `${natZones(value).join(", ")} lead to nat, and with a NAT gateway per zone each zone needs its own; ` +
        'add subnets to it, or set nat to "one"',
    );
  }
}

/** What must be reached from the internet, or reach it by itself, must be in a group that routes there. */
function checkPublic(
  path: PropertyKey[],
  group: string,
  value: NetworkSettings,
  report: CrossCheck["report"],
): void {
  const publicGroups = groupsLeadingTo(value, "internet");
  if (!(group in value.subnetGroups) || publicGroups.includes(group)) return;
  report(
    path,
    `must be a group whose route table leads to the internet: ${publicGroups.join(", ") || "there is none"}`,
  );
}

/** Ports by which a whole host is controlled. */
const CONTROL = new Map([
  [22, "SSH"],
  [3389, "Remote Desktop"],
]);

function checkRules({ securityGroups, peers, rules }: NetworkSettings, { report, known }: CrossCheck): void {
  const others = [WORLD, ADMINISTRATORS, ...Object.keys(peers)];
  for (const name of others) {
    if (name in securityGroups)
      report(["securityGroups", name], "is the name of a source of traffic; choose another");
  }
  const sources = { ...securityGroups, ...Object.fromEntries(others.map((name) => [name, ""])) };
  const seen = new Set<string>();
  for (const [index, { from, to, port }] of rules.entries()) {
    known(["rules", index, "to"], to, "securityGroups", securityGroups);
    for (const [position, source] of from.entries()) {
      const path = ["rules", index, "from", position];
      known(path, source, "securityGroups", sources);
      const protocol = CONTROL.get(port);
      if (source === WORLD && protocol !== undefined) {
        report(
          path,
          `would open ${protocol} (port ${port}) to the whole internet; allow it from "${ADMINISTRATORS}"`,
        );
      }
      const key = `${source} -> ${to}:${port}`;
      if (seen.has(key)) report(path, `repeats the rule ${key}; each may stand once`);
      seen.add(key);
    }
  }
}

function checkEndpoints({ endpoints, ...value }: NetworkSettings, { known }: CrossCheck): void {
  if (endpoints === undefined) return;
  known(["endpoints", "subnetGroup"], endpoints.subnetGroup, "subnetGroups", value.subnetGroups);
  known(["endpoints", "securityGroup"], endpoints.securityGroup, "securityGroups", value.securityGroups);
  for (const [index, table] of endpoints.routeTables.entries()) {
    known(["endpoints", "routeTables", index], table, "routeTables", value.routeTables);
  }
}

/** A range that both ends of a connection have can't be routed: AWS refuses the connection. */
function checkPeers(value: NetworkSettings, { report, known }: CrossCheck): void {
  const earlier = vpcRanges(value).map((range) => ({ range, owner: "this VPC" }));
  for (const [peer, { cidrs, routeTables }] of Object.entries(value.peers)) {
    for (const [index, table] of routeTables.entries()) {
      known(["peers", peer, "routeTables", index], table, "routeTables", value.routeTables);
    }
    for (const [index, range] of cidrs.entries()) {
      const other = earlier.find((each) => overlap(each.range, range));
      if (other !== undefined) {
        report(
          ["peers", peer, "cidrs", index],
          `overlaps ${other.range} of ${other.owner}, and addresses in both can't be told apart; ` +
            "peered VPCs need ranges of their own",
        );
      }
      earlier.push({ range, owner: `peers.${peer}` });
    }
  }
}

/** The domain's certificates and the bastion. */
function checkNames(value: NetworkSettings, { report, known }: CrossCheck): void {
  for (const [name, { names }] of Object.entries(value.certificates)) {
    const path = ["certificates", name];
    if (value.zone === undefined) {
      report(path, 'needs `zone` ("create" or "existing"), in which AWS finds the records that validate it');
    }
    if (new Set(names).size < names.length) report([...path, "names"], "has a name twice");
  }
  if (value.bastion === undefined) return;
  const { subnetGroup, securityGroup, keyPair } = value.bastion;
  known(["bastion", "subnetGroup"], subnetGroup, "subnetGroups", value.subnetGroups);
  checkPublic(["bastion", "subnetGroup"], subnetGroup, value, report);
  known(["bastion", "securityGroup"], securityGroup, "securityGroups", value.securityGroups);
  known(["bastion", "keyPair"], keyPair, "keyPairs", value.keyPairs);
}

import { environmentLacks, LayerStack, NameLimit, type Environment } from "@strata/core";
import type { Construct } from "constructs";
import { Bastion } from "./constructs/bastion";
import { Certificates } from "./constructs/certificates";
import { Endpoints } from "./constructs/endpoints";
import { ExistingVpc } from "./constructs/existing-vpc";
import { FlowLogs } from "./constructs/flow-logs";
import { KeyPairs } from "./constructs/key-pairs";
import { NatGateways } from "./constructs/nat-gateways";
import { Peering } from "./constructs/peering";
import { RouteTables } from "./constructs/route-tables";
import { SecondaryRanges } from "./constructs/secondary-ranges";
import { SecurityGroups } from "./constructs/security-groups";
import { SubnetGroup } from "./constructs/subnet-group";
import { Vpc, type VpcReference } from "./constructs/vpc";
import { Zone } from "./constructs/zone";
import { networkLayer } from "./layer";
import type { NetworkSettings } from "./settings";
import { ADMINISTRATORS } from "./sources";
import { freeAddresses, natZones, subnetRanges, vpcRanges } from "./subnets";

/** The network layer, from the VPC inwards. */
export class NetworkStack extends LayerStack<typeof networkLayer> {
  constructor(
    scope: Construct,
    environment: Environment,
    private readonly settings: NetworkSettings,
  ) {
    super(scope, networkLayer, environment);

    const name = (...parts: string[]): string => this.name(parts);
    const [cidr = ""] = vpcRanges(settings);
    const vpc: VpcReference =
      settings.existingVpc === undefined
        ? new Vpc(this, "vpc", { name: name("vpc"), cidr })
        : new ExistingVpc(this, "vpc", settings.existingVpc.id);
    const secondaryRanges = new SecondaryRanges(this, "ranges", {
      vpcId: vpc.id,
      cidrs: settings.secondaryCidrs,
    });

    const nat = settings.nat ?? (environment.protected ? "per-zone" : "one");
    const gatewayZones = nat === "one" ? natZones(settings).slice(0, 1) : natZones(settings);
    const routeTables = new RouteTables(this, "routes", {
      name,
      vpc,
      tables: settings.routeTables,
      natZones: nat === "per-zone" ? gatewayZones : [],
    });

    const ranges = subnetRanges(settings);
    const subnetIds = Object.fromEntries(
      Object.entries(settings.subnetGroups).map(([group, { routeTable, assignPublicIps }]) => {
        const subnets = new SubnetGroup(this, `subnets-${group}`, {
          name: name(group),
          vpcId: vpc.id,
          subnets: (ranges[group] ?? []).map((range, index) => {
            const letter = settings.availabilityZones[index] ?? "";
            return {
              zone: environment.region + letter,
              cidr: range,
              routeTableId: routeTables.idIn(routeTable, letter),
              range: secondaryRanges.around(range),
            };
          }),
          assignPublicIps,
        });
        return [group, subnets.ids];
      }),
    );

    if (gatewayZones.length > 0) {
      const publicSubnets = subnetIds[settings.natSubnetGroup ?? ""] ?? [];
      new NatGateways(this, "nat", {
        name,
        vpc,
        subnetIds: Object.fromEntries(gatewayZones.map((zone, index) => [zone, publicSubnets[index] ?? ""])),
        tables: Object.fromEntries(
          Object.keys(settings.routeTables)
            .filter((table) => settings.routeTables[table] === "nat")
            .map((table) => [table, routeTables.all(table)]),
        ),
      });
    }

    const securityGroups = new SecurityGroups(this, "security", {
      name,
      vpcId: vpc.id,
      groups: settings.securityGroups,
      rules: settings.rules,
      ranges: {
        [ADMINISTRATORS]: this.administrators(),
        ...Object.fromEntries(Object.entries(settings.peers).map(([peer, { cidrs }]) => [peer, cidrs])),
      },
    });

    if (settings.endpoints !== undefined) {
      const { subnetGroup, securityGroup, routeTables: tables, ...services } = settings.endpoints;
      new Endpoints(this, "endpoints", {
        ...services,
        name,
        region: environment.region,
        vpcId: vpc.id,
        subnetIds: subnetIds[subnetGroup] ?? [],
        securityGroupId: securityGroups.id(securityGroup),
        routeTableIds: tables.flatMap((table) => routeTables.all(table).map(({ id }) => id)),
      });
    }

    for (const [peer, { vpcId, cidrs, routeTables: tables }] of Object.entries(settings.peers)) {
      new Peering(this, `peer-${peer}`, {
        name: name("peer", peer),
        vpcId: vpc.id,
        peerVpcId: vpcId,
        cidrs,
        routeTableIds: Object.fromEntries(
          tables.flatMap((table) =>
            routeTables
              .all(table)
              .map(({ zone, id }) => [zone === undefined ? table : `${table}-${zone}`, id]),
          ),
        ),
      });
    }

    new FlowLogs(this, "flow-logs", {
      name,
      // In a VPC of somebody else, our subnets are all that is ours.
      sources:
        settings.existingVpc === undefined
          ? { "flow-log": { vpcId: vpc.id } }
          : Object.fromEntries(
              Object.entries(subnetIds).flatMap(([group, ids]) =>
                ids.map((subnetId, index) => [
                  `${group}-${settings.availabilityZones[index] ?? ""}`,
                  { subnetId },
                ]),
              ),
            ),
      account: environment.account,
      retentionDays: settings.flowLogs.retentionDays,
    });

    const { keyNames } = new KeyPairs(this, "keys", { name, publicKeys: settings.keyPairs });
    if (settings.bastion !== undefined) {
      const { subnetGroup, securityGroup, keyPair, instanceType, rootVolumeGiB } = settings.bastion;
      new Bastion(this, "bastion", {
        name: this.name(["bastion"], NameLimit.role),
        vpc,
        instanceType,
        rootVolumeGiB,
        subnetId: subnetIds[subnetGroup]?.[0] ?? "",
        securityGroupId: securityGroups.id(securityGroup),
        keyName: keyNames[keyPair] ?? "",
      });
    }

    this.offerFreeAddresses(ranges, gatewayZones.length);
    this.publish({
      vpcId: vpc.id,
      vpcCidr: cidr,
      subnetIds,
      securityGroupIds: securityGroups.ids,
      ...this.names(),
      keyNames,
    });
  }

  /** The ranges from which administrators may connect. @throws environmentLacks when a rule needs them */
  private administrators(): readonly string[] {
    const { name, administrators } = this.environment;
    const rule = this.settings.rules.find(({ from }) => from.includes(ADMINISTRATORS));
    if (rule !== undefined && administrators.length === 0) {
      throw environmentLacks(
        name,
        "administrators",
        this.layer.name,
        `a rule lets them in to ${rule.to} on port ${rule.port}`,
      );
    }
    return administrators;
  }

  /** The domain's zone and certificates. @throws environmentLacks when there is a zone, but no domain */
  private names() {
    const { zone: origin, certificates } = this.settings;
    if (origin === undefined) return { zoneIds: {}, certificateArns: {}, cloudFrontCertificateArns: {} };
    const { name, domain } = this.environment;
    if (domain === undefined) {
      throw environmentLacks(name, "domain", this.layer.name, `its settings have a zone ("${origin}")`);
    }
    const { zoneId } = new Zone(this, "dns", { domain, origin });
    const ofKind = (kind: NetworkSettings["certificates"][string]["for"]): string[] =>
      Object.keys(certificates).filter((key) => certificates[key]?.for === kind);
    const forCloudFront = ofKind("cloudfront");
    const provider = forCloudFront.length === 0 ? undefined : this.cloudFrontProvider();
    const { arns } = new Certificates(this, "certificates", {
      name: (...parts) => this.name(parts),
      domain,
      zoneId,
      certificates: Object.fromEntries(
        Object.entries(certificates).map(([key, { names }]) => [
          key,
          { names, provider: forCloudFront.includes(key) ? provider : undefined },
        ]),
      ),
    });
    const arnsOf = (keys: readonly string[]): Record<string, string> =>
      Object.fromEntries(keys.map((key) => [key, arns[key] ?? ""]));
    return {
      zoneIds: { [domain]: zoneId },
      certificateArns: arnsOf(ofKind("load-balancer")),
      cloudFrontCertificateArns: arnsOf(forCloudFront),
    };
  }

  /**
   * Says how many addresses each subnet group has for other layers. Tasks spread evenly over the zones, so the zone with
   * the least room decides for all.
   * @param gateways how many NAT gateways there are, one for each of the first subnets of their group
   */
  private offerFreeAddresses(ranges: Readonly<Record<string, readonly string[]>>, gateways: number): void {
    const { natSubnetGroup, endpoints, bastion } = this.settings;
    for (const [group, cidrs] of Object.entries(ranges)) {
      const free = cidrs.map((range, index) => {
        const nat = group === natSubnetGroup && index < gateways ? 1 : 0;
        const endpoint = group === endpoints?.subnetGroup ? endpoints.interface.length : 0;
        const host = group === bastion?.subnetGroup && index === 0 ? 1 : 0;
        return freeAddresses(range, nat + endpoint + host);
      });
      this.offerAddresses(["subnetIds", group], cidrs.length * Math.min(...free));
    }
  }
}

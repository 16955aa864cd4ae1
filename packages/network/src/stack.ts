import { LayerStack, type Environment } from "@strata/core";
import type { Construct } from "constructs";
import { Endpoints } from "./constructs/endpoints";
import { FlowLogs } from "./constructs/flow-logs";
import { RouteTables } from "./constructs/route-tables";
import { SecurityGroups } from "./constructs/security-groups";
import { SubnetGroup } from "./constructs/subnet-group";
import { Vpc } from "./constructs/vpc";
import { networkLayer } from "./layer";
import type { NetworkSettings } from "./settings";

/** The network layer, from the VPC inwards. */
export class NetworkStack extends LayerStack<typeof networkLayer> {
  constructor(scope: Construct, environment: Environment, settings: NetworkSettings) {
    super(scope, networkLayer, environment);

    const name = (...parts: string[]): string => this.name(parts);
    const vpc = new Vpc(this, "vpc", { name: name("vpc"), cidr: settings.cidr });

    const routeTables = new RouteTables(this, "routes", {
      name,
      vpcId: vpc.id,
      internetGatewayId: vpc.internetGatewayId,
      tables: settings.routeTables,
    });

    const zones = settings.availabilityZones.map((letter) => environment.region + letter);
    const subnetIds = Object.fromEntries(
      Object.entries(settings.subnetGroups).map(([group, { cidrs, routeTable, assignPublicIps }]) => {
        const subnets = new SubnetGroup(this, `subnets-${group}`, {
          name: name(group),
          vpcId: vpc.id,
          zones,
          cidrs,
          routeTableId: routeTables.id(routeTable),
          assignPublicIps,
        });
        return [group, subnets.ids];
      }),
    );

    const securityGroups = new SecurityGroups(this, "security", {
      name,
      vpcId: vpc.id,
      groups: settings.securityGroups,
      rules: settings.rules,
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
        routeTableIds: tables.map((table) => routeTables.id(table)),
      });
    }

    new FlowLogs(this, "flow-logs", {
      name,
      vpcId: vpc.id,
      account: environment.account,
      retentionDays: settings.flowLogs.retentionDays,
    });

    this.publish({
      vpcId: vpc.id,
      vpcCidr: settings.cidr,
      subnetIds,
      securityGroupIds: securityGroups.ids,
      zoneIds: {},
      certificateArns: {},
      cloudFrontCertificateArns: {},
      keyNames: {},
    });
  }
}

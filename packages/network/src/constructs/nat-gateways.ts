import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { ZoneTable } from "./route-tables";
import type { VpcReference } from "./vpc";

export interface NatGatewaysProps {
  readonly name: (...parts: string[]) => string;
  readonly vpc: VpcReference;
  /** Public subnets by the letter of their zone: each gets a gateway. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** The route tables that lead to a gateway, by the names of the settings. */
  readonly tables: Readonly<Record<string, readonly ZoneTable[]>>;
}

/**
 * NAT gateways with an Elastic IP each, and the default routes to them: a table of one zone leads to the gateway of
 * that zone, any other to the first.
 */
export class NatGateways extends Construct {
  constructor(scope: Construct, id: string, { name, vpc, subnetIds, tables }: NatGatewaysProps) {
    super(scope, id);
    const gateways = Object.entries(subnetIds).map(([zone, subnetId]) => {
      const tags = { Name: name("nat", zone) };
      // AWS makes neither in a VPC without its internet gateway, and lets that go only after them.
      const dependsOn = [vpc.internetGateway];
      const address = new Eip(this, `${zone}-address`, { domain: "vpc", tags, dependsOn });
      const gateway = new NatGateway(this, zone, { subnetId, allocationId: address.id, tags, dependsOn });
      return { zone, id: gateway.id };
    });
    for (const [key, parts] of Object.entries(tables)) {
      for (const part of parts) {
        const gateway = gateways.find(({ zone }) => zone === part.zone) ?? (gateways[0] as { id: string });
        new Route(this, part.zone === undefined ? `${key}-default` : `${key}-${part.zone}-default`, {
          routeTableId: part.id,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: gateway.id,
        });
      }
    }
  }
}

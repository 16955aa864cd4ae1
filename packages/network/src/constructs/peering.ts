import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { Construct } from "constructs";

export interface PeeringProps {
  readonly name: string;
  readonly vpcId: string;
  readonly peerVpcId: string;
  /** IPv4 ranges of the peer. */
  readonly cidrs: readonly string[];
  /** Our route tables which lead there, by a name for each. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/** A connection to a VPC of the same account and region, and our routes to it. The way back is the peer's. */
export class Peering extends Construct {
  constructor(scope: Construct, id: string, { name, vpcId, peerVpcId, cidrs, routeTableIds }: PeeringProps) {
    super(scope, id);
    const connection = new VpcPeeringConnection(this, "connection", {
      vpcId,
      peerVpcId,
      autoAccept: true,
      tags: { Name: name },
    });
    for (const [table, routeTableId] of Object.entries(routeTableIds)) {
      for (const cidr of cidrs) {
        new Route(this, `${table}-${cidr.replace("/", "-")}`, {
          routeTableId,
          destinationCidrBlock: cidr,
          vpcPeeringConnectionId: connection.id,
        });
      }
    }
  }
}

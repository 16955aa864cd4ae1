import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface ZoneSubnet {
  /** Availability zone, such as ap-northeast-2a. */
  readonly zone: string;
  readonly cidr: string;
  readonly routeTableId: string;
  /** The association which gives the VPC the range that the subnet lies in, where that is not its first one. */
  readonly range?: ITerraformDependable | undefined;
}

export interface SubnetGroupProps {
  readonly name: string;
  readonly vpcId: string;
  /** One for each availability zone that the group covers. */
  readonly subnets: readonly ZoneSubnet[];
  readonly assignPublicIps: boolean;
}

/** Subnets of one purpose: one in each availability zone, all leading to the same places. */
export class SubnetGroup extends Construct {
  readonly ids: string[];

  constructor(scope: Construct, id: string, props: SubnetGroupProps) {
    super(scope, id);
    this.ids = props.subnets.map(({ zone, cidr, routeTableId, range }) => {
      // The zone's letter, and not its position, names the subnet: adding a zone moves nothing.
      const letter = zone.slice(-1);
      const subnet = new Subnet(this, letter, {
        vpcId: props.vpcId,
        availabilityZone: zone,
        cidrBlock: cidr,
        mapPublicIpOnLaunch: props.assignPublicIps,
        tags: { Name: `${props.name}-${letter}` },
        ...(range === undefined ? {} : { dependsOn: [range] }),
      });
      new RouteTableAssociation(this, `${letter}-routes`, { subnetId: subnet.id, routeTableId });
      return subnet.id;
    });
  }
}

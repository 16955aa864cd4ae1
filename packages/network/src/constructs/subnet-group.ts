import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";

export interface SubnetGroupProps {
  readonly name: string;
  readonly vpcId: string;
  /** Availability zones, such as ap-northeast-2a; as many as ranges. */
  readonly zones: readonly string[];
  readonly cidrs: readonly string[];
  readonly routeTableId: string;
  readonly assignPublicIps: boolean;
}

/** Subnets of one purpose: one in each availability zone, all with the same routes. */
export class SubnetGroup extends Construct {
  readonly ids: string[];

  constructor(scope: Construct, id: string, props: SubnetGroupProps) {
    super(scope, id);
    this.ids = props.zones.map((zone, index) => {
      // The zone's letter, and not its position, names the subnet: adding a zone moves nothing.
      const letter = zone.slice(-1);
      const subnet = new Subnet(this, letter, {
        vpcId: props.vpcId,
        availabilityZone: zone,
        cidrBlock: props.cidrs[index] as string,
        mapPublicIpOnLaunch: props.assignPublicIps,
        tags: { Name: `${props.name}-${letter}` },
      });
      new RouteTableAssociation(this, `${letter}-routes`, {
        subnetId: subnet.id,
        routeTableId: props.routeTableId,
      });
      return subnet.id;
    });
  }
}

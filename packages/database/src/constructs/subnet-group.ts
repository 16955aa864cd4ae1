import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Fn, type TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";

export interface SubnetGroupProps {
  readonly name: string;
  /** What stands in it, such as "database main". */
  readonly what: string;
  /** The network layer's subnet group, for the message. */
  readonly subnetGroup: string;
  readonly subnetIds: string[];
}

/** The network layer publishes a list for each group, whose length is known at plan: one subnet for each zone. */
const inTwoZones = ({ what, subnetGroup, subnetIds }: SubnetGroupProps): TerraformResourceLifecycle => ({
  precondition: [
    {
      condition: `\${${Fn.lengthOf(subnetIds)} >= 2}`,
      errorMessage: `The subnet group ${subnetGroup} is in one availability zone, and the ${what} needs two: give ${subnetGroup} a range for each of two zones in the settings of the network layer.`,
    },
  ],
});

/** Where a database stands: RDS asks for two zones, even if it uses one. */
export class DatabaseSubnets extends DbSubnetGroup {
  constructor(scope: Construct, id: string, props: SubnetGroupProps) {
    super(scope, id, {
      name: props.name,
      description: `Subnets of the ${props.what}`,
      subnetIds: props.subnetIds,
      lifecycle: inTwoZones(props),
    });
  }
}

/** Where a cache stands. It needs two zones when a replica has to take over. */
export class CacheSubnets extends ElasticacheSubnetGroup {
  constructor(scope: Construct, id: string, props: SubnetGroupProps & { readonly failover: boolean }) {
    super(scope, id, {
      name: props.name,
      description: `Subnets of the ${props.what}`,
      subnetIds: props.subnetIds,
      ...(props.failover ? { lifecycle: inTwoZones(props) } : {}),
    });
  }
}

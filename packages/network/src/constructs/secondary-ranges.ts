import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { contains } from "../cidr";

export interface SecondaryRangesProps {
  readonly vpcId: string;
  /** IPv4 ranges. */
  readonly cidrs: readonly string[];
}

/** More ranges for a VPC. */
export class SecondaryRanges extends Construct {
  private readonly associations: readonly (readonly [string, ITerraformDependable])[];

  constructor(scope: Construct, id: string, { vpcId, cidrs }: SecondaryRangesProps) {
    super(scope, id);
    this.associations = cidrs.map((cidrBlock) => [
      cidrBlock,
      // A range is named by itself, as the order of the settings means nothing.
      new VpcIpv4CidrBlockAssociation(this, cidrBlock.replace("/", "-"), { vpcId, cidrBlock }),
    ]);
  }

  /** What a subnet has to wait for; undefined where it lies in none of these ranges. */
  around(subnet: string): ITerraformDependable | undefined {
    return this.associations.find(([cidr]) => contains(cidr, subnet))?.[1];
  }
}

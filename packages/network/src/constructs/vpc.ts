import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** A VPC, whether this layer made it or found it. */
export interface VpcReference {
  readonly id: string;
  /** Its internet gateway. */
  readonly internetGateway: ITerraformDependable & { readonly id: string };
}

export interface VpcProps {
  readonly name: string;
  /** IPv4 range. */
  readonly cidr: string;
}

/** A VPC with DNS, an internet gateway, and a default security group that lets nothing through. */
export class Vpc extends Construct implements VpcReference {
  readonly id: string;
  readonly internetGateway: InternetGateway;

  constructor(scope: Construct, id: string, { name, cidr }: VpcProps) {
    super(scope, id);
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: cidr,
      // Interface endpoints with private DNS need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    this.internetGateway = new InternetGateway(this, "internet-gateway", {
      vpcId: vpc.id,
      tags: { Name: name },
    });
    // AWS creates it open to itself and it can't be deleted; without rules nothing can lean on it by mistake.
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: vpc.id,
      tags: { Name: `${name}-default` },
    });
    this.id = vpc.id;
  }
}

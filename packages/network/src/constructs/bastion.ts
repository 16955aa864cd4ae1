import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Host, type HostProps } from "@strata/core/host";
import { dependable } from "cdktf";
import { Construct } from "constructs";
import type { VpcReference } from "./vpc";

export interface BastionProps
  extends Pick<HostProps, "name" | "instanceType" | "subnetId" | "securityGroupId" | "rootVolumeGiB"> {
  readonly vpc: VpcReference;
  /** The EC2 key pair with which administrators sign in. */
  readonly keyName: string;
}

/**
 * A host with a public address that stays, through which administrators reach the others by SSH. It holds no key of its
 * own: the administrator's agent answers for the hosts behind it.
 */
export class Bastion extends Construct {
  constructor(scope: Construct, id: string, { vpc, ...host }: BastionProps) {
    super(scope, id);
    const { node } = new Host(this, "host", { ...host, elasticIp: true, policyArns: {}, userData: [] });
    // AWS gives no address to what is in a VPC without its internet gateway, and lets that go only after it.
    for (const address of node.findAll()) {
      if (address instanceof Eip) address.dependsOn = [dependable(vpc.internetGateway)];
    }
  }
}

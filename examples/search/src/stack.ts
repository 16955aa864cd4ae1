import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { LayerStack, type Environment } from "@strata/core";
import { Host } from "@strata/core/host";
import { networkContract } from "@strata/network-contract";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { searchLayer } from "./layer";
import type { SearchSettings } from "./settings";

/** Where PostgreSQL, whose full-text search this is, takes connections. */
const PORT = 5432;

/** The search layer: a host in the platform's network, and who may ask it. */
export class SearchStack extends LayerStack<typeof searchLayer> {
  constructor(scope: Construct, environment: Environment, settings: SearchSettings) {
    super(scope, searchLayer, environment);
    const network = this.read(networkContract);

    const group = new SecurityGroup(this, "group", {
      name: this.name(["search"]),
      description: "Search host",
      vpcId: network.vpcId,
    });
    new VpcSecurityGroupIngressRule(this, "askers", {
      securityGroupId: group.id,
      referencedSecurityGroupId: network.securityGroupIds.get(settings.securityGroup),
      ipProtocol: "tcp",
      fromPort: PORT,
      toPort: PORT,
      description: "Who may ask",
    });

    new VpcSecurityGroupEgressRule(this, "packages", {
      securityGroupId: group.id,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "Packages of Amazon Linux, which are in S3, and Session Manager",
    });

    const host = new Host(this, "host", {
      name: this.name(["search"]),
      instanceType: settings.instanceType,
      subnetId: Fn.element(network.subnetIds.get(settings.subnetGroup), 0) as string,
      securityGroupId: group.id,
      rootVolumeGiB: 20,
      policyArns: {},
      userData: ["dnf install --assumeyes postgresql16-server", "postgresql-setup --initdb"],
    });

    this.publish({ address: host.privateIp });
  }
}

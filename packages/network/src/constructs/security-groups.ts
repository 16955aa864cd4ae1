import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { WORLD } from "../sources";

/** Who may connect to a security group. */
export interface Rule {
  /** Names of security groups, "world", or names of `ranges`. */
  readonly from: readonly string[];
  readonly to: string;
  /** TCP port. */
  readonly port: number;
}

export interface SecurityGroupsProps {
  readonly name: (...parts: string[]) => string;
  readonly vpcId: string;
  /** Each group's description by its name. */
  readonly groups: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  /** IPv4 ranges of those who are no security group of ours, by their name: administrators, peers. */
  readonly ranges: Readonly<Record<string, readonly string[]>>;
}

/** Security groups and the matrix of who may connect to whom. Outbound traffic is open. */
export class SecurityGroups extends Construct {
  readonly ids: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: SecurityGroupsProps) {
    super(scope, id);
    const { name, vpcId, groups, rules, ranges } = props;
    this.ids = Object.fromEntries(
      Object.entries(groups).map(([key, description]) => {
        const group = new SecurityGroup(this, key, {
          name: name(key),
          description,
          vpcId,
          tags: { Name: name(key) },
        });
        new VpcSecurityGroupEgressRule(this, `${key}-to-world`, {
          securityGroupId: group.id,
          description: "All outbound traffic",
          ipProtocol: "-1",
          cidrIpv4: "0.0.0.0/0",
        });
        return [key, group.id];
      }),
    );
    for (const { from, to, port } of rules)
      for (const source of from) this.allow(source, to, port, ranges[source]);
  }

  /** The group's ID; the settings are checked to name only groups that exist. */
  id(name: string): string {
    return this.ids[name] as string;
  }

  private allow(source: string, target: string, port: number, ranges: readonly string[] | undefined): void {
    const rule = (id: string, who: object): void => {
      new VpcSecurityGroupIngressRule(this, id, {
        securityGroupId: this.id(target),
        description: `${source} to ${target} on ${port}`,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        ...who,
      });
    };
    const id = `${source}-to-${target}-${port}`;
    if (source === WORLD) {
      rule(`${id}-ipv4`, { cidrIpv4: "0.0.0.0/0" });
      rule(`${id}-ipv6`, { cidrIpv6: "::/0" });
    } else if (ranges !== undefined) {
      // Each range is named by itself: adding one moves no other.
      for (const range of ranges) rule(`${id}-${range.replace("/", "-")}`, { cidrIpv4: range });
    } else {
      rule(id, { referencedSecurityGroupId: this.id(source) });
    }
  }
}

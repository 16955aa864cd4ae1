import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Construct } from "constructs";

export interface LoadBalancerProps {
  /** At most 32 characters. */
  readonly name: string;
  readonly scheme: "public" | "internal";
  /** In at least two availability zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly protect: boolean;
}

/** An application load balancer; services bring their own listeners. */
export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly dnsName: string;
  /** The last part of the ARN, by which CloudWatch knows it. */
  readonly arnSuffix: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const balancer = new Lb(this, "load-balancer", {
      name: props.name,
      loadBalancerType: "application",
      internal: props.scheme === "internal",
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      // Headers that no HTTP client may send are how requests are smuggled past checks.
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.protect,
    });
    this.arn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.arnSuffix = balancer.arnSuffix;
  }
}

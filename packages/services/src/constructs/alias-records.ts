import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface AliasRecordsProps {
  readonly zoneId: string;
  /** Whole names. */
  readonly domainNames: readonly string[];
  /** What they lead to: its DNS name, and the zone of that. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
  readonly ipv6: boolean;
}

/** Names in Route 53 that lead to a load balancer or a distribution, whatever addresses it has. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, { zoneId, domainNames, target, ipv6 }: AliasRecordsProps) {
    super(scope, id);
    for (const name of domainNames) {
      for (const type of ipv6 ? ["A", "AAAA"] : ["A"]) {
        new Route53Record(this, `${name}-${type}`, {
          zoneId,
          name,
          type,
          alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: false },
        });
      }
    }
  }
}

import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";

export interface ZoneProps {
  readonly domain: string;
  /** Whether it is made here, or there already. */
  readonly origin: "create" | "existing";
}

/** The public Route 53 zone of a domain. */
export class Zone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, { domain, origin }: ZoneProps) {
    super(scope, id);
    this.zoneId =
      origin === "create"
        ? new Route53Zone(this, "zone", { name: domain }).zoneId
        : new DataAwsRoute53Zone(this, "zone", { name: domain, privateZone: false }).zoneId;
  }
}

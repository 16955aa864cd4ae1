import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { AccessLogs } from "./access-logs";

export interface SiteLogsProps {
  /** At most 60 characters. */
  readonly name: string;
  /** The provider of us-east-1, where CloudFront delivers its logs from. */
  readonly provider: AwsProvider;
  readonly distributionArn: string;
  readonly accessLogs: AccessLogs;
}

/**
 * The access log of a distribution, by CloudFront's second kind of standard logging: the first one writes to buckets with
 * ACLs only, which is what private buckets have turned off.
 */
export class SiteLogs extends Construct {
  constructor(scope: Construct, id: string, { name, provider, distributionArn, accessLogs }: SiteLogsProps) {
    super(scope, id);
    const source = new CloudwatchLogDeliverySource(this, "source", {
      provider,
      name,
      logType: "ACCESS_LOGS",
      resourceArn: distributionArn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      provider,
      name,
      outputFormat: "w3c",
      deliveryDestinationConfiguration: [{ destinationResourceArn: accessLogs.bucketArn }],
    });
    new CloudwatchLogDelivery(this, "delivery", {
      provider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      // AWS adds to the bucket's policy what it misses there.
      dependsOn: [accessLogs.permission],
    });
  }
}

import type { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { Environment } from "@strata/core";
import { PrivateBucket } from "@strata/core/private-bucket";
import { Construct } from "constructs";

export interface AccessLogsProps {
  readonly environment: Environment;
  readonly bucketName: string;
  /** Days for which a log is kept. */
  readonly days: number;
}

/** The bucket in which load balancers and sites log each request. */
export class AccessLogs extends Construct {
  readonly bucket: string;
  readonly bucketArn: string;
  /** Without it nothing may write there. */
  readonly permission: S3BucketPolicy;

  constructor(scope: Construct, id: string, { environment, bucketName, days }: AccessLogsProps) {
    super(scope, id);
    const { account, region } = environment;
    // Encrypted with S3's own key: load balancers support no other ("Enable access logs for your Application Load
    // Balancer" in the Elastic Load Balancing user guide).
    const { bucket, policy } = new PrivateBucket(this, "bucket", {
      environment,
      name: bucketName,
      objectDays: days,
      oldVersionDays: 1,
      statements: (arn) => [
        {
          actions: ["s3:PutObject"],
          resources: [`${arn}/AWSLogs/${account}/*`],
          principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          conditions: {
            ArnLike: {
              "aws:SourceArn": `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*`,
            },
          },
        },
        {
          actions: ["s3:PutObject"],
          resources: [`${arn}/AWSLogs/${account}/*`],
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: {
            StringEquals: {
              "aws:SourceAccount": account,
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
            // CloudFront is at home in us-east-1.
            ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:delivery-source:*` },
          },
        },
      ],
    });
    this.bucket = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.permission = policy;
  }
}

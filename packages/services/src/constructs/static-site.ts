import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Environment, Statement } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import { PrivateBucket } from "@strata/core/private-bucket";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { concreteName } from "../domain-name";
import type { SiteSettings } from "../settings";
import type { AccessLogs } from "./access-logs";
import { AliasRecords } from "./alias-records";
import { SiteLogs } from "./site-logs";

// Policies that AWS keeps for everybody ("Use managed cache policies", "Use managed response headers policies" in the
// CloudFront developer guide).
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

export interface StaticSiteProps {
  readonly environment: Environment;
  /** At most 60 characters, as a delivery of logs has. */
  readonly name: string;
  readonly bucketName: string;
  /** ARN of a certificate in us-east-1 which has all the domain names. */
  readonly certificateArn?: string;
  /** The whole names that lead to it, and the zone in which they are. */
  readonly names?: { readonly domainNames: readonly string[]; readonly zoneId: string };
  /** Where requests are logged, and the provider of us-east-1, from where CloudFront does that. */
  readonly logs?: { readonly accessLogs: AccessLogs; readonly provider: AwsProvider };
  readonly settings: Pick<SiteSettings, "singlePageApp" | "priceClass">;
}

/** A static site with its names and its log: files in a private bucket which nobody but CloudFront reads. */
export class StaticSite extends Construct {
  readonly bucket: string;
  readonly distributionId: string;
  /** Where users find it: its first own name, or the one that CloudFront gave it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: StaticSiteProps) {
    super(scope, id);
    const { environment, name, certificateArn, names, logs, settings } = props;
    // Key and bucket name the distribution, which has to know the bucket first.
    const byDistribution: Omit<Statement, "actions"> = {
      principals: { Service: "cloudfront.amazonaws.com" },
      conditions: {
        StringEquals: { "aws:SourceArn": Lazy.stringValue({ produce: () => distribution.arn }) },
      },
    };
    const key = new EncryptionKey(this, "key", {
      environment,
      alias: `alias/${name}`,
      description: `Encrypts the files of the site ${name}.`,
      statements: [{ ...byDistribution, actions: ["kms:Decrypt"], resources: ["*"] }],
    });
    const { bucket } = new PrivateBucket(this, "bucket", {
      environment,
      name: props.bucketName,
      keyArn: key.arn,
      oldVersionDays: 30,
      statements: (arn) => [{ ...byDistribution, actions: ["s3:GetObject"], resources: [`${arn}/*`] }],
    });
    const access = new CloudfrontOriginAccessControl(this, "access", {
      name,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: name,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: settings.priceClass,
      aliases: [...(names?.domainNames ?? [])],
      defaultRootObject: "index.html",
      origin: [
        {
          originId: "bucket",
          domainName: bucket.bucketRegionalDomainName,
          originAccessControlId: access.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "bucket",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: CACHING_OPTIMIZED,
        responseHeadersPolicyId: SECURITY_HEADERS,
      },
      // S3 answers 403 for what is not there to who may not list the bucket.
      customErrorResponse: (settings.singlePageApp ? [403, 404] : []).map((errorCode) => ({
        errorCode,
        responseCode: 200,
        responsePagePath: "/index.html",
      })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate:
        certificateArn === undefined
          ? { cloudfrontDefaultCertificate: true }
          : {
              acmCertificateArn: certificateArn,
              sslSupportMethod: "sni-only",
              minimumProtocolVersion: "TLSv1.2_2021",
            },
    });
    if (names !== undefined) {
      const target = { dnsName: distribution.domainName, zoneId: distribution.hostedZoneId };
      new AliasRecords(this, "records", { ...names, target, ipv6: true });
    }
    if (logs !== undefined) {
      new SiteLogs(this, "logs", { ...logs, name, distributionArn: distribution.arn });
    }
    this.bucket = bucket.bucket;
    this.distributionId = distribution.id;
    this.url = `https://${concreteName(names?.domainNames ?? []) ?? distribution.domainName}`;
  }
}

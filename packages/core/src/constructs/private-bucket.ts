import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { Environment } from "../environment";
import { policy, type Statement } from "../iam";

export interface PrivateBucketProps {
  readonly environment: Environment;
  readonly name: string;
  /** ARN of the KMS key which encrypts every object. Without one S3's own key does, for services that know no other. */
  readonly keyArn?: string;
  /** Days after which an overwritten or deleted version is removed. */
  readonly oldVersionDays: number;
  /** How many of the old versions of an object are kept whatever their age. Default: none. */
  readonly oldVersionsKept?: number;
  /** Days after which the objects themselves are removed. Default: never. */
  readonly objectDays?: number;
  /** What AWS services may do with the bucket of this ARN. Default: nothing. */
  readonly statements?: (arn: string) => readonly Statement[];
}

/**
 * A bucket for the account alone: versioned, encrypted, and reached by TLS only. The bucket has the construct's
 * Terraform name.
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  /** What a service that writes here has to wait for. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { environment } = props;
    this.bucket = new S3Bucket(this, "Default", {
      bucket: props.name,
      forceDestroy: !environment.protected,
      ...(environment.protected ? { lifecycle: { preventDestroy: true } } : {}),
    });
    const bucket = this.bucket.bucket;
    const { arn } = this.bucket;
    const sseAlgorithm = props.keyArn === undefined ? "AES256" : "aws:kms";

    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        props.keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: props.keyArn },
              // One data key for many objects: a fraction of the calls to KMS, and of their cost.
              bucketKeyEnabled: true,
            },
      ],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policy([
        {
          effect: "Deny",
          actions: ["s3:*"],
          resources: [arn, `${arn}/*`],
          principals: "*",
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          // Who names no encryption gets the bucket's. Naming another one is refused, as it would leave an
          // object which the key does not guard.
          effect: "Deny",
          actions: ["s3:PutObject"],
          resources: [`${arn}/*`],
          principals: "*",
          conditions: {
            StringNotEquals: { "s3:x-amz-server-side-encryption": sseAlgorithm },
            Null: { "s3:x-amz-server-side-encryption": "false" },
          },
        },
        ...(props.statements?.(arn) ?? []),
      ]),
      // S3 refuses to change both at the same time.
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [
            {
              noncurrentDays: props.oldVersionDays,
              ...(props.oldVersionsKept === undefined
                ? {}
                : { newerNoncurrentVersions: props.oldVersionsKept }),
            },
          ],
          // Marks of deleted objects go when no version is left behind them. AWS does not take this with an age.
          ...(props.objectDays === undefined ? { expiration: [{ expiredObjectDeleteMarker: true }] } : {}),
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
        ...(props.objectDays === undefined
          ? []
          : [
              {
                id: "old-objects",
                status: "Enabled",
                filter: [{ prefix: "" }],
                expiration: [{ days: props.objectDays }],
              },
            ]),
      ],
      dependsOn: [versioning],
    });
  }
}

import type { Environment, Statement } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import { PrivateBucket } from "@strata/core/private-bucket";
import { Construct } from "constructs";

export interface ArtifactsProps {
  readonly environment: Environment;
  readonly bucketName: string;
  readonly keyAlias: string;
  /** Days after which an artifact is removed. */
  readonly days: number;
}

/** Where the stages of the pipelines hand sources and build results to each other. */
export class Artifacts extends Construct {
  readonly bucketName: string;
  readonly keyArn: string;
  private readonly bucketArn: string;

  constructor(scope: Construct, id: string, { environment, bucketName, keyAlias, days }: ArtifactsProps) {
    super(scope, id);
    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: keyAlias,
      description: "Encrypts what the stages of the pipelines hand to each other",
    });
    const { bucket } = new PrivateBucket(this, "artifacts", {
      environment,
      name: bucketName,
      keyArn: key.arn,
      objectDays: days,
      oldVersionDays: 1,
    });
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
  }

  /** What a role needs to take artifacts. */
  read(): Statement[] {
    return [
      { actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: [`${this.bucketArn}/*`] },
      { actions: ["s3:GetBucketVersioning", "s3:GetBucketLocation"], resources: [this.bucketArn] },
      { actions: ["kms:Decrypt", "kms:DescribeKey"], resources: [this.keyArn] },
    ];
  }

  /** What a role needs to take artifacts and leave its own. */
  readAndWrite(): Statement[] {
    return [
      ...this.read(),
      { actions: ["s3:PutObject"], resources: [`${this.bucketArn}/*`] },
      { actions: ["kms:Encrypt", "kms:GenerateDataKey"], resources: [this.keyArn] },
    ];
  }
}

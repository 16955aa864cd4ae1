import { ACMClient } from "@aws-sdk/client-acm";
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { IAMClient } from "@aws-sdk/client-iam";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { WAFV2Client } from "@aws-sdk/client-wafv2";

export const REGION = "ap-northeast-2";

/** Where CloudFront has its certificates. */
export const GLOBAL_REGION = "us-east-1";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Clients which ask an emulator what is really there. */
export type Aws = ReturnType<typeof awsAt>;

/** @param credentials of a role; the emulator's administrator by default */
export function awsAt(
  endpoint: string,
  credentials: AwsCredentials = { accessKeyId: "test", secretAccessKey: "test" },
) {
  const config = { endpoint, region: REGION, credentials };
  return {
    acm: new ACMClient(config),
    acmGlobal: new ACMClient({ ...config, region: GLOBAL_REGION }),
    autoScaling: new AutoScalingClient(config),
    cloudFront: new CloudFrontClient({ ...config, region: GLOBAL_REGION }),
    cloudWatch: new CloudWatchClient(config),
    codeBuild: new CodeBuildClient(config),
    codeDeploy: new CodeDeployClient(config),
    codePipeline: new CodePipelineClient(config),
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    ecs: new ECSClient(config),
    elastiCache: new ElastiCacheClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    iam: new IAMClient(config),
    rds: new RDSClient(config),
    route53: new Route53Client(config),
    serviceScaling: new ApplicationAutoScalingClient(config),
    s3: new S3Client(config),
    ssm: new SSMClient(config),
    waf: new WAFV2Client(config),
  };
}

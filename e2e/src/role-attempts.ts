import { DeregisterScalableTargetCommand } from "@aws-sdk/client-application-auto-scaling";
import { DeleteCertificateCommand } from "@aws-sdk/client-acm";
import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { DeleteDistributionCommand } from "@aws-sdk/client-cloudfront";
import { DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteProjectCommand } from "@aws-sdk/client-codebuild";
import { DeleteApplicationCommand } from "@aws-sdk/client-codedeploy";
import { DeletePipelineCommand } from "@aws-sdk/client-codepipeline";
import { DeleteVpcCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { DeleteRepositoryCommand } from "@aws-sdk/client-ecr";
import { DeleteClusterCommand } from "@aws-sdk/client-ecs";
import { DeleteReplicationGroupCommand } from "@aws-sdk/client-elasticache";
import { DeleteTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DeleteDBInstanceCommand } from "@aws-sdk/client-rds";
import { DeleteHostedZoneCommand } from "@aws-sdk/client-route-53";
import { DeleteBucketCommand } from "@aws-sdk/client-s3";
import { DeleteParameterCommand } from "@aws-sdk/client-ssm";
import { DeleteWebACLCommand } from "@aws-sdk/client-wafv2";
import { REGION, type Aws } from "./aws";
import { ACCOUNT } from "./roles";

/** A name that nothing has, with the prefix of the environment. */
const NOBODY = "sbcntr-nobody";

/** Something to ask of AWS, by the action that it needs. */
export type Attempts = Readonly<Record<string, (aws: Aws) => Promise<unknown>>>;

/** Deletions of what is not there: harmless where they are allowed. */
export const DELETIONS: Attempts = {
  "acm:DeleteCertificate": ({ acm }) =>
    acm.send(
      new DeleteCertificateCommand({ CertificateArn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0` }),
    ),
  "application-autoscaling:DeregisterScalableTarget": ({ serviceScaling }) =>
    serviceScaling.send(
      new DeregisterScalableTargetCommand({
        ServiceNamespace: "ecs",
        ResourceId: `service/${NOBODY}/${NOBODY}`,
        ScalableDimension: "ecs:service:DesiredCount",
      }),
    ),
  "autoscaling:DeleteAutoScalingGroup": ({ autoScaling }) =>
    autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: NOBODY })),
  "cloudfront:DeleteDistribution": ({ cloudFront }) =>
    cloudFront.send(new DeleteDistributionCommand({ Id: "E0000000000000", IfMatch: "0" })),
  "cloudwatch:DeleteAlarms": ({ cloudWatch }) =>
    cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [NOBODY] })),
  "codebuild:DeleteProject": ({ codeBuild }) => codeBuild.send(new DeleteProjectCommand({ name: NOBODY })),
  "codedeploy:DeleteApplication": ({ codeDeploy }) =>
    codeDeploy.send(new DeleteApplicationCommand({ applicationName: NOBODY })),
  "codepipeline:DeletePipeline": ({ codePipeline }) =>
    codePipeline.send(new DeletePipelineCommand({ name: NOBODY })),
  "ec2:DeleteVpc": ({ ec2 }) => ec2.send(new DeleteVpcCommand({ VpcId: "vpc-00000000" })),
  "ec2:TerminateInstances": ({ ec2 }) =>
    ec2.send(new TerminateInstancesCommand({ InstanceIds: ["i-00000000"] })),
  "ecr:DeleteRepository": ({ ecr }) => ecr.send(new DeleteRepositoryCommand({ repositoryName: NOBODY })),
  "ecs:DeleteCluster": ({ ecs }) => ecs.send(new DeleteClusterCommand({ cluster: NOBODY })),
  "elasticache:DeleteReplicationGroup": ({ elastiCache }) =>
    elastiCache.send(new DeleteReplicationGroupCommand({ ReplicationGroupId: NOBODY })),
  "elasticloadbalancing:DeleteTargetGroup": ({ elb }) =>
    elb.send(
      new DeleteTargetGroupCommand({
        TargetGroupArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/${NOBODY}/0`,
      }),
    ),
  "iam:DeleteRole": ({ iam }) => iam.send(new DeleteRoleCommand({ RoleName: NOBODY })),
  "rds:DeleteDBInstance": ({ rds }) =>
    rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: NOBODY, SkipFinalSnapshot: true })),
  "route53:DeleteHostedZone": ({ route53 }) => route53.send(new DeleteHostedZoneCommand({ Id: "Z0" })),
  "s3:DeleteBucket": ({ s3 }) => s3.send(new DeleteBucketCommand({ Bucket: NOBODY })),
  "ssm:DeleteParameter": ({ ssm }) => ssm.send(new DeleteParameterCommand({ Name: NOBODY })),
  "wafv2:DeleteWebACL": ({ waf }) =>
    waf.send(
      new DeleteWebACLCommand({
        Name: NOBODY,
        Scope: "REGIONAL",
        Id: "00000000-0000-0000-0000-000000000000",
        LockToken: "00000000-0000-0000-0000-000000000000",
      }),
    ),
};

const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const everything = document({ Action: "*", Resource: "*" });
/** Who is in the account may take it on. */
const trust = document({ Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/strata/sbcntr-workload-boundary`;
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** A role as a layer may make one, for whoever is in the account to take on. */
export const workloadRole = (name: string): CreateRoleCommand =>
  new CreateRoleCommand({
    RoleName: name,
    AssumeRolePolicyDocument: trust,
    PermissionsBoundary: BOUNDARY,
  });

/** To make it all that a role can be. */
export const administrator = (name: string): AttachRolePolicyCommand =>
  new AttachRolePolicyCommand({ RoleName: name, PolicyArn: ADMINISTRATOR });

/** Ways to more rights, for who has the deploy role of a layer that makes roles. All must be refused. */
export const escapes = (layer: string, other: string): Attempts => {
  const own = `sbcntr-${layer}-deploy`;
  const foreign = `sbcntr-${other}-deploy`;
  return {
    "a role without a boundary": ({ iam }) =>
      iam.send(new CreateRoleCommand({ RoleName: NOBODY, AssumeRolePolicyDocument: trust })),
    "a role with a boundary of one's own choice": ({ iam }) =>
      iam.send(
        new CreateRoleCommand({
          RoleName: NOBODY,
          AssumeRolePolicyDocument: trust,
          PermissionsBoundary: ADMINISTRATOR,
        }),
      ),
    "a role outside of the environment": ({ iam }) =>
      iam.send(
        new CreateRoleCommand({
          RoleName: "nobody",
          AssumeRolePolicyDocument: trust,
          PermissionsBoundary: BOUNDARY,
        }),
      ),
    "more for one's own role": ({ iam }) =>
      iam.send(new PutRolePolicyCommand({ RoleName: own, PolicyName: "more", PolicyDocument: everything })),
    "AdministratorAccess for one's own role": ({ iam }) => iam.send(administrator(own)),
    "one's own role without its boundary": ({ iam }) =>
      iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: own })),
    "one's own role with a wider boundary": ({ iam }) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: own, PermissionsBoundary: ADMINISTRATOR })),
    "a wider boundary for all": ({ iam }) =>
      iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: BOUNDARY,
          PolicyDocument: everything,
          SetAsDefault: true,
        }),
      ),
    "the role of another layer opened": ({ iam }) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: foreign, PolicyDocument: trust })),
    "the role of another layer removed": ({ iam }) => iam.send(new DeleteRoleCommand({ RoleName: foreign })),
    "a user": ({ iam }) => iam.send(new CreateUserCommand({ UserName: NOBODY })),
    "a key of a user": ({ iam }) => iam.send(new CreateAccessKeyCommand({ UserName: NOBODY })),
  };
};

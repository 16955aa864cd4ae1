/**
 * Permission boundaries: what a role can never do, whatever is attached to it ("Permissions boundaries for IAM entities" in
 * the IAM User Guide).
 */
import type { Environment } from "../environment";
import { policy } from "../iam";
import { stateLocation } from "../state";
import { FOUNDATION_PATH, LAYER_ROLES, roleArn, workloadBoundaryArn } from "./names";
import { isStateKey } from "./role-policies";

/** What nobody works on from within an environment. */
const OF_THE_ACCOUNT = ["account:*", "organizations:*"];

const stateBucket = (environment: Environment): string => `arn:aws:s3:::${stateLocation(environment).bucket}`;

/**
 * The boundary of every role and user that a layer makes, for an application, a machine or a service of AWS: nothing in
 * IAM, and nothing of the states. So a layer that makes a role can't make it more than its own role is.
 */
export const workloadBoundary = (environment: Environment): string =>
  policy([
    { sid: "Workloads", notActions: ["iam:*", ...OF_THE_ACCOUNT], resources: ["*"] },
    { sid: "ReadIdentities", actions: ["iam:Get*", "iam:List*"], resources: ["*"] },
    {
      // A pipeline hands the services' roles to ECS.
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: [`arn:aws:iam::${environment.account}:role/${environment.namePrefix}-*`],
    },
    {
      sid: "States",
      effect: "Deny",
      actions: ["s3:*"],
      resources: [stateBucket(environment), `${stateBucket(environment)}/*`],
    },
    {
      sid: "StatesKey",
      effect: "Deny",
      actions: ["kms:*"],
      resources: ["*"],
      conditions: isStateKey(environment),
    },
  ]);

/**
 * The boundary of the layers' plan and deploy roles: what they may do to what their layers hold, they may not do to the
 * foundation, nor give it to others.
 * @param layers all that have roles in the environment
 */
export function layerBoundary(environment: Environment, layers: readonly string[]): string {
  const { account, namePrefix } = environment;
  const roles = layers.flatMap((layer) => LAYER_ROLES.map((role) => roleArn(environment, layer, role)));
  return policy([
    { sid: "Layers", notActions: OF_THE_ACCOUNT, resources: ["*"] },
    {
      sid: "Foundation",
      effect: "Deny",
      actions: ["iam:*"],
      resources: [...roles, `arn:aws:iam::${account}:policy${FOUNDATION_PATH}${namePrefix}-*`],
    },
    {
      sid: "Unbounded",
      effect: "Deny",
      actions: [
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:CreateRole",
        "iam:CreateUser",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:PutUserPermissionsBoundary",
        "iam:PutUserPolicy",
      ],
      resources: ["*"],
      conditions: { StringNotEquals: { "iam:PermissionsBoundary": workloadBoundaryArn(environment) } },
    },
    {
      sid: "Credentials",
      effect: "Deny",
      actions: [
        "iam:*OpenIDConnect*",
        "iam:*SAMLProvider*",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "iam:UpdateLoginProfile",
        "iam:UploadSSHPublicKey",
        "iam:UploadSigningCertificate",
      ],
      resources: ["*"],
    },
    {
      // Their own policies let them read and write single objects of it.
      sid: "StateBucket",
      effect: "Deny",
      actions: [
        "s3:DeleteBucket*",
        "s3:DeleteObjectVersion*",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutObjectAcl",
        "s3:PutReplicationConfiguration",
      ],
      resources: [stateBucket(environment), `${stateBucket(environment)}/*`],
    },
    {
      sid: "StatesKey",
      effect: "Deny",
      actions: [
        "kms:CreateGrant",
        "kms:Disable*",
        "kms:Put*",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:Update*",
      ],
      resources: ["*"],
      conditions: isStateKey(environment),
    },
    {
      sid: "StatesAlias",
      effect: "Deny",
      actions: ["kms:*Alias"],
      resources: [`arn:aws:kms:${environment.region}:${account}:${stateLocation(environment).kmsAlias}`],
    },
  ]);
}

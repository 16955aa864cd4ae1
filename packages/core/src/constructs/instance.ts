/** What every EC2 machine of the platform has, whoever starts it: a host of its own, or an auto scaling group. */
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { trust } from "../iam";

/** SSM parameter with the newest Amazon Linux 2023 for x86-64, kept by AWS in every region. */
export const AMAZON_LINUX_2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/** Only requests with a token get credentials: IMDSv2. One hop further for containers on the machine. */
export const METADATA_OPTIONS = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 2,
} as const;

/** Commands as the script which root runs at a machine's first start; it stops at the first that fails. */
export const firstStart = (commands: readonly string[]): string =>
  ["#!/bin/bash", "set -euo pipefail", ...commands, ""].join("\n");

/**
 * The role of a machine which Session Manager reaches, with the profile that carries it.
 * @param policyArns ARNs of more IAM policies, by a short name
 */
export function instanceProfile(
  scope: Construct,
  name: string,
  policyArns: Readonly<Record<string, string>>,
): { readonly profile: IamInstanceProfile; readonly role: IamRole } {
  const role = new IamRole(scope, "role", { name, assumeRolePolicy: trust("ec2.amazonaws.com") });
  const policies = {
    "session-manager": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ...policyArns,
  };
  for (const [key, policyArn] of Object.entries(policies)) {
    new IamRolePolicyAttachment(scope, key, { role: role.name, policyArn });
  }
  return { profile: new IamInstanceProfile(scope, "profile", { name, role: role.name }), role };
}

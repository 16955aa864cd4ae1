import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { trust } from "@strata/core";
import { Construct } from "constructs";

// The newest Amazon Linux 2023 for x86-64, kept by AWS in every region.
const AMAZON_LINUX_2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

export interface HostProps {
  readonly name: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly rootVolumeGiB: number;
  /** ARNs of IAM policies of its role, by a short name. */
  readonly policyArns: Readonly<Record<string, string>>;
  readonly packages: readonly string[];
}

/** An EC2 host with Amazon Linux 2023, reached by Session Manager: no key, no open port. */
export class Host extends Construct {
  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const image = new DataAwsSsmParameter(this, "image", { name: AMAZON_LINUX_2023 });
    const role = new IamRole(this, "role", {
      name: props.name,
      assumeRolePolicy: trust("ec2.amazonaws.com"),
    });
    const policies = {
      "session-manager": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      ...props.policyArns,
    };
    for (const [key, policyArn] of Object.entries(policies)) {
      new IamRolePolicyAttachment(this, key, { role: role.name, policyArn });
    }
    const profile = new IamInstanceProfile(this, "profile", { name: props.name, role: role.name });
    new Instance(this, "instance", {
      ami: image.insecureValue,
      instanceType: props.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      iamInstanceProfile: profile.name,
      // Only requests with a token get credentials: IMDSv2. One hop further for containers on the host.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: props.rootVolumeGiB },
      userData: userData(props.packages),
      // User data runs at the first start only, so other packages need another host.
      userDataReplaceOnChange: true,
      // A newer image of AWS is no reason to replace a host that somebody works on.
      lifecycle: { ignoreChanges: ["ami"] },
      tags: { Name: props.name },
    });
  }
}

/** Installs packages at the first start; Docker is started and open to the usual user. */
function userData(packages: readonly string[]): string {
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    ...(packages.length === 0 ? [] : [`dnf install -y ${packages.join(" ")}`]),
    ...(packages.includes("docker") ? ["systemctl enable --now docker", "usermod -aG docker ec2-user"] : []),
    "",
  ].join("\n");
}

import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { Construct } from "constructs";
import { AMAZON_LINUX_2023, firstStart, instanceProfile, METADATA_OPTIONS } from "./instance";

export interface HostProps {
  readonly name: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly rootVolumeGiB: number;
  /** ARNs of IAM policies of its role, by a short name. */
  readonly policyArns: Readonly<Record<string, string>>;
  /** Commands of a shell script which root runs at the first start. */
  readonly userData: readonly string[];
  /** An EC2 key pair, for hosts that are reached by SSH too. */
  readonly keyName?: string;
  /** Whether it has a public address that stays. */
  readonly elasticIp?: boolean;
}

/** An EC2 host with Amazon Linux 2023, reached by Session Manager: unless asked for, no key and no open port. */
export class Host extends Construct {
  readonly instanceId: string;
  readonly arn: string;
  readonly privateIp: string;
  /** The Elastic IP; undefined where it has none. */
  readonly publicIp: string | undefined;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const image = new DataAwsSsmParameter(this, "image", { name: AMAZON_LINUX_2023 });
    const { profile, role } = instanceProfile(this, props.name, props.policyArns);
    const instance = new Instance(this, "instance", {
      ami: image.insecureValue,
      instanceType: props.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      iamInstanceProfile: profile.name,
      metadataOptions: METADATA_OPTIONS,
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: props.rootVolumeGiB },
      ...(props.keyName === undefined ? {} : { keyName: props.keyName }),
      userData: firstStart(props.userData),
      // User data runs at the first start only, so other commands need another host.
      userDataReplaceOnChange: true,
      // A newer image of AWS is no reason to replace a host that somebody works on.
      lifecycle: { ignoreChanges: ["ami"] },
      tags: { Name: props.name },
    });
    this.instanceId = instance.id;
    this.arn = instance.arn;
    this.privateIp = instance.privateIp;
    this.roleName = role.name;
    if (props.elasticIp === true) {
      const address = new Eip(this, "address", {
        domain: "vpc",
        instance: instance.id,
        tags: { Name: props.name },
      });
      this.publicIp = address.publicIp;
    }
  }
}

import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment";
import { trust, type Environment } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import { Construct } from "constructs";
import { HOME_DEVICE } from "./jenkins-user-data";

export interface JenkinsHomeProps {
  readonly environment: Environment;
  readonly name: string;
  readonly keyAlias: string;
  readonly roleName: string;
  /** The subnet of the host: a disk can only be used in its own availability zone. */
  readonly subnetId: string;
  readonly gib: number;
  /** Days for which a daily backup is kept. */
  readonly backupDays: number;
}

/** What Jenkins remembers (JENKINS_HOME): a disk of its own, which outlives the host, and daily backups of it. */
export class JenkinsHome extends Construct {
  readonly volumeId: string;

  constructor(scope: Construct, id: string, props: JenkinsHomeProps) {
    super(scope, id);
    const { environment, name } = props;
    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: props.keyAlias,
      description: "Encrypts what Jenkins remembers, and its backups",
    });
    const subnet = new DataAwsSubnet(this, "subnet", { id: props.subnetId });
    const volume = new EbsVolume(this, "volume", {
      availabilityZone: subnet.availabilityZone,
      size: props.gib,
      type: "gp3",
      encrypted: true,
      kmsKeyId: key.arn,
      // Should somebody remove it all the same.
      finalSnapshot: environment.protected,
      tags: { Name: name },
    });
    this.volumeId = volume.id;

    const vault = new BackupVault(this, "vault", {
      name,
      kmsKeyArn: key.arn,
      forceDestroy: !environment.protected,
    });
    const role = new IamRole(this, "backup-role", {
      name: props.roleName,
      assumeRolePolicy: trust("backup.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": environment.account },
      }),
    });
    const rights = new IamRolePolicyAttachment(this, "backup-rights", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    });
    const plan = new BackupPlan(this, "backups", {
      name,
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          // In UTC: at night in Asia and Europe.
          schedule: "cron(0 18 * * ? *)",
          lifecycle: { deleteAfter: props.backupDays },
        },
      ],
    });
    new BackupSelection(this, "backed-up", {
      name,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [volume.arn],
      dependsOn: [rights],
    });
  }

  /** Gives the disk to a host. A host that is replaced is stopped first, so that nothing is lost half-way. */
  attachTo(instanceId: string): void {
    new VolumeAttachment(this, "attachment", {
      volumeId: this.volumeId,
      instanceId,
      deviceName: HOME_DEVICE,
      stopInstanceBeforeDetaching: true,
    });
  }
}

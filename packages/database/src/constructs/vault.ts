import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { trust, type Environment } from "@strata/core";
import { Construct } from "constructs";
import { VAULT_TIME } from "../settings/databases";

export interface VaultProps {
  readonly environment: Environment;
  /** Of the vault and the plan. */
  readonly name: string;
  readonly roleName: string;
  /** How long a copy is kept. */
  readonly days: number;
  /** ARNs of what is copied. */
  readonly resources: string[];
  readonly keyArn: string;
}

/** Daily copies apart from the databases, which whoever may delete a database can't delete with it. */
export class Vault extends Construct {
  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    const { environment } = props;
    const vault = new BackupVault(this, "vault", {
      name: props.name,
      kmsKeyArn: props.keyArn,
      // Whether it may be deleted together with the copies in it.
      forceDestroy: !environment.protected,
      ...(environment.protected ? { lifecycle: { preventDestroy: true } } : {}),
    });
    const [hour, minute] = VAULT_TIME.split(":").map(Number);
    const plan = new BackupPlan(this, "plan", {
      name: props.name,
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          schedule: `cron(${minute} ${hour} * * ? *)`,
          lifecycle: { deleteAfter: props.days },
        },
      ],
    });
    const role = new IamRole(this, "role", {
      name: props.roleName,
      description: "AWS Backup copies the databases",
      assumeRolePolicy: trust("backup.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": environment.account },
      }),
    });
    const permission = new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    });
    new BackupSelection(this, "databases", {
      name: "databases",
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: props.resources,
      dependsOn: [permission],
    });
  }
}

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { trust, type Environment } from "@strata/core";
import { Construct } from "constructs";

export interface MonitoringRoleProps {
  readonly environment: Environment;
  readonly name: string;
}

/** The role with which RDS writes what the operating systems of the databases report. */
export class MonitoringRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, name }: MonitoringRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name,
      description: "RDS writes what the operating systems of databases report",
      assumeRolePolicy: trust("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": environment.account },
      }),
    });
    new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
    this.arn = role.arn;
  }
}

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policy, trust, type Statement } from "@strata/core";
import { Construct } from "constructs";

export interface ServiceRoleProps {
  readonly name: string;
  /** Such as `codebuild.amazonaws.com`. */
  readonly service: string;
  /** Only for this account does the service act in the role. */
  readonly account: string;
  readonly statements: readonly Statement[];
}

/** A role in which an AWS service works for this account, and what it may do. */
export class ServiceRole extends Construct {
  readonly arn: string;
  /** What must exist before the role is of use. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { name, service, account, statements }: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name,
      assumeRolePolicy: trust(service, { StringEquals: { "aws:SourceAccount": account } }),
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: "work",
      role: role.name,
      policy: policy(statements),
    });
    this.arn = role.arn;
  }
}

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { policy, trust, type Statement } from "@strata/core";
import type { Construct } from "constructs";

export interface TaskRolesProps {
  readonly account: string;
  readonly roleName: (part: string) => string;
  readonly pullPolicyArn: string;
  readonly logGroupArn: string;
  /** ARNs of the secrets that its containers take values from, without keys. */
  readonly secretArns: readonly string[];
  /** ARNs of the parameters of Parameter Store that its containers take values from. */
  readonly parameterArns: readonly string[];
  /** ARNs of the S3 objects that its containers take environment variables from. */
  readonly fileArns: readonly string[];
  /** ARN of the KMS key which encrypts such objects. */
  readonly keyArn: string;
  /** What the application, and what runs beside it in the task, may do. */
  readonly statements: readonly Statement[];
}

export interface TaskRoles {
  /** Role of the application. */
  readonly taskRoleArn: string;
  /** Role with which ECS starts the task. */
  readonly executionRoleArn: string;
}

/** Makes the two roles of a task, in the construct of its task definition. */
export function taskRoles(scope: Construct, props: TaskRolesProps): TaskRoles {
  const assumedByTasks = trust("ecs-tasks.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": props.account },
  });
  const role = (part: string): IamRole =>
    new IamRole(scope, `${part}-role`, { name: props.roleName(part), assumeRolePolicy: assumedByTasks });
  const taskRole = role("task");
  const executionRole = role("execution");
  new IamRolePolicyAttachment(scope, "pull", { role: executionRole.name, policyArn: props.pullPolicyArn });
  new IamRolePolicy(scope, "start", {
    name: "start",
    role: executionRole.name,
    policy: policy(startStatements(props)),
  });
  if (props.statements.length > 0) {
    new IamRolePolicy(scope, "application", {
      name: "application",
      role: taskRole.name,
      policy: policy(props.statements),
    });
  }
  return { taskRoleArn: taskRole.arn, executionRoleArn: executionRole.arn };
}

/** What ECS needs to start a task: to write its log, and to read exactly what its containers take values from. */
function startStatements(props: TaskRolesProps): Statement[] {
  const read = (actions: string[], resources: readonly string[]): Statement[] =>
    resources.length === 0 ? [] : [{ actions, resources: [...new Set(resources)] }];
  return [
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${props.logGroupArn}:*`] },
    ...read(["secretsmanager:GetSecretValue"], props.secretArns),
    ...read(["ssm:GetParameters"], props.parameterArns),
    ...read(["s3:GetObject"], props.fileArns),
    ...read(
      ["s3:GetBucketLocation"],
      props.fileArns.map((arn) => arn.slice(0, arn.indexOf("/"))),
    ),
    ...read(["kms:Decrypt"], props.fileArns.length === 0 ? [] : [props.keyArn]),
  ];
}

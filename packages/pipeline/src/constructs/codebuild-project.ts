import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject as AwsCodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";
import { render, type Buildspec } from "./buildspec";
import { ServiceRole } from "./service-role";

export interface CodebuildProjectProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly description: string;
  readonly buildspec: Buildspec;
  /** Environment variables of its commands. */
  readonly variables: Readonly<Record<string, string>>;
  /** What its commands may do, besides writing their log. */
  readonly statements: readonly Statement[];
  readonly image: string;
  readonly computeType: string;
  /** Whether its commands run Docker. */
  readonly docker: boolean;
  readonly timeoutMinutes: number;
  readonly logRetentionDays: number;
  /** ARN of the KMS key which encrypts what it hands on. */
  readonly keyArn: string;
}

/** A CodeBuild project that works as an action of a pipeline, with its role and its log. */
export class CodebuildProject extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CodebuildProjectProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/codebuild/${props.name}`,
      retentionInDays: props.logRetentionDays,
    });
    const role = new ServiceRole(this, "role", {
      name: props.roleName,
      service: "codebuild.amazonaws.com",
      account: props.account,
      statements: [
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logs.arn}:*`] },
        ...props.statements,
      ],
    });
    const project = new AwsCodebuildProject(this, "project", {
      name: props.name,
      description: props.description,
      serviceRole: role.arn,
      encryptionKey: props.keyArn,
      buildTimeout: props.timeoutMinutes,
      source: { type: "CODEPIPELINE", buildspec: render(props.buildspec) },
      artifacts: { type: "CODEPIPELINE" },
      ...(props.docker ? { cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] } } : {}),
      environment: {
        type: "LINUX_CONTAINER",
        image: props.image,
        computeType: props.computeType,
        // Docker inside the build machine needs it.
        privilegedMode: props.docker,
        environmentVariable: Object.entries(props.variables).map(([name, value]) => ({ name, value })),
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      // A first build, started at once, would be refused.
      dependsOn: [role.policy],
    });
    this.name = project.name;
    this.arn = project.arn;
  }
}

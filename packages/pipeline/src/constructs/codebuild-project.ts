import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import {
  CodebuildProject as AwsCodebuildProject,
  type CodebuildProjectVpcConfig,
} from "@cdktf/provider-aws/lib/codebuild-project";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";
import { ServiceRole } from "./service-role";

/** An environment variable whose value is a parameter, or a secret. */
export interface VariableReference {
  readonly type: "PARAMETER_STORE" | "SECRETS_MANAGER";
  readonly name: string;
  /** What CodeBuild looks up: `/name/of/parameter`, or `arn-of-secret:key`. */
  readonly value: string;
}

export interface CodebuildProjectProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly description: string;
  /** Its commands as YAML, or the file in the source which has them. */
  readonly buildspec: string;
  /** Environment variables of its commands. */
  readonly variables: Readonly<Record<string, string>>;
  /** More of them, whose values CodeBuild looks up when a build starts. */
  readonly references?: readonly VariableReference[];
  /** What its commands may do, besides writing their log. */
  readonly statements: readonly Statement[];
  readonly image: string;
  readonly computeType: string;
  /** Whether its commands run Docker, and whether that finds the layers of a build before. */
  readonly docker: false | { readonly layerCache: boolean };
  /** Where it runs that must reach something in the VPC. Default: outside. */
  readonly vpc?: CodebuildProjectVpcConfig;
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
        ...(props.vpc === undefined ? [] : WORK_IN_VPC),
        ...props.statements,
      ],
    });
    const project = new AwsCodebuildProject(this, "project", {
      name: props.name,
      description: props.description,
      serviceRole: role.arn,
      encryptionKey: props.keyArn,
      buildTimeout: props.timeoutMinutes,
      source: { type: "CODEPIPELINE", buildspec: props.buildspec },
      artifacts: { type: "CODEPIPELINE" },
      ...(props.docker !== false && props.docker.layerCache
        ? { cache: { type: "LOCAL", modes: ["LOCAL_DOCKER_LAYER_CACHE"] } }
        : {}),
      ...(props.vpc === undefined ? {} : { vpcConfig: props.vpc }),
      environment: {
        type: "LINUX_CONTAINER",
        image: props.image,
        computeType: props.computeType,
        // Docker inside the build machine needs it.
        privilegedMode: props.docker !== false,
        environmentVariable: [
          ...Object.entries(props.variables).map(([name, value]) => ({ name, value })),
          ...(props.references ?? []),
        ],
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      // A first build, started at once, would be refused.
      dependsOn: [role.policy],
    });
    this.name = project.name;
    this.arn = project.arn;
  }
}

/** AWS: "Use AWS CodeBuild with Amazon VPC"; EC2 knows no narrower resource for most of it. */
const WORK_IN_VPC: readonly Statement[] = [
  {
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    resources: ["*"],
  },
  {
    actions: ["ec2:CreateNetworkInterfacePermission"],
    resources: ["arn:aws:ec2:*:*:network-interface/*"],
    conditions: { StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" } },
  },
];

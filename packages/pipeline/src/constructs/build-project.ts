import type { CodebuildProjectVpcConfig } from "@cdktf/provider-aws/lib/codebuild-project";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";
import type { OnePipeline, STANDARD_VARIABLES } from "../settings";
import type { Artifacts } from "./artifacts";
import { buildImage, render } from "./buildspec";
import { CodebuildProject, type VariableReference } from "./codebuild-project";
import type { DeliveredService } from "./delivered-service";
import { pushImages } from "./rights";

export interface BuildProjectProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly region: string;
  readonly artifacts: Artifacts;
  readonly service: DeliveredService;
  readonly build: OnePipeline["build"];
  readonly kind: OnePipeline["deployment"]["kind"];
  readonly repository: { readonly name: string; readonly url: string; readonly arn: string };
  readonly vpc: CodebuildProjectVpcConfig | undefined;
  readonly logRetentionDays: number;
}

/** Builds the image of a commit and pushes it. */
export class BuildProject extends Construct {
  readonly project: CodebuildProject;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { build, kind, repository } = props;
    const commands = build.buildspec.kind === "inline" ? inline(props) : ofRepository(props, build.buildspec);
    this.project = new CodebuildProject(this, "build", {
      name: props.name,
      roleName: props.roleName,
      account: props.account,
      description: `Builds and pushes images of ${repository.name}`,
      buildspec: commands.buildspec,
      variables: commands.variables,
      references: commands.references,
      statements: [
        ...props.artifacts.readAndWrite(),
        ...pushImages([repository.arn]),
        // ECS knows no narrower resource for it.
        ...(kind === "blue-green" ? [{ actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] }] : []),
        ...commands.statements,
      ],
      image: build.image,
      computeType: build.computeType,
      docker: { layerCache: build.layerCache },
      ...(props.vpc === undefined ? {} : { vpc: props.vpc }),
      timeoutMinutes: build.timeoutMinutes,
      logRetentionDays: props.logRetentionDays,
      keyArn: props.artifacts.keyArn,
    });
  }
}

/** What a build does, what it is told, and what it may read for that. */
interface Commands {
  readonly buildspec: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly references: readonly VariableReference[];
  readonly statements: readonly Statement[];
}

/** What an AppSpec says of a service. */
const appSpecOf = ({ targetContainer, targetPort, capacityProviderStrategy }: DeliveredService) => ({
  TARGET_CONTAINER: targetContainer,
  TARGET_PORT: targetPort,
  CAPACITY_PROVIDER_STRATEGY: capacityProviderStrategy,
});

/** The commands of Strata. */
const inline = ({ kind, build, repository, service }: BuildProjectProps): Commands => ({
  buildspec: render(buildImage(kind)),
  variables: {
    REPOSITORY_NAME: repository.name,
    REPOSITORY_URI: repository.url,
    CONTEXT: build.context,
    DOCKERFILE: build.dockerfile,
    CONTAINER_NAME: service.containerName,
    ...(kind === "blue-green" ? { ...appSpecOf(service), TASK_FAMILY: service.taskFamily } : {}),
  },
  references: [],
  statements: [],
});

/** The commands of a file in the source repository, which may read the parameters and secrets it is told of. */
function ofRepository(
  { account, region, build, repository, service }: BuildProjectProps,
  { file, environment, parameters, secrets, keyArns }: RepositoryBuildspec,
): Commands {
  const standard: Record<(typeof STANDARD_VARIABLES)[number], string> = {
    AWS_ACCOUNT_ID: account,
    REPOSITORY_NAME: repository.name,
    REPOSITORY_URI: repository.url,
    CONTEXT: build.context,
    DOCKERFILE: build.dockerfile,
    CLUSTER: service.clusterName,
    SERVICE: service.name,
    CONTAINER_NAME: service.containerName,
    CONTAINER_PORT: service.containerPort,
    ...appSpecOf(service),
    TASK_FAMILY: service.taskFamily,
  };
  const allow = (action: string, resources: readonly string[]): Statement[] =>
    resources.length === 0 ? [] : [{ actions: [action], resources: [...new Set(resources)] }];
  return {
    buildspec: file,
    variables: { ...standard, ...environment },
    references: [
      ...Object.entries(parameters).map(([name, value]) => ({
        type: "PARAMETER_STORE" as const,
        name,
        value,
      })),
      ...Object.entries(secrets).map(([name, { secretArn, key }]) => ({
        type: "SECRETS_MANAGER" as const,
        name,
        value: key === undefined ? secretArn : `${secretArn}:${key}`,
      })),
    ],
    statements: [
      ...allow(
        "ssm:GetParameters",
        Object.values(parameters).map((name) => `arn:aws:ssm:${region}:${account}:parameter${name}`),
      ),
      ...allow(
        "secretsmanager:GetSecretValue",
        Object.values(secrets).map(({ secretArn }) => secretArn),
      ),
      ...allow("kms:Decrypt", keyArns).map((statement) => ({
        ...statement,
        // For what Parameter Store and Secrets Manager keep, and for nothing else.
        conditions: {
          StringEquals: {
            "kms:ViaService": [`ssm.${region}.amazonaws.com`, `secretsmanager.${region}.amazonaws.com`],
          },
        },
      })),
    ],
  };
}

type RepositoryBuildspec = Extract<OnePipeline["build"]["buildspec"], { kind: "repository" }>;

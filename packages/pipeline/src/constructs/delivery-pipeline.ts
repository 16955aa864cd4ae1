import {
  Codepipeline,
  type CodepipelineStage,
  type CodepipelineStageAction,
  type CodepipelineTrigger,
} from "@cdktf/provider-aws/lib/codepipeline";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";
import type { OnePipeline } from "../settings";
import type { Artifacts } from "./artifacts";
import type { BlueGreenDeployment } from "./blue-green-deployment";
import type { CodebuildProject } from "./codebuild-project";
import type { Connection } from "./connection";
import type { DeliveredService } from "./delivered-service";
import { registerTaskDefinitions, replaceTasks } from "./rights";
import { ServiceRole } from "./service-role";

export interface DeliveryPipelineProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly artifacts: Artifacts;
  readonly connection: Connection;
  readonly source: OnePipeline["source"];
  readonly build: CodebuildProject;
  readonly record: CodebuildProject;
  readonly service: DeliveredService;
  /** How it deploys: with CodeDeploy, or as a rolling deployment given up after so many minutes. */
  readonly deployment: BlueGreenDeployment | { readonly timeoutMinutes: number };
  /** The SNS topic which tells that a deployment waits for a person; undefined where none is asked. */
  readonly approvalTopicArn: string | undefined;
}

/** Names of what the stages hand on; they are unique within the pipeline. */
const SOURCE = "source";
const BUILT = "built";

/** From a commit to what runs: source, build, deployment, and the record of what runs then. */
export class DeliveryPipeline extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: DeliveryPipelineProps) {
    super(scope, id);
    const { artifacts, connection, source, build, record, service, deployment, approvalTopicArn } = props;
    const { action: deploy, statements: deployStatements } =
      "group" in deployment ? withCodeDeploy(deployment) : rolling(service, deployment.timeoutMinutes);

    const role = new ServiceRole(this, "role", {
      name: props.roleName,
      service: "codepipeline.amazonaws.com",
      account: props.account,
      statements: [
        ...artifacts.readAndWrite(),
        ...connection.use(source.repository),
        { actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], resources: [build.arn, record.arn] },
        ...deployStatements,
        ...registerTaskDefinitions([service]),
        ...(approvalTopicArn === undefined
          ? []
          : [{ actions: ["sns:Publish"], resources: [approvalTopicArn] }]),
      ],
    });

    const codeBuild = (name: string, project: CodebuildProject, input: string) => ({
      name,
      category: "Build",
      owner: "AWS",
      provider: "CodeBuild",
      version: "1",
      inputArtifacts: [input],
      configuration: { ProjectName: project.name },
    });
    const pipeline = new Codepipeline(this, "pipeline", {
      name: props.name,
      pipelineType: "V2",
      // A newer commit overtakes one that waits: only the newest is of interest.
      executionMode: "SUPERSEDED",
      roleArn: role.arn,
      artifactStore: [
        {
          type: "S3",
          location: artifacts.bucketName,
          encryptionKey: { type: "KMS", id: artifacts.keyArn },
        },
      ],
      stage: [
        {
          name: "Source",
          action: [
            {
              name: "Source",
              category: "Source",
              owner: "AWS",
              provider: "CodeStarSourceConnection",
              version: "1",
              outputArtifacts: [SOURCE],
              configuration: {
                ConnectionArn: connection.arn,
                FullRepositoryId: source.repository,
                BranchName: source.branch,
                // A trigger takes the place of it.
                DetectChanges: String(source.paths.length === 0),
                OutputArtifactFormat: "CODE_ZIP",
              },
            },
          ],
        },
        { name: "Build", action: [{ ...codeBuild("Build", build, SOURCE), outputArtifacts: [BUILT] }] },
        ...(approvalTopicArn === undefined ? [] : [approval(approvalTopicArn, service)]),
        {
          name: "Deploy",
          action: [
            { ...deploy, runOrder: 1 },
            { ...codeBuild("Record", record, BUILT), runOrder: 2 },
          ],
        },
      ],
      ...(source.paths.length === 0 ? {} : { trigger: [pushTo(source)] }),
      dependsOn: [role.policy],
    });
    this.name = pipeline.name;
  }
}

/** Starts the pipeline at commits which change certain files. */
const pushTo = ({ branch, paths }: OnePipeline["source"]): CodepipelineTrigger => ({
  providerType: "CodeStarSourceConnection",
  gitConfiguration: {
    sourceActionName: "Source",
    push: [{ branches: { includes: [branch] }, filePaths: { includes: paths } }],
  },
});

/** Waits for a person, for seven days at most; a newer commit takes the place of one that waits. */
const approval = (topicArn: string, service: DeliveredService): CodepipelineStage => ({
  name: "Approve",
  action: [
    {
      name: "Approve",
      category: "Approval",
      owner: "AWS",
      provider: "Manual",
      version: "1",
      configuration: { NotificationArn: topicArn, CustomData: `Deploy this image to ${service.name}?` },
    },
  ],
});

/** How a pipeline deploys: the action, and what its role needs for it. */
interface Deployment {
  readonly action: CodepipelineStageAction;
  readonly statements: readonly Statement[];
}

const withCodeDeploy = (deployment: BlueGreenDeployment): Deployment => ({
  action: {
    name: "Deploy",
    category: "Deploy",
    owner: "AWS",
    provider: "CodeDeployToECS",
    version: "1",
    inputArtifacts: [BUILT],
    configuration: {
      ApplicationName: deployment.application,
      DeploymentGroupName: deployment.group,
      TaskDefinitionTemplateArtifact: BUILT,
      TaskDefinitionTemplatePath: "taskdef.json",
      AppSpecTemplateArtifact: BUILT,
      AppSpecTemplatePath: "appspec.yaml",
      // The image of imageDetail.json takes the place of <IMAGE1_NAME> in taskdef.json.
      Image1ArtifactName: BUILT,
      Image1ContainerName: "IMAGE1_NAME",
    },
  },
  statements: deployment.deploy(),
});

const rolling = (service: DeliveredService, timeoutMinutes: number): Deployment => ({
  action: {
    name: "Deploy",
    category: "Deploy",
    owner: "AWS",
    provider: "ECS",
    version: "1",
    inputArtifacts: [BUILT],
    configuration: {
      ClusterName: service.clusterName,
      ServiceName: service.name,
      FileName: "imagedefinitions.json",
      DeploymentTimeout: String(timeoutMinutes),
    },
  },
  statements: replaceTasks([service]),
});

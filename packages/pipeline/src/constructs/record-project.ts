import { Construct } from "constructs";
import type { Artifacts } from "./artifacts";
import { recordRunning, render } from "./buildspec";
import { CodebuildProject } from "./codebuild-project";
import type { DeliveredService } from "./delivered-service";
import * as rights from "./rights";

export interface RecordProjectProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly artifacts: Artifacts;
  readonly service: DeliveredService;
  readonly image: string;
  readonly logRetentionDays: number;
}

/**
 * Writes, after a deployment, which image and which task definition run.
 *
 * The pipeline changes what Terraform has made. The services layer reads these two parameters, and so plans with
 * the image that runs instead of the one that it started with: a deployment is no change in its next plan.
 */
export class RecordProject extends Construct {
  readonly project: CodebuildProject;

  constructor(scope: Construct, id: string, props: RecordProjectProps) {
    super(scope, id);
    const { service } = props;
    this.project = new CodebuildProject(this, "record", {
      name: props.name,
      roleName: props.roleName,
      account: props.account,
      description: "Records what runs after a deployment",
      buildspec: render(recordRunning),
      variables: {
        CLUSTER: service.clusterName,
        SERVICE: service.name,
        CONTAINER_NAME: service.containerName,
        IMAGE_PARAMETER: service.image.name,
        TASK_DEFINITION_PARAMETER: service.taskDefinition.name,
      },
      statements: [
        ...props.artifacts.read(),
        { actions: ["ecs:DescribeServices"], resources: [service.arn] },
        // ECS knows no narrower resource for it.
        { actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] },
        ...rights.recordRunning([service]),
      ],
      image: props.image,
      computeType: "BUILD_GENERAL1_SMALL",
      docker: false,
      timeoutMinutes: 10,
      logRetentionDays: props.logRetentionDays,
      keyArn: props.artifacts.keyArn,
    });
  }
}

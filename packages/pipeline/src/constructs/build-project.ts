import { Construct } from "constructs";
import type { OnePipeline } from "../settings";
import type { Artifacts } from "./artifacts";
import { buildImage } from "./buildspec";
import { CodebuildProject } from "./codebuild-project";
import type { DeliveredService } from "./delivered-service";

export interface BuildProjectProps {
  readonly name: string;
  readonly roleName: string;
  readonly account: string;
  readonly artifacts: Artifacts;
  readonly service: DeliveredService;
  readonly build: OnePipeline["build"];
  readonly kind: OnePipeline["deployment"]["kind"];
  readonly repository: { readonly name: string; readonly url: string; readonly arn: string };
  readonly logRetentionDays: number;
}

/** Builds the image of a commit and pushes it. */
export class BuildProject extends Construct {
  readonly project: CodebuildProject;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { build, repository, service } = props;
    this.project = new CodebuildProject(this, "build", {
      name: props.name,
      roleName: props.roleName,
      account: props.account,
      description: `Builds and pushes images of ${repository.name}`,
      buildspec: buildImage(props.kind),
      variables: {
        REPOSITORY_NAME: repository.name,
        REPOSITORY_URL: repository.url,
        CONTEXT: build.context,
        DOCKERFILE: build.dockerfile,
        CONTAINER_NAME: service.containerName,
        ...(props.kind === "blue-green"
          ? { CONTAINER_PORT: service.containerPort, TASK_FAMILY: service.taskFamily }
          : {}),
      },
      statements: [
        ...props.artifacts.readAndWrite(),
        // The login is for the whole registry: ECR knows no narrower resource for it.
        { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
        {
          // Narrower than the registry's push policy, which is for every repository.
          actions: [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:DescribeImages",
            "ecr:GetDownloadUrlForLayer",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart",
          ],
          resources: [repository.arn],
        },
        // ECS knows no narrower resource for it.
        ...(props.kind === "blue-green"
          ? [{ actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] }]
          : []),
      ],
      image: build.image,
      computeType: build.computeType,
      docker: true,
      timeoutMinutes: build.timeoutMinutes,
      logRetentionDays: props.logRetentionDays,
      keyArn: props.artifacts.keyArn,
    });
  }
}

import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { policy, type Environment } from "@strata/core";
import { Construct } from "constructs";

export interface RepositoryProps {
  readonly environment: Environment;
  readonly name: string;
  /** ARN of the KMS key which encrypts the images. */
  readonly keyArn: string;
  readonly immutableTags: boolean;
  readonly scanOnPush: boolean;
  /** Days after which an image without a tag is removed. */
  readonly untaggedDays: number;
  /** How many images with a tag are kept. */
  readonly keepTagged: number;
}

/** An image repository which only this account reaches, and which clears up after itself. */
export class Repository extends Construct {
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: RepositoryProps) {
    super(scope, id);
    const { environment } = props;
    const repository = new EcrRepository(this, "repository", {
      name: props.name,
      imageTagMutability: props.immutableTags ? "IMMUTABLE" : "MUTABLE",
      imageScanningConfiguration: { scanOnPush: props.scanOnPush },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: props.keyArn }],
      // A repository that still holds images can only be deleted where nothing is worth keeping.
      forceDelete: !environment.protected,
      ...(environment.protected ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new EcrRepositoryPolicy(this, "policy", {
      repository: repository.name,
      policy: policy([
        {
          // No IAM policy, here or in another account, can open the images to others.
          effect: "Deny",
          actions: ["ecr:*"],
          principals: "*",
          conditions: {
            StringNotEquals: { "aws:PrincipalAccount": environment.account },
            // AWS services act for this account without being a principal of it.
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        },
      ]),
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: `Remove images without a tag after ${props.untaggedDays} days`,
            selection: {
              tagStatus: "untagged",
              countType: "sinceImagePushed",
              countUnit: "days",
              countNumber: props.untaggedDays,
            },
            action: { type: "expire" },
          },
          {
            rulePriority: 2,
            description: `Keep the newest ${props.keepTagged} images with a tag`,
            selection: {
              tagStatus: "tagged",
              tagPatternList: ["*"],
              countType: "imageCountMoreThan",
              countNumber: props.keepTagged,
            },
            action: { type: "expire" },
          },
        ],
      }),
    });
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
  }
}

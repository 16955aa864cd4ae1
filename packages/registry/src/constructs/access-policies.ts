import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { policy } from "@strata/core";
import { Construct } from "constructs";

export interface AccessPoliciesProps {
  readonly name: (...parts: string[]) => string;
  readonly repositoryArns: readonly string[];
}

/** What `docker pull` needs. */
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** What `docker push` needs more, and what tells whether an image is there already. */
const PUSH = [
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** IAM policies for who may pull from, and who may push to, the repositories; other layers attach them. */
export class AccessPolicies extends Construct {
  readonly pullArn: string;
  readonly pushArn: string;

  constructor(scope: Construct, id: string, { name, repositoryArns }: AccessPoliciesProps) {
    super(scope, id);
    const access = (key: string, description: string, actions: readonly string[]): string =>
      new IamPolicy(this, key, {
        name: name(key),
        description,
        policy: policy([
          // The login is for the whole registry: ECR knows no narrower resource for it.
          { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
          // A statement about nothing is no statement for IAM.
          ...(repositoryArns.length === 0 ? [] : [{ actions, resources: repositoryArns }]),
        ]),
      }).arn;
    this.pullArn = access("image-pull", "Pull from every repository of the platform", PULL);
    this.pushArn = access("image-push", "Push to, and pull from, every repository of the platform", [
      ...PULL,
      ...PUSH,
    ]);
  }
}

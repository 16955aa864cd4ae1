import { defineContract, map, string } from "@strata/core";

/** What the registry layer publishes. */
export const registryContract = defineContract("registry", 1, {
  repositoryUrls: map(string(), "Where to push and pull, by repository: an image is `<url>:<tag>`."),
  repositoryArns: map(string(), "ARNs by repository."),
  pullPolicyArn: string("ARN of the IAM policy which allows to pull from every repository."),
  pushPolicyArn: string("ARN of the IAM policy which allows to push to every repository."),
});

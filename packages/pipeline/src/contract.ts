import { defineContract, map, object, string } from "@strata/core";

/** What the pipeline layer publishes. */
export const pipelineContract = defineContract("pipeline", 2, {
  pipelineNames: map(string(), "Names in CodePipeline, by pipeline."),
  connectionArns: map(
    string(),
    "Connections by Git host, such as GitHub; a person completes each once in the console.",
  ),
  jenkinsServers: map(
    object({
      instanceId: string("EC2 instance."),
      roleArn: string("The role in which its builds push and deploy."),
      homeVolumeId: string("EBS volume with JENKINS_HOME."),
    }),
    "Jenkins servers by name; empty where CodePipeline builds and deploys.",
  ),
});

import { defineContract, map, string } from "@strata/core";

/** What the pipeline layer publishes. */
export const pipelineContract = defineContract("pipeline", 1, {
  pipelineNames: map(string(), "Names in CodePipeline, by pipeline."),
  connectionArn: string("ARN of the connection to the Git host; a person completes it once in the console."),
});

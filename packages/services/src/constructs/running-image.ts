import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { DataResource } from "cdktf";
import { Construct } from "constructs";

export interface RunningImageProps {
  /** Name of the SSM parameter. */
  readonly parameterName: string;
  /** The image of the settings. */
  readonly image: string;
  /** Who decides what runs: the pipeline, from the first deployment on, or the settings for ever. */
  readonly decidedBy: "pipeline" | "settings";
  /** Everything of the task definition but the image. */
  readonly template: string;
}

/**
 * The image that runs, which a pipeline changes and Terraform must not change back.
 *
 * The pipeline writes each image which it has deployed into an SSM parameter; Terraform makes the parameter
 * and then lets its value be. The task definition doesn't use the parameter itself, or every deployment would
 * be a change in the next plan. It uses the value that the parameter had when the template last changed: so a
 * new image alone changes nothing, and a new environment variable rolls out with the image that runs now.
 *
 * An image which Terraform built itself is Terraform's to roll out: then the task definition has the image of the
 * settings, and the parameter only says which one that is.
 */
export class RunningImage extends Construct {
  /** The image for the task definition. */
  readonly image: string;
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: RunningImageProps) {
    super(scope, id);
    const ofPipeline = props.decidedBy === "pipeline";
    const parameter = new SsmParameter(this, "parameter", {
      name: props.parameterName,
      description: ofPipeline
        ? "The image that runs; written after each deployment."
        : "The image of the settings.",
      type: "String",
      insecureValue: props.image,
      ...(ofPipeline ? { lifecycle: { ignoreChanges: ["insecure_value"] } } : {}),
    });
    this.parameterName = parameter.name;
    if (!ofPipeline) {
      this.image = props.image;
      return;
    }
    const remembered = new DataResource(this, "remembered", {
      input: { image: parameter.insecureValue },
      triggersReplace: { template: props.template },
      lifecycle: { ignoreChanges: ["input"] },
    });
    this.image = remembered.getStringAttribute("output.image");
  }
}

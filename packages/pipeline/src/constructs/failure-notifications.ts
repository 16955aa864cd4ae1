import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";

export interface FailureNotificationsProps {
  readonly name: (...parts: string[]) => string;
  /** SNS topic whose policy lets EventBridge publish. */
  readonly topicArn: string;
  readonly pipelineNames: readonly string[];
  readonly stateMachineArns: readonly string[];
}

/** Tells people when a pipeline or a rollout of settings has failed, in a sentence. */
export class FailureNotifications extends Construct {
  constructor(scope: Construct, id: string, props: FailureNotificationsProps) {
    super(scope, id);
    const { name, topicArn } = props;
    const notify = (
      key: string,
      description: string,
      pattern: object,
      paths: Record<string, string>,
      text: string,
    ): void => {
      const rule = new CloudwatchEventRule(this, key, {
        name: name(key, "failed"),
        description,
        eventPattern: JSON.stringify(pattern),
      });
      new CloudwatchEventTarget(this, `${key}-mail`, {
        rule: rule.name,
        arn: topicArn,
        inputTransformer: { inputPaths: paths, inputTemplate: JSON.stringify(text) },
      });
    };
    notify(
      "pipeline",
      "A pipeline has failed",
      {
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Pipeline Execution State Change"],
        detail: { state: ["FAILED"], pipeline: props.pipelineNames },
      },
      {
        pipeline: "$.detail.pipeline",
        execution: "$.detail.execution-id",
        account: "$.account",
        region: "$.region",
      },
      "The pipeline <pipeline> has failed (execution <execution>, account <account>, <region>). What ran before runs on.",
    );
    if (props.stateMachineArns.length === 0) return;
    notify(
      "settings-rollout",
      "A rollout of changed settings has failed",
      {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: props.stateMachineArns },
      },
      { execution: "$.detail.executionArn", status: "$.detail.status" },
      "Changed settings were not rolled out: <status>, execution <execution>. What ran before runs on.",
    );
  }
}

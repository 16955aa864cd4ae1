import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { policy } from "@strata/core";
import { Construct } from "constructs";

export interface AlarmTopicProps {
  readonly name: string;
  readonly account: string;
  /** Each address gets a message to confirm. */
  readonly emails: readonly string[];
}

/** Where alarms and notifications of deployments go. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, account, emails }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", { name });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policy([
        {
          actions: ["sns:Publish"],
          resources: [topic.arn],
          principals: {
            Service: ["cloudwatch.amazonaws.com", "codestar-notifications.amazonaws.com"],
          },
          conditions: { StringEquals: { "aws:SourceAccount": account } },
        },
        {
          actions: ["sns:Publish"],
          resources: [topic.arn],
          // EventBridge supports no conditions in the policy of a topic (Amazon EventBridge User Guide).
          principals: { Service: "events.amazonaws.com" },
        },
      ]),
    });
    for (const email of emails) {
      new SnsTopicSubscription(this, `to-${email}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint: email,
      });
    }
    this.arn = topic.arn;
  }
}

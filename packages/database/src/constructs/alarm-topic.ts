import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { policy } from "@strata/core";
import { Construct } from "constructs";

export interface AlarmTopicProps {
  readonly name: string;
  readonly account: string;
  readonly emails: readonly string[];
}

/** Where the alarms of the databases go. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, account, emails }: AlarmTopicProps) {
    super(scope, id);
    // Not encrypted with a key: what an alarm says is no secret, and with the key of AWS alarms can't publish.
    const topic = new SnsTopic(this, "topic", { name });
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policy([
        {
          actions: ["sns:Publish"],
          resources: [topic.arn],
          principals: { Service: "cloudwatch.amazonaws.com" },
          conditions: { StringEquals: { "aws:SourceAccount": account } },
        },
        {
          effect: "Deny",
          actions: ["sns:Publish"],
          resources: [topic.arn],
          principals: "*",
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    for (const email of emails) {
      new SnsTopicSubscription(this, email, { topicArn: topic.arn, protocol: "email", endpoint: email });
    }
    this.arn = topic.arn;
  }
}

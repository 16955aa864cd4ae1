import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { policy, type Statement } from "../iam";

export interface AlarmTopicProps {
  readonly name: string;
  /** The only account whose alarms may publish. */
  readonly account: string;
  /** Each address gets a message to confirm. */
  readonly emails: readonly string[];
  /** Whether EventBridge rules publish too, such as those of failed deployments. Default: no. */
  readonly deployments?: boolean;
}

/** Where alarms go, and notifications of deployments. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, account, emails, deployments = false }: AlarmTopicProps) {
    super(scope, id);
    // Not encrypted with a key: what an alarm says is no secret, and with the key of AWS alarms can't publish.
    const topic = new SnsTopic(this, "topic", { name });
    const publish = (service: string, conditions?: Statement["conditions"]): Statement => ({
      actions: ["sns:Publish"],
      resources: [topic.arn],
      principals: { Service: service },
      ...(conditions === undefined ? {} : { conditions }),
    });
    const fromAccount = { StringEquals: { "aws:SourceAccount": account } };
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policy([
        publish("cloudwatch.amazonaws.com", fromAccount),
        ...(deployments
          ? [
              // EventBridge supports no conditions in the policy of a topic (Amazon EventBridge User Guide).
              publish("events.amazonaws.com"),
            ]
          : []),
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
      new SnsTopicSubscription(this, `to-${email}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint: email,
      });
    }
    this.arn = topic.arn;
  }
}

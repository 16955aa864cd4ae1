import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Fn } from "cdktf";
import { Construct } from "constructs";

/** The port on which Jenkins listens. */
const JENKINS_PORT = 8080;

export interface JenkinsTrafficProps {
  /** Of the target group, within the 32 characters of AWS. */
  readonly name: string;
  readonly vpcId: string;
  readonly instanceId: string;
  readonly listenerArn: string;
  /** The name of which requests are Jenkins's. */
  readonly host: string;
  readonly priority: number;
  /** IPv4 ranges from which requests may come; undefined: from anywhere. */
  readonly from: readonly string[] | undefined;
}

/** How a load balancer of the services layer leads to Jenkins: a rule of one of its listeners. */
export class JenkinsTraffic extends Construct {
  /** By which CloudWatch knows what is behind the rule. */
  readonly dimensions: Readonly<Record<"LoadBalancer" | "TargetGroup", string>>;

  constructor(scope: Construct, id: string, props: JenkinsTrafficProps) {
    super(scope, id);
    const targets = new LbTargetGroup(this, "targets", {
      name: props.name,
      vpcId: props.vpcId,
      targetType: "instance",
      protocol: "HTTP",
      port: JENKINS_PORT,
      // Its front page asks for a login, and answers 403.
      healthCheck: { path: "/login", matcher: "200", interval: 15, timeout: 5 },
    });
    new LbTargetGroupAttachment(this, "host", {
      targetGroupArn: targets.arn,
      targetId: props.instanceId,
      port: JENKINS_PORT,
    });
    new LbListenerRule(this, "rule", {
      listenerArn: props.listenerArn,
      priority: props.priority,
      action: [{ type: "forward", targetGroupArn: targets.arn }],
      condition: [
        { hostHeader: { values: [props.host] } },
        ...(props.from === undefined ? [] : [{ sourceIp: { values: [...props.from] } }]),
      ],
    });
    this.dimensions = {
      // arn:...:listener/app/<name>/<id>/<id of the listener>: the middle is what CloudWatch calls it.
      LoadBalancer: Fn.element(Fn.regex("listener/(app/[^/]+/[^/]+)/", props.listenerArn), 0) as string,
      TargetGroup: targets.arnSuffix,
    };
  }
}

import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule, type LbListenerRuleCondition } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { TrafficSettings } from "../settings";
import type { LoadBalancer } from "./load-balancer";

export interface TrafficProps {
  /** Names a target group, within the 32 characters of AWS. */
  readonly name: (part: string) => string;
  readonly vpcId: string;
  readonly loadBalancer: LoadBalancer;
  readonly settings: TrafficSettings;
  /** The whole of a host that the settings name within the environment's domain. */
  readonly hostName: (name: string) => string;
  readonly target: {
    /** `ip` for tasks, which have addresses of their own; `instance` for EC2 instances, and tasks that share theirs. */
    readonly type: "ip" | "instance";
    readonly port: number;
  };
  /** Port of the listener on which a blue/green deployment shows the new version; without one, there is one group. */
  readonly testPort?: number;
}

/** What a deployment needs to move users from one version to the other. */
export interface BlueGreenTraffic {
  readonly productionListenerArn: string;
  readonly testListenerArn: string;
  readonly blueTargetGroup: string;
  readonly greenTargetGroup: string;
}

/**
 * How requests reach a target: a target group, or two for blue/green, and what leads to them. That is a rule of the
 * load balancer's listener, or without a rule the listener itself.
 */
export class Traffic extends Construct {
  /** The target group in which the target begins. */
  readonly targetGroupArn: string;
  /** By which CloudWatch knows the target groups. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  readonly loadBalancerSuffix: string;
  /** A service can only be made when its target group hangs on a load balancer by these. */
  readonly routes: readonly (LbListener | LbListenerRule)[];
  readonly blueGreen: BlueGreenTraffic | undefined;
  private readonly port: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TrafficProps,
  ) {
    super(scope, id);
    const { settings, loadBalancer, testPort } = props;
    this.port = settings.port ?? loadBalancer.mainPort;
    this.loadBalancerSuffix = loadBalancer.arnSuffix;
    if (testPort === undefined) {
      const targets = this.targetGroup("targets");
      this.targetGroupArn = targets.arn;
      this.targetGroupSuffixes = { targets: targets.arnSuffix };
      if (settings.rule === undefined) {
        const listener = this.listener("listener", targets);
        listener.moveFromId(loadBalancer.addressOfRulesOnly(this.port));
        this.routes = [listener];
      } else {
        this.routes = [this.rule("rule", settings.rule, targets)];
      }
    } else {
      const blue = this.targetGroup("blue");
      const green = this.targetGroup("green");
      const test = loadBalancer.listen(this, "test", testPort, leadTo(green));
      // CodeDeploy points listeners and rules at the other target group with every deployment.
      test.lifecycle = { ignoreChanges: ["default_action"] };
      if (settings.rule === undefined) {
        const production = this.listener("production", blue);
        production.lifecycle = { ignoreChanges: ["default_action"] };
        this.routes = [production, test];
      } else {
        const production = this.rule("production-rule", settings.rule, blue);
        production.lifecycle = { ignoreChanges: ["action"] };
        this.routes = [production, test];
      }
      this.targetGroupArn = blue.arn;
      this.targetGroupSuffixes = { blue: blue.arnSuffix, green: green.arnSuffix };
      this.blueGreen = {
        productionListenerArn: loadBalancer.listenerArn(this.port),
        testListenerArn: test.arn,
        blueTargetGroup: blue.name,
        greenTargetGroup: green.name,
      };
    }
  }

  private targetGroup(id: string): LbTargetGroup {
    const { name, vpcId, settings, target } = this.props;
    return new LbTargetGroup(this, id, {
      name: name(id),
      vpcId,
      targetType: target.type,
      protocol: "HTTP",
      port: target.port,
      deregistrationDelay: String(settings.deregistrationSeconds),
      healthCheck: {
        path: settings.healthCheckPath,
        matcher: settings.healthCheckCodes,
        interval: settings.healthCheckSeconds,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
    });
  }

  /** The listener of the load balancer's port, which leads here unless a rule says otherwise. */
  private listener(id: string, targets: LbTargetGroup): LbListener {
    const { loadBalancer } = this.props;
    const listener = loadBalancer.listen(this, id, this.port, leadTo(targets));
    loadBalancer.serve(this.port, listener);
    return listener;
  }

  /** A rule of the load balancer's listener, which leads some requests here. */
  private rule(
    id: string,
    { hosts, paths, priority }: NonNullable<TrafficSettings["rule"]>,
    targets: LbTargetGroup,
  ): LbListenerRule {
    const { loadBalancer, hostName } = this.props;
    const condition: LbListenerRuleCondition[] = [
      ...(hosts.length === 0 ? [] : [{ hostHeader: { values: hosts.map(hostName) } }]),
      ...(paths.length === 0 ? [] : [{ pathPattern: { values: paths } }]),
    ];
    return new LbListenerRule(this, id, {
      listenerArn: loadBalancer.listenerArn(this.port),
      priority,
      condition,
      action: [leadTo(targets)],
    });
  }
}

const leadTo = ({ arn }: LbTargetGroup) => ({ type: "forward", targetGroupArn: arn });

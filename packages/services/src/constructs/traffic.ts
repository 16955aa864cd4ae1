import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { ServiceSettings, TrafficSettings } from "../settings";
import type { LoadBalancer } from "./load-balancer";

export interface TrafficProps {
  /** Names a target group, within the 32 characters of AWS. */
  readonly name: (part: string) => string;
  readonly vpcId: string;
  readonly loadBalancer: LoadBalancer;
  readonly settings: TrafficSettings;
  readonly containerPort: number;
  readonly deployment: ServiceSettings["deployment"];
}

/** What a deployment needs to move users from one version to the other. */
export interface BlueGreenTraffic {
  readonly productionListenerArn: string;
  readonly testListenerArn: string;
  readonly blueTargetGroup: string;
  readonly greenTargetGroup: string;
}

/** How requests reach a service: target groups and listeners, one of each, or two for blue/green. */
export class Traffic extends Construct {
  /** The target group in which the service begins. */
  readonly targetGroupArn: string;
  /** By which CloudWatch knows the target groups. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  readonly loadBalancerSuffix: string;
  /** A service can only be made when its target group hangs on a load balancer. */
  readonly listeners: readonly LbListener[];
  readonly blueGreen: BlueGreenTraffic | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TrafficProps,
  ) {
    super(scope, id);
    const { deployment, settings, loadBalancer } = props;
    this.loadBalancerSuffix = loadBalancer.arnSuffix;
    if (deployment.kind === "rolling") {
      const targets = this.targetGroup("targets");
      this.targetGroupArn = targets.arn;
      this.targetGroupSuffixes = { targets: targets.arnSuffix };
      this.listeners = [this.listener("listener", settings.port, targets)];
    } else {
      const blue = this.targetGroup("blue");
      const green = this.targetGroup("green");
      const production = this.listener("production", settings.port, blue);
      const test = this.listener("test", deployment.testPort, green);
      // CodeDeploy points the listeners at the other target group with every deployment.
      for (const listener of [production, test]) listener.lifecycle = { ignoreChanges: ["default_action"] };
      this.targetGroupArn = blue.arn;
      this.targetGroupSuffixes = { blue: blue.arnSuffix, green: green.arnSuffix };
      this.listeners = [production, test];
      this.blueGreen = {
        productionListenerArn: production.arn,
        testListenerArn: test.arn,
        blueTargetGroup: blue.name,
        greenTargetGroup: green.name,
      };
    }
  }

  private targetGroup(id: string): LbTargetGroup {
    const { name, vpcId, settings, containerPort } = this.props;
    return new LbTargetGroup(this, id, {
      name: name(id),
      vpcId,
      // Fargate tasks have addresses of their own.
      targetType: "ip",
      protocol: "HTTP",
      port: containerPort,
      deregistrationDelay: String(settings.deregistrationSeconds),
      healthCheck: {
        path: settings.healthCheckPath,
        matcher: "200",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
    });
  }

  private listener(id: string, port: number, targets: LbTargetGroup): LbListener {
    return new LbListener(this, id, {
      loadBalancerArn: this.props.loadBalancer.arn,
      port,
      protocol: "HTTP",
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
    });
  }
}

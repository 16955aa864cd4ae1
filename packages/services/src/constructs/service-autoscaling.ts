import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import type { Cluster } from "./cluster";
import type { Service } from "./service";

export interface ServiceAutoscalingProps {
  readonly cluster: Cluster;
  readonly service: Service;
  /** Tasks. */
  readonly min: number;
  /** Tasks. */
  readonly max: number;
  /** Average CPU use that is aimed at, in percent. */
  readonly cpuPercent: number;
}

/** Keeps the CPU use of a service's tasks near a target by running more or fewer of them. */
export class ServiceAutoscaling extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { cluster, service, min, max, cpuPercent }: ServiceAutoscalingProps,
  ) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${cluster.name}/${service.name}`,
      minCapacity: min,
      maxCapacity: max,
    });
    new AppautoscalingPolicy(this, "cpu", {
      name: `${service.name}-cpu`,
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: cpuPercent,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
    });
  }
}

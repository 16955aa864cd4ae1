import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import type { ServiceSettings } from "../settings";
import type { Cluster } from "./cluster";
import type { Service } from "./service";

export interface ServiceAutoscalingProps {
  readonly cluster: Cluster;
  readonly service: Service;
  readonly settings: NonNullable<ServiceSettings["autoscaling"]>;
  /** Load balancer and target group as CloudWatch knows them together; for scaling by requests. */
  readonly requestsLabel: string | undefined;
}

/** Keeps the load of a service's tasks near a target by running more or fewer of them. */
export class ServiceAutoscaling extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceAutoscalingProps,
  ) {
    super(scope, id);
    const { cluster, service, settings, requestsLabel } = props;
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${cluster.name}/${service.name}`,
      minCapacity: settings.min,
      maxCapacity: settings.max,
      // From its first time on, the schedule decides.
      ...(Object.keys(settings.schedule).length === 0
        ? {}
        : { lifecycle: { ignoreChanges: ["min_capacity", "max_capacity"] } }),
    });
    this.follow(target, "cpu", settings.cpuPercent, "ECSServiceAverageCPUUtilization");
    if (settings.memoryPercent !== undefined) {
      this.follow(target, "memory", settings.memoryPercent, "ECSServiceAverageMemoryUtilization");
    }
    if (settings.requestsPerTarget !== undefined && requestsLabel !== undefined) {
      const { requestsPerTarget } = settings;
      this.follow(target, "requests", requestsPerTarget, "ALBRequestCountPerTarget", requestsLabel);
    }
    for (const [name, { cron, timezone, min, max }] of Object.entries(settings.schedule)) {
      new AppautoscalingScheduledAction(this, `schedule-${name}`, {
        name: `${service.name}-${name}`,
        ...scaled(target),
        schedule: `cron(${cron})`,
        timezone,
        scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
      });
    }
  }

  private follow(
    target: AppautoscalingTarget,
    kind: string,
    targetValue: number,
    metric: string,
    resourceLabel?: string,
  ): void {
    const { service, settings } = this.props;
    new AppautoscalingPolicy(this, kind, {
      name: `${service.name}-${kind}`,
      policyType: "TargetTrackingScaling",
      ...scaled(target),
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        scaleOutCooldown: settings.scaleOutSeconds,
        scaleInCooldown: settings.scaleInSeconds,
        predefinedMetricSpecification: {
          predefinedMetricType: metric,
          ...(resourceLabel === undefined ? {} : { resourceLabel }),
        },
      },
    });
  }
}

const scaled = ({ serviceNamespace, scalableDimension, resourceId }: AppautoscalingTarget) => ({
  serviceNamespace,
  scalableDimension,
  resourceId,
});

import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { AutoscalingSchedule } from "@cdktf/provider-aws/lib/autoscaling-schedule";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { Scaling } from "../settings/auto-scaling-groups";

export interface ScalingPoliciesProps {
  readonly groupName: string;
  readonly scaling: Scaling;
}

// What PutScheduledUpdateGroupAction's arguments have in the provider when they are to stay as they are.
const AS_IT_IS = -1;

/** The policies by which an auto scaling group grows and shrinks, each with the alarm that sets it off. */
export class ScalingPolicies extends Construct {
  private readonly groupName: string;

  constructor(scope: Construct, id: string, { groupName, scaling }: ScalingPoliciesProps) {
    super(scope, id);
    this.groupName = groupName;
    const { targetTracking, simple, steps, predictive, scheduled } = scaling;
    if (targetTracking !== undefined) this.track(targetTracking);
    for (const policy of simple) this.addAbove(policy);
    if (steps.length > 0) this.addInSteps(steps);
    if (predictive !== undefined) this.predict(predictive);
    for (const [name, action] of Object.entries(scheduled)) this.schedule(name, action);
  }

  private track({ cpuPercent }: NonNullable<Scaling["targetTracking"]>): void {
    new AutoscalingPolicy(this, "target-tracking", {
      name: "target-tracking",
      autoscalingGroupName: this.groupName,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: cpuPercent,
      },
    });
  }

  private addAbove({ above, add, cooldownSeconds }: Scaling["simple"][number]): void {
    const name = `simple-${above}`;
    const policy = new AutoscalingPolicy(this, name, {
      name,
      autoscalingGroupName: this.groupName,
      policyType: "SimpleScaling",
      adjustmentType: "ChangeInCapacity",
      scalingAdjustment: add,
      cooldown: cooldownSeconds,
    });
    this.setOff(policy, name, above);
  }

  private addInSteps(steps: Scaling["steps"]): void {
    const [lowest] = steps;
    if (lowest === undefined) return;
    const policy = new AutoscalingPolicy(this, "steps", {
      name: "steps",
      autoscalingGroupName: this.groupName,
      policyType: "StepScaling",
      adjustmentType: "ChangeInCapacity",
      metricAggregationType: "Average",
      // The bounds of a step count from the alarm's threshold; the last step has no end.
      stepAdjustment: steps.map(({ above, add }, index) => {
        const next = steps[index + 1];
        return {
          scalingAdjustment: add,
          metricIntervalLowerBound: String(above - lowest.above),
          ...(next === undefined ? {} : { metricIntervalUpperBound: String(next.above - lowest.above) }),
        };
      }),
    });
    this.setOff(policy, "steps", lowest.above);
  }

  private predict({ cpuPercent, mode }: NonNullable<Scaling["predictive"]>): void {
    new AutoscalingPolicy(this, "predictive", {
      name: "predictive",
      autoscalingGroupName: this.groupName,
      policyType: "PredictiveScaling",
      predictiveScalingConfiguration: {
        mode: { "forecast-only": "ForecastOnly", "forecast-and-scale": "ForecastAndScale" }[mode],
        metricSpecification: {
          targetValue: cpuPercent,
          predefinedMetricPairSpecification: { predefinedMetricType: "ASGCPUUtilization" },
        },
      },
    });
  }

  private schedule(name: string, action: Scaling["scheduled"][string]): void {
    new AutoscalingSchedule(this, `scheduled-${name}`, {
      scheduledActionName: name,
      autoscalingGroupName: this.groupName,
      recurrence: action.recurrence,
      timeZone: action.timezone,
      minSize: action.min ?? AS_IT_IS,
      maxSize: action.max ?? AS_IT_IS,
      desiredCapacity: action.desired ?? AS_IT_IS,
    });
  }

  /** The alarm that sets a policy off; target tracking and predictive scaling have alarms of their own. */
  private setOff(policy: AutoscalingPolicy, kind: string, above: number): void {
    new CloudwatchMetricAlarm(this, `${kind}-alarm`, {
      alarmName: `${this.groupName}-${kind}`,
      alarmDescription: `Sets off the policy ${kind} of the auto scaling group ${this.groupName}.`,
      namespace: "AWS/EC2",
      metricName: "CPUUtilization",
      dimensions: { AutoScalingGroupName: this.groupName },
      statistic: "Average",
      comparisonOperator: "GreaterThanThreshold",
      threshold: above,
      period: 60,
      evaluationPeriods: 2,
      treatMissingData: "notBreaching",
      alarmActions: [policy.arn],
    });
  }
}

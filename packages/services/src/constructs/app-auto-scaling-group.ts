import { defaultTags, NameLimit } from "@strata/core";
import { Construct } from "constructs";
import { servicesLayer } from "../layer";
import { machine } from "../machine";
import type { Platform } from "../platform";
import type { AutoScalingGroupSettings } from "../settings/auto-scaling-groups";
import { AutoScalingGroup } from "./auto-scaling-group";
import { instanceTraffic } from "./instance-traffic";

export interface AppAutoScalingGroupProps {
  /** Its name in the settings. */
  readonly key: string;
  readonly platform: Platform;
  readonly settings: AutoScalingGroupSettings;
}

/** An auto scaling group with all that belongs to it: what it runs, and how requests get there. */
export class AppAutoScalingGroup extends Construct {
  constructor(scope: Construct, id: string, { key, platform, settings }: AppAutoScalingGroupProps) {
    super(scope, id);
    const { environment, network } = platform;
    const traffic = instanceTraffic(this, key, settings.traffic, platform);
    new AutoScalingGroup(this, "group", {
      name: platform.name([key]),
      roleName: platform.name([key, "instances"], NameLimit.role),
      settings,
      subnetIds: network.subnetIds.get(settings.subnetGroup),
      // Where a mistake costs little, Spot pays: one instance stays whatever AWS takes back.
      onDemandBase: settings.onDemandBase ?? (environment.protected ? 0 : 1),
      onDemandPercent: settings.onDemandPercent ?? (environment.protected ? 100 : 0),
      traffic,
      tags: defaultTags(environment, servicesLayer),
      topicArn: platform.alarmTopicArn,
      ...machine(settings, platform),
    });
  }
}

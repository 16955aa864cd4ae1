import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { NameLimit } from "@strata/core";
import { Host } from "@strata/core/host";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { domainName } from "../domain-name";
import { machine } from "../machine";
import type { Platform } from "../platform";
import type { HostSettings } from "../settings/hosts";
import { HostAlarms } from "./host-alarms";
import { instanceTraffic } from "./instance-traffic";

export interface AppHostProps {
  /** Its name in the settings. */
  readonly key: string;
  readonly platform: Platform;
  readonly settings: HostSettings;
}

/** A host with all that belongs to it: what it runs, its names, how requests get there, its alarms. */
export class AppHost extends Host {
  constructor(scope: Construct, id: string, { key, platform, settings }: AppHostProps) {
    const { environment, network } = platform;
    const name = platform.name([key], NameLimit.role);
    super(scope, id, {
      name,
      instanceType: settings.instanceType,
      subnetId: Fn.element(network.subnetIds.get(settings.subnetGroup), settings.zone) as string,
      elasticIp: settings.elasticIp,
      ...machine(settings, platform),
    });
    for (const record of settings.records) {
      const whole = domainName(record, environment);
      new Route53Record(this, `record-${whole}`, {
        zoneId: network.zoneIds.get(environment.domain as string),
        name: whole,
        type: "A",
        ttl: 300,
        records: [this.publicIp ?? this.privateIp],
      });
    }
    const traffic = instanceTraffic(this, key, settings.traffic, platform);
    if (traffic !== undefined) {
      new LbTargetGroupAttachment(this, "target", {
        targetGroupArn: traffic.targetGroupArn,
        targetId: this.instanceId,
      });
    }
    new HostAlarms(this, "alarms", {
      name,
      instanceId: this.instanceId,
      region: environment.region,
      topicArn: platform.alarmTopicArn,
    });
  }
}

import { NameLimit } from "@strata/core";
import type { Construct } from "constructs";
import { domainName } from "../domain-name";
import type { Platform } from "../platform";
import type { HostSettings } from "../settings/hosts";
import { Traffic } from "./traffic";

/** How requests get to EC2 instances; undefined for those that nobody calls. */
export function instanceTraffic(
  scope: Construct,
  key: string,
  settings: HostSettings["traffic"],
  platform: Platform,
): Traffic | undefined {
  const loadBalancer = settings && platform.loadBalancers[settings.loadBalancer];
  if (settings === undefined || loadBalancer === undefined) return undefined;
  return new Traffic(scope, "traffic", {
    name: (part) => platform.name([key, part], NameLimit.targetGroup),
    vpcId: platform.network.vpcId,
    loadBalancer,
    settings,
    hostName: (host) => domainName(host, platform.environment),
    target: { type: "instance", port: settings.targetPort },
  });
}

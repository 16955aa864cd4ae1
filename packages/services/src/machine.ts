import { domainName } from "./domain-name";
import type { Platform } from "./platform";
import type { AutoScalingGroupSettings } from "./settings/auto-scaling-groups";
import type { HostSettings } from "./settings/hosts";
import { userData } from "./user-data";

type MachineSettings = HostSettings | AutoScalingGroupSettings;

/** What hosts and auto scaling groups need of other layers, and what they run, from their settings. */
export function machine(settings: MachineSettings, platform: Platform) {
  const { environment, network, registry } = platform;
  const { keyPair } = settings;
  const certificate = certificateOf(settings, platform);
  return {
    securityGroupId: network.securityGroupIds.get(settings.securityGroup),
    rootVolumeGiB: settings.rootVolumeGiB,
    ...(keyPair === undefined ? {} : { keyName: network.keyNames.get(keyPair) }),
    policyArns: registryPolicies(settings, platform),
    userData: userData(settings, {
      region: environment.region,
      registry: `${environment.account}.dkr.ecr.${environment.region}.amazonaws.com`,
      repositoryUrl: (repository) => registry.repositoryUrls.get(repository),
      hostName: (host) => domainName(host, environment),
      behindLoadBalancer: settings.traffic !== undefined,
      ...(certificate === undefined ? {} : { certificate }),
    }),
  };
}

/** The certificate which a host gets for itself, for its own names unless the settings say others. */
function certificateOf(settings: MachineSettings, { environment }: Platform) {
  if (!("certbot" in settings) || settings.certbot === undefined) return undefined;
  const { names, email } = settings.certbot;
  const own = names.length > 0 ? names : settings.records;
  return { names: own.map((host) => domainName(host, environment)), email };
}

/** The policies for images; who runs an image of the registry may pull, whatever the settings say. */
function registryPolicies(settings: MachineSettings, { registry }: Platform): Record<string, string> {
  const runs = Object.values(settings.docker).some(({ image }) => "repository" in image);
  switch (settings.registryAccess === "none" && runs ? "pull" : settings.registryAccess) {
    case "none":
      return {};
    case "pull":
      return { pull: registry.pullPolicyArn };
    case "push":
      return { pull: registry.pullPolicyArn, push: registry.pushPolicyArn };
  }
}

import { LayerStack, NameLimit, type ContractReference, type Environment } from "@strata/core";
import { AlarmTopic } from "@strata/core/alarm-topic";
import { Host } from "@strata/core/host";
import { databaseContract } from "@strata/database/contract";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { AppService } from "./constructs/app-service";
import { Cluster } from "./constructs/cluster";
import { LoadBalancer } from "./constructs/load-balancer";
import { servicesLayer } from "./layer";
import { mapValues } from "./map-values";
import type { Platform } from "./platform";
import { installPackages } from "./user-data";
import type { ServicesSettings } from "./settings";

/** The services layer, from the cluster to the services that run on it. */
export class ServicesStack extends LayerStack<typeof servicesLayer> {
  private readonly network: ContractReference<typeof networkContract>;
  private readonly registry: ContractReference<typeof registryContract>;

  constructor(scope: Construct, environment: Environment, settings: ServicesSettings) {
    super(scope, servicesLayer, environment);
    this.network = this.read(networkContract);
    this.registry = this.read(registryContract);
    const database = this.read(databaseContract);

    const alarmTopic = new AlarmTopic(this, "alarms", {
      name: this.name(["alarms"]),
      account: environment.account,
      emails: settings.alarmEmails,
      deployments: true,
    });
    const cluster = new Cluster(this, "cluster", { name: this.name(["cluster"]) });
    const loadBalancers = mapValues(
      settings.loadBalancers,
      (name, { scheme, subnetGroup, securityGroup }) =>
        new LoadBalancer(this, `load-balancer-${name}`, {
          name: this.name([name], NameLimit.loadBalancer),
          scheme,
          subnetIds: this.network.subnetIds.get(subnetGroup),
          securityGroupId: this.network.securityGroupIds.get(securityGroup),
          protect: environment.protected,
        }),
    );
    const platform: Platform = {
      environment,
      name: (parts, limit) => this.name(parts, limit),
      network: this.network,
      registry: this.registry,
      database,
      cluster,
      loadBalancers,
      alarmTopicArn: alarmTopic.arn,
    };
    const services = mapValues(
      settings.services,
      (key, service) => new AppService(this, `service-${key}`, { key, platform, settings: service }),
    );
    for (const [name, host] of Object.entries(settings.hosts)) this.host(name, host);

    this.publish({
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      services: mapValues(services, (_, { published }) => published),
      blueGreen: Object.fromEntries(
        Object.entries(services).flatMap(([name, { blueGreen }]) =>
          blueGreen === undefined ? [] : [[name, blueGreen]],
        ),
      ),
      listenerArns: {},
      hostArns: {},
      loadBalancerDnsNames: mapValues(loadBalancers, (_, { dnsName }) => dnsName),
      alarmTopicArn: alarmTopic.arn,
    });
  }

  private host(name: string, settings: ServicesSettings["hosts"][string]): void {
    const { pullPolicyArn, pushPolicyArn } = this.registry;
    const policyArns = {
      none: {},
      pull: { pull: pullPolicyArn },
      push: { pull: pullPolicyArn, push: pushPolicyArn },
    }[settings.registryAccess];
    new Host(this, `host-${name}`, {
      name: this.name([name], NameLimit.role),
      instanceType: settings.instanceType,
      subnetId: Fn.element(this.network.subnetIds.get(settings.subnetGroup), 0) as string,
      securityGroupId: this.network.securityGroupIds.get(settings.securityGroup),
      rootVolumeGiB: settings.rootVolumeGiB,
      policyArns,
      userData: installPackages(settings.packages),
    });
  }
}

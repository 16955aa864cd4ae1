import {
  LayerStack,
  NameLimit,
  certificateElsewhere,
  type ContractReference,
  type Environment,
} from "@strata/core";
import { AlarmTopic } from "@strata/core/alarm-topic";
import { databaseContract } from "@strata/database/contract";
import { imagesContract } from "@strata/images/contract";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import type { Construct } from "constructs";
import { AccessLogs } from "./constructs/access-logs";
import { AliasRecords } from "./constructs/alias-records";
import { AppHost } from "./constructs/app-host";
import { AppAutoScalingGroup } from "./constructs/app-auto-scaling-group";
import { mostInstances } from "./constructs/auto-scaling-group";
import { CapacityGroup } from "./constructs/capacity-group";
import { Cluster } from "./constructs/cluster";
import { Firewall } from "./constructs/firewall";
import { LoadBalancer } from "./constructs/load-balancer";
import { StaticSite, type StaticSiteProps } from "./constructs/static-site";
import { deployServices } from "./deploy-services";
import { domainName } from "./domain-name";
import { servicesLayer } from "./layer";
import { mapValues } from "./map-values";
import type { Platform } from "./platform";
import { portsOfRulesOnly } from "./settings/targets";
import { tasksAtMost } from "./task-count";
import type { LoadBalancerSettings, ServicesSettings, SiteSettings } from "./settings";

/** The services layer, from the cluster to the services that run on it. */
export class ServicesStack extends LayerStack<typeof servicesLayer> {
  private readonly network: ContractReference<typeof networkContract>;
  private readonly registry: ContractReference<typeof registryContract>;
  private images: ContractReference<typeof imagesContract> | undefined;

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
    const containerInsights = settings.containerInsights ?? (environment.protected ? "enhanced" : "disabled");
    const cluster = new Cluster(this, "cluster", { name: this.name(["cluster"]), containerInsights });
    const capacityProviders = mapValues(settings.capacityGroups, (key, group) =>
      this.capacityGroup(key, group, cluster),
    );
    const { loadBalancers: balancers, sites } = settings;
    const accessLogs = [...Object.values(balancers), ...Object.values(sites)].some((one) => one.accessLogs)
      ? new AccessLogs(this, "access-logs", {
          environment,
          bucketName: this.name(["access-logs", environment.account, environment.region], NameLimit.bucket),
          days: settings.accessLogDays,
        })
      : undefined;
    const loadBalancers = mapValues(balancers, (name, balancer) =>
      this.loadBalancer(name, balancer, portsOfRulesOnly(name, settings), accessLogs),
    );
    const platform: Platform = {
      environment,
      name: (parts, limit) => this.name(parts, limit),
      network: this.network,
      registry: this.registry,
      database,
      images: () => (this.images ??= this.read(imagesContract)),
      cluster,
      loadBalancers,
      alarmTopicArn: alarmTopic.arn,
    };
    const services = deployServices(this, settings, {
      ...platform,
      capacityProviders,
      containerInsights: containerInsights !== "disabled",
    });
    for (const { subnetGroup, ...service } of Object.values(settings.services)) {
      this.needAddresses(networkContract, ["subnetIds", subnetGroup], tasksAtMost(service));
    }
    const hosts = mapValues(settings.hosts, (key, host) => {
      this.needAddresses(networkContract, ["subnetIds", host.subnetGroup], 1);
      return new AppHost(this, `host-${key}`, { key, platform, settings: host });
    });
    for (const [key, group] of Object.entries(settings.autoScalingGroups)) {
      this.needAddresses(networkContract, ["subnetIds", group.subnetGroup], mostInstances(group));
      new AppAutoScalingGroup(this, `auto-scaling-group-${key}`, { key, platform, settings: group });
    }

    const siteLogs =
      accessLogs !== undefined && Object.values(sites).some((site) => site.accessLogs)
        ? { accessLogs, provider: this.cloudFrontProvider() }
        : undefined;
    const staticSites = mapValues(sites, (name, site) => this.site(name, site, siteLogs));

    this.publish({
      clusterName: cluster.name,
      clusterArn: cluster.arn,
      services: mapValues(services, (_, { published }) => published),
      blueGreen: Object.fromEntries(
        Object.entries(services).flatMap(([name, { blueGreen }]) =>
          blueGreen === undefined ? [] : [[name, blueGreen]],
        ),
      ),
      listenerArns: Object.fromEntries(
        Object.entries(loadBalancers).flatMap(([name, { listenerArns }]) =>
          [...listenerArns].map(([port, arn]) => [`${name}:${port}`, arn]),
        ),
      ),
      hostArns: mapValues(hosts, (_, { arn }) => arn),
      loadBalancerDnsNames: mapValues(loadBalancers, (_, { dnsName }) => dnsName),
      sites: mapValues(staticSites, (_, { url, bucket, distributionId }) => ({
        url,
        bucket,
        distributionId,
      })),
      alarmTopicArn: alarmTopic.arn,
    });
  }

  /** EC2 capacity of the cluster; gives the name of its capacity provider. */
  private capacityGroup(
    key: string,
    settings: ServicesSettings["capacityGroups"][string],
    cluster: Cluster,
  ): string {
    const { subnetGroup, securityGroup, max } = settings;
    this.needAddresses(networkContract, ["subnetIds", subnetGroup], max);
    const { provider } = new CapacityGroup(this, `capacity-${key}`, {
      name: this.name(["capacity", key]),
      roleName: this.name(["capacity", key], NameLimit.role),
      // AWS refuses names that begin with aws, ecs or fargate, as a prefix may.
      providerName: `capacity-${this.name([key])}`,
      cluster,
      settings,
      subnetIds: this.network.subnetIds.get(subnetGroup),
      securityGroupId: this.network.securityGroupIds.get(securityGroup),
    });
    return provider;
  }

  /** A load balancer with its names, its firewall and its logs. */
  private loadBalancer(
    name: string,
    settings: LoadBalancerSettings,
    portsOfRulesOnly: readonly number[],
    accessLogs: AccessLogs | undefined,
  ): LoadBalancer {
    const { environment, network } = this;
    const { scheme, subnetGroup, securityGroup, certificate } = settings;
    const names = this.names(settings.records);
    const balancer = new LoadBalancer(this, `load-balancer-${name}`, {
      name: this.name([name], NameLimit.loadBalancer),
      scheme,
      subnetIds: network.subnetIds.get(subnetGroup),
      securityGroupId: network.securityGroupIds.get(securityGroup),
      protect: environment.protected,
      ...(certificate === undefined ? {} : { certificateArn: this.certificateArn(name, certificate) }),
      domainNames: names?.domainNames ?? [],
      portsOfRulesOnly,
      ...(accessLogs !== undefined && settings.accessLogs ? { accessLogs } : {}),
    });
    // "Subnets for your load balancer" in the Elastic Load Balancing user guide: two of them at least, in different
    // zones, with 8 free addresses each.
    this.needAtLeast(networkContract, ["subnetIds", subnetGroup], 2, `for the load balancer ${name}`);
    this.needAddresses(networkContract, ["subnetIds", subnetGroup], 8 * 2);
    if (settings.waf ?? scheme === "public") {
      new Firewall(balancer, "firewall", {
        name: this.name([name]),
        loadBalancerArn: balancer.arn,
        requestLimit: settings.wafRequestLimit,
        logRetentionDays: settings.wafLogRetentionDays,
      });
    }
    if (names !== undefined) {
      new AliasRecords(balancer, "records", { ...names, target: balancer, ipv6: false });
    }
    return balancer;
  }

  /** The certificate of a load balancer, of the network layer or given whole. */
  private certificateArn(
    name: string,
    certificate: NonNullable<LoadBalancerSettings["certificate"]>,
  ): string {
    if ("name" in certificate) return this.network.certificateArns.get(certificate.name);
    const { name: environment, region } = this.environment;
    if (certificate.arn.split(":")[3] === region) return certificate.arn;
    const setting = `loadBalancers.${name}.certificate.arn`;
    throw certificateElsewhere(this.layer.name, environment, setting, certificate.arn, region);
  }

  /** A static site; `logs` says where sites log, for those which do. */
  private site(name: string, settings: SiteSettings, logs: StaticSiteProps["logs"]): StaticSite {
    const { environment, network } = this;
    const { certificate } = settings;
    const names = this.names(settings.records);
    return new StaticSite(this, `site-${name}`, {
      environment,
      name: this.name(["site", name], NameLimit.site),
      bucketName: this.name(["site", name, environment.account], NameLimit.bucket),
      ...(certificate === undefined
        ? {}
        : {
            certificateArn:
              "arn" in certificate
                ? certificate.arn
                : network.cloudFrontCertificateArns.get(certificate.name),
          }),
      ...(names === undefined ? {} : { names }),
      ...(settings.accessLogs && logs !== undefined ? { logs } : {}),
      settings,
    });
  }

  /** The whole of names that settings give, and the zone in which they are; undefined for none. */
  private names(records: readonly string[]): StaticSiteProps["names"] {
    const { domain } = this.environment;
    const domainNames = records.map((record) => domainName(record, this.environment));
    if (domain === undefined || domainNames.length === 0) return undefined;
    return { domainNames, zoneId: this.network.zoneIds.get(domain) };
  }
}

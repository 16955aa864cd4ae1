import { LayerStack, NameLimit, type ContractReference, type Environment } from "@strata/core";
import { AlarmTopic } from "@strata/core/alarm-topic";
import { Host } from "@strata/core/host";
import { databaseContract } from "@strata/database/contract";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { Cluster } from "./constructs/cluster";
import { LoadBalancer } from "./constructs/load-balancer";
import { Service } from "./constructs/service";
import { ServiceAlarms } from "./constructs/service-alarms";
import { ServiceAutoscaling } from "./constructs/service-autoscaling";
import { TaskDefinition } from "./constructs/task-definition";
import { Traffic } from "./constructs/traffic";
import { secretReference } from "./secrets";
import { servicesLayer } from "./layer";
import { installPackages } from "./user-data";
import type { ContainerSettings, ServicesSettings, ServiceSettings } from "./settings";

/** The services layer, from the cluster to the services that run on it. */
export class ServicesStack extends LayerStack<typeof servicesLayer> {
  private readonly network: ContractReference<typeof networkContract>;
  private readonly registry: ContractReference<typeof registryContract>;
  private readonly database: ContractReference<typeof databaseContract>;
  private readonly loadBalancers: Readonly<Record<string, LoadBalancer>>;
  private readonly cluster: Cluster;
  private readonly alarmTopic: AlarmTopic;

  constructor(scope: Construct, environment: Environment, settings: ServicesSettings) {
    super(scope, servicesLayer, environment);
    this.network = this.read(networkContract);
    this.registry = this.read(registryContract);
    this.database = this.read(databaseContract);

    this.alarmTopic = new AlarmTopic(this, "alarms", {
      name: this.name(["alarms"]),
      account: environment.account,
      emails: settings.alarmEmails,
      deployments: true,
    });
    this.cluster = new Cluster(this, "cluster", { name: this.name(["cluster"]) });
    this.loadBalancers = mapValues(
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
    const services = mapValues(settings.services, (name, service) => this.service(name, service));
    for (const [name, host] of Object.entries(settings.hosts)) this.host(name, host);

    this.publish({
      clusterName: this.cluster.name,
      clusterArn: this.cluster.arn,
      services: mapValues(services, (_, { published }) => published),
      blueGreen: Object.fromEntries(
        Object.entries(services).flatMap(([name, { blueGreen }]) =>
          blueGreen === undefined ? [] : [[name, blueGreen]],
        ),
      ),
      listenerArns: {},
      hostArns: {},
      loadBalancerDnsNames: mapValues(this.loadBalancers, (_, { dnsName }) => dnsName),
      alarmTopicArn: this.alarmTopic.arn,
    });
  }

  /** A service with all that belongs to it: task definition, traffic, alarms, autoscaling. */
  private service(name: string, settings: ServiceSettings) {
    const scope = new Construct(this, `service-${name}`);
    const containers = mapValues(settings.containers, (_, container) => this.container(container));
    const deployed = Object.keys(containers)[0] as string;
    const target = settings.traffic?.container ?? deployed;
    const containerPort = containers[target]?.port;
    const serviceName = this.name([name]);
    const parameter = (what: string): string => `/${this.name(["services"])}/${name}/${what}`;

    const task = new TaskDefinition(scope, "task", {
      family: serviceName,
      region: this.environment.region,
      account: this.environment.account,
      containers,
      cpu: settings.cpu,
      memory: settings.memory,
      logGroupName: `/ecs/${serviceName}`,
      logRetentionDays: settings.logRetentionDays,
      imageParameterName: parameter("image"),
      pullPolicyArn: this.registry.pullPolicyArn,
      secretArns: this.secretArns(settings),
      keepRevisions: this.environment.protected,
      roleName: (part) => this.name([name, part], NameLimit.role),
    });

    const loadBalancer = settings.traffic && this.loadBalancers[settings.traffic.loadBalancer];
    const traffic =
      settings.traffic && loadBalancer && containerPort !== undefined
        ? new Traffic(scope, "traffic", {
            name: (part) => this.name([name, part], NameLimit.targetGroup),
            vpcId: this.network.vpcId,
            loadBalancer,
            settings: settings.traffic,
            containerPort,
            deployment: settings.deployment,
          })
        : undefined;

    const { rollbackAlarms } = new ServiceAlarms(scope, "alarms", {
      clusterName: this.cluster.name,
      serviceName,
      traffic,
      topicArn: this.alarmTopic.arn,
    });

    const service = new Service(scope, "service", {
      name: serviceName,
      cluster: this.cluster,
      task,
      parameterName: parameter,
      settings,
      containerName: target,
      containerPort,
      traffic,
      subnetIds: this.network.subnetIds.get(settings.subnetGroup),
      securityGroupId: this.network.securityGroupIds.get(settings.securityGroup),
      rollbackAlarms,
    });
    if (settings.autoscaling !== undefined) {
      new ServiceAutoscaling(scope, "autoscaling", {
        cluster: this.cluster,
        service,
        ...settings.autoscaling,
      });
    }

    return {
      published: {
        name: service.name,
        arn: service.arn,
        taskFamily: serviceName,
        containerName: deployed,
        containerPort: containerPort ?? 0,
        taskRoleArn: task.taskRoleArn,
        executionRoleArn: task.executionRoleArn,
        imageParameter: task.runningImage.parameterName,
        taskDefinitionParameter: service.running.name,
      },
      blueGreen: traffic?.blueGreen &&
        service.rollout && {
          ...traffic.blueGreen,
          rolloutParameter: service.rollout.name,
          alarmNames: [...rollbackAlarms],
        },
    };
  }

  private container({ image, environment, secrets, ...rest }: ContainerSettings) {
    return {
      ...rest,
      image:
        "uri" in image ? image.uri : `${this.registry.repositoryUrls.get(image.repository)}:${image.tag}`,
      environment: mapValues(environment, (_, value) =>
        typeof value === "string"
          ? value
          : `http://${this.loadBalancers[value.loadBalancerUrl]?.dnsName ?? ""}`,
      ),
      secrets: mapValues(secrets, (_, secret) => secretReference(secret, this.database).valueFrom),
    };
  }

  /** The secrets which a service's containers take values from, each once. */
  private secretArns({ containers }: ServiceSettings): string[] {
    const secrets = Object.values(containers).flatMap((container) => Object.values(container.secrets));
    return [...new Set(secrets.map((secret) => secretReference(secret, this.database).arn))];
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

/** The same names with other values. */
function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (name: string, value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
}

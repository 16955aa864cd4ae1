import { NameLimit } from "@strata/core";
import { Construct } from "constructs";
import { appSpecStrategy, capacityOf, strategy, type CapacityShare } from "../capacity";
import { Containers } from "../containers";
import { domainName } from "../domain-name";
import { execOf } from "../exec";
import type { ServicePlatform } from "../platform";
import { connectedContainer, serviceConnect } from "../service-connect";
import type { ContainerSettings, ServiceSettings } from "../settings";
import { Service } from "./service";
import { ServiceAlarms } from "./service-alarms";
import { ServiceAutoscaling } from "./service-autoscaling";
import { ServiceDashboard } from "./service-dashboard";
import { TaskDefinition } from "./task-definition";
import { Traffic } from "./traffic";

export interface AppServiceProps {
  /** Its name in the settings. */
  readonly key: string;
  readonly platform: ServicePlatform;
  readonly settings: ServiceSettings;
}

/** A service with all that belongs to it: task definition, traffic, alarms, autoscaling, dashboard. */
export class AppService extends Construct {
  private readonly name: string;
  /** The first container: the one which pipelines deploy, unless its image is built by the images layer. */
  private readonly deployed: string;
  /** The container which gets the requests, and its port. */
  private readonly target: { readonly container: string; readonly port: number | undefined };
  private readonly capacity: readonly CapacityShare[];
  private readonly exec: boolean;
  private readonly task: TaskDefinition;
  private readonly traffic: Traffic | undefined;
  private readonly alarms: ServiceAlarms;
  private readonly service: Service;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AppServiceProps,
  ) {
    super(scope, id);
    const { key, platform, settings } = props;
    const { environment, cluster } = platform;
    this.name = platform.name([key]);
    this.deployed = Object.keys(settings.containers)[0] as string;
    const container = settings.traffic?.container ?? this.deployed;
    this.target = { container, port: settings.containers[container]?.port };
    this.capacity = strategy(capacityOf(settings, environment), platform.capacityProviders);
    this.exec = execOf(settings, environment);

    this.task = this.taskDefinition();
    this.traffic = this.trafficOf();
    const watched = { clusterName: cluster.name, serviceName: this.name, traffic: this.traffic };
    this.alarms = new ServiceAlarms(this, "alarms", {
      ...watched,
      limits: settings.alarms,
      runs: (settings.autoscaling?.min ?? settings.desiredCount) > 0,
      topicArn: platform.alarmTopicArn,
    });
    this.service = this.ecsService();
    if (settings.autoscaling !== undefined) {
      const { traffic } = this;
      new ServiceAutoscaling(this, "autoscaling", {
        cluster,
        service: this.service,
        settings: settings.autoscaling,
        requestsLabel:
          traffic && `${traffic.loadBalancerSuffix}/${traffic.targetGroupSuffixes.targets ?? ""}`,
      });
    }
    new ServiceDashboard(this, "dashboard", {
      ...watched,
      name: this.name,
      region: environment.region,
      containerInsights: platform.containerInsights,
    });
  }

  private taskDefinition(): TaskDefinition {
    const { key, platform, settings } = this.props;
    const { environment } = platform;
    const containers = new Containers(key, settings, platform);
    return new TaskDefinition(this, "task", {
      ...settings,
      region: environment.region,
      account: environment.account,
      family: this.name,
      containers: containers.resolve(),
      launchType: typeof settings.capacity === "object" ? "EC2" : "FARGATE",
      exec: this.exec,
      connected: connectedContainer(settings),
      logGroupName: `/ecs/${this.name}`,
      imageParameterName: this.parameterName("image"),
      imageDecidedBy: isBuilt(settings.containers[this.deployed]) ? "settings" : "pipeline",
      pullPolicyArn: platform.registry.pullPolicyArn,
      secretArns: containers.secretArns("secrets-manager"),
      parameterArns: containers.secretArns("parameter-store"),
      fileArns: containers.fileArns(),
      keyArn: platform.keyArn,
      statements: [...settings.taskRole.statements, ...(this.exec ? platform.cluster.execStatements : [])],
      keepRevisions: environment.protected,
      roleName: (part) => platform.name([key, part], NameLimit.role),
    });
  }

  /** How requests get to it; undefined for a service that nobody calls. */
  private trafficOf(): Traffic | undefined {
    const { key, platform, settings } = this.props;
    const { port } = this.target;
    const loadBalancer = settings.traffic && platform.loadBalancers[settings.traffic.loadBalancer];
    if (settings.traffic === undefined || loadBalancer === undefined || port === undefined) return undefined;
    return new Traffic(this, "traffic", {
      name: (part) => platform.name([key, part], NameLimit.targetGroup),
      vpcId: platform.network.vpcId,
      loadBalancer,
      settings: settings.traffic,
      hostName: (host) => domainName(host, platform.environment),
      target: { type: "ip", port },
      ...(settings.deployment.kind === "blue-green" ? { testPort: settings.deployment.testPort } : {}),
    });
  }

  private ecsService(): Service {
    const { platform, settings } = this.props;
    const { network, environment, namespaceArn } = platform;
    return new Service(this, "service", {
      name: this.name,
      cluster: platform.cluster,
      task: this.task,
      parameterName: (what) => this.parameterName(what),
      settings,
      capacity: this.capacity,
      exec: this.exec,
      connect: serviceConnect(settings, namespaceArn, {
        group: this.task.logGroupName,
        region: environment.region,
      }),
      target: this.target,
      traffic: this.traffic,
      subnetIds: network.subnetIds.get(settings.subnetGroup),
      securityGroupId: network.securityGroupIds.get(settings.securityGroup),
      rollbackAlarms: this.alarms.rollbackAlarms,
    });
  }

  private parameterName(what: string): string {
    const { key, platform } = this.props;
    return `/${platform.name(["services"])}/${key}/${what}`;
  }

  /** What the contract says of it. */
  get published() {
    const { service, task, deployed, target } = this;
    return {
      name: service.name,
      arn: service.arn,
      taskFamily: this.name,
      containerName: deployed,
      containerPort: this.props.settings.containers[deployed]?.port ?? 0,
      targetContainer: target.container,
      targetPort: target.port ?? 0,
      capacityProviderStrategy: appSpecStrategy(this.capacity),
      taskRoleArn: task.roles.taskRoleArn,
      executionRoleArn: task.roles.executionRoleArn,
      imageParameter: task.runningImage.parameterName,
      taskDefinitionParameter: service.running.name,
    };
  }

  /** What the contract says of its blue/green deployment; undefined where it has none. */
  get blueGreen() {
    const { traffic, service, alarms } = this;
    return (
      traffic?.blueGreen &&
      service.rollout && {
        ...traffic.blueGreen,
        rolloutParameter: service.rollout.name,
        alarmNames: [...alarms.rollbackAlarms],
      }
    );
  }
}

/** Whether Terraform built the image that a container runs. */
const isBuilt = (container: ContainerSettings | undefined): boolean =>
  container !== undefined && "built" in container.image;

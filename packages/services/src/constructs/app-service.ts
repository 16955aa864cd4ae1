import { NameLimit } from "@strata/core";
import { Construct } from "constructs";
import { resolveContainer, secretArns } from "../containers";
import { domainName } from "../domain-name";
import { mapValues } from "../map-values";
import type { Platform } from "../platform";
import type { ServiceSettings } from "../settings";
import { Service } from "./service";
import { ServiceAlarms } from "./service-alarms";
import { ServiceAutoscaling } from "./service-autoscaling";
import { TaskDefinition } from "./task-definition";
import { Traffic } from "./traffic";

export interface AppServiceProps {
  /** Its name in the settings. */
  readonly key: string;
  readonly platform: Platform;
  readonly settings: ServiceSettings;
}

/** A service with all that belongs to it: task definition, traffic, alarms, autoscaling. */
export class AppService extends Construct {
  private readonly name: string;
  private readonly task: TaskDefinition;
  private readonly service: Service;
  private readonly traffic: Traffic | undefined;
  private readonly alarms: ServiceAlarms;
  /** The first container: the one which pipelines deploy. */
  private readonly deployed: string;
  private readonly containerPort: number | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AppServiceProps,
  ) {
    super(scope, id);
    const { key, platform, settings } = props;
    const { environment, cluster, network } = platform;
    const name = (this.name = platform.name([key]));
    const parameterName = (what: string): string => `/${platform.name(["services"])}/${key}/${what}`;
    const containers = mapValues(settings.containers, (_, one) => resolveContainer(one, platform));
    this.deployed = Object.keys(containers)[0] as string;
    const containerName = settings.traffic?.container ?? this.deployed;
    this.containerPort = containers[containerName]?.port;

    this.task = new TaskDefinition(this, "task", {
      family: name,
      region: environment.region,
      account: environment.account,
      containers,
      cpu: settings.cpu,
      memory: settings.memory,
      logGroupName: `/ecs/${name}`,
      logRetentionDays: settings.logRetentionDays,
      imageParameterName: parameterName("image"),
      pullPolicyArn: platform.registry.pullPolicyArn,
      secretArns: secretArns(settings, platform),
      keepRevisions: environment.protected,
      roleName: (part) => platform.name([key, part], NameLimit.role),
    });
    this.traffic = this.trafficOf();
    this.alarms = new ServiceAlarms(this, "alarms", {
      clusterName: cluster.name,
      serviceName: name,
      traffic: this.traffic,
      topicArn: platform.alarmTopicArn,
    });
    this.service = new Service(this, "service", {
      name,
      cluster,
      task: this.task,
      parameterName,
      settings,
      containerName,
      containerPort: this.containerPort,
      traffic: this.traffic,
      subnetIds: network.subnetIds.get(settings.subnetGroup),
      securityGroupId: network.securityGroupIds.get(settings.securityGroup),
      rollbackAlarms: this.alarms.rollbackAlarms,
    });
    if (settings.autoscaling !== undefined) {
      new ServiceAutoscaling(this, "autoscaling", {
        cluster,
        service: this.service,
        ...settings.autoscaling,
      });
    }
  }

  /** How requests get to it; undefined for a service that nobody calls. */
  private trafficOf(): Traffic | undefined {
    const { key, platform, settings } = this.props;
    const loadBalancer = settings.traffic && platform.loadBalancers[settings.traffic.loadBalancer];
    if (settings.traffic === undefined || loadBalancer === undefined || this.containerPort === undefined) {
      return undefined;
    }
    return new Traffic(this, "traffic", {
      name: (part) => platform.name([key, part], NameLimit.targetGroup),
      vpcId: platform.network.vpcId,
      loadBalancer,
      settings: settings.traffic,
      hostName: (host) => domainName(host, platform.environment),
      target: { type: "ip", port: this.containerPort },
      ...(settings.deployment.kind === "blue-green" ? { testPort: settings.deployment.testPort } : {}),
    });
  }

  /** What the contract says of it. */
  get published() {
    const { service, task } = this;
    return {
      name: service.name,
      arn: service.arn,
      taskFamily: this.name,
      containerName: this.deployed,
      containerPort: this.containerPort ?? 0,
      taskRoleArn: task.taskRoleArn,
      executionRoleArn: task.executionRoleArn,
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

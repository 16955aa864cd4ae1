import { LayerStack, NameLimit, type ContractReference, type Environment } from "@strata/core";
import { networkContract } from "@strata/network/contract";
import { registryContract } from "@strata/registry/contract";
import { servicesContract } from "@strata/services/contract";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { Artifacts } from "./constructs/artifacts";
import { BlueGreenDeployment } from "./constructs/blue-green-deployment";
import { BuildProject } from "./constructs/build-project";
import { Connection } from "./constructs/connection";
import type { DeliveredService, Parameter } from "./constructs/delivered-service";
import { DeliveryPipeline } from "./constructs/delivery-pipeline";
import { FailureNotifications } from "./constructs/failure-notifications";
import { JenkinsAlarms } from "./constructs/jenkins-alarms";
import { JenkinsHome } from "./constructs/jenkins-home";
import { JenkinsServer } from "./constructs/jenkins-server";
import { JenkinsTraffic } from "./constructs/jenkins-traffic";
import { RecordProject } from "./constructs/record-project";
import { SettingsRollout } from "./constructs/settings-rollout";
import { openTo } from "./jenkins-access";
import { pipelineLayer } from "./layer";
import type {
  BlueGreenSettings,
  CodePipelineSettings,
  JenkinsSettings,
  OnePipeline,
  PipelineSettings,
} from "./settings";

/** What the pipelines share. */
interface Shared {
  readonly connection: Connection;
  readonly artifacts: Artifacts;
  readonly logRetentionDays: number;
}

/** The pipeline layer: one pipeline a service, and the ways in which its failures are told; or Jenkins. */
export class PipelineStack extends LayerStack<typeof pipelineLayer> {
  private readonly network: ContractReference<typeof networkContract>;
  private readonly registry: ContractReference<typeof registryContract>;
  private readonly services: ContractReference<typeof servicesContract>;

  constructor(scope: Construct, environment: Environment, settings: PipelineSettings) {
    super(scope, pipelineLayer, environment);
    this.network = this.read(networkContract);
    this.registry = this.read(registryContract);
    this.services = this.read(servicesContract);

    const nothing = { pipelineNames: {}, connectionArns: {}, jenkinsServers: {} };
    this.publish({
      ...nothing,
      ...(settings.kind === "jenkins" ? this.jenkins(settings.jenkins) : this.codePipeline(settings)),
    });
  }

  /** CodePipeline: a connection to the Git host, and a pipeline for each service. */
  private codePipeline(settings: CodePipelineSettings) {
    const { environment } = this;
    if (Object.keys(settings.pipelines).length === 0) return {};

    const { provider } = settings.connection;
    const connection = new Connection(this, "source", { name: this.name(["source"], 32), provider });
    const artifacts = new Artifacts(this, "artifacts", {
      environment,
      bucketName: this.name(["artifacts", environment.account, environment.region], NameLimit.bucket),
      keyAlias: `alias/${this.name(["pipeline"])}`,
      days: settings.artifactDays,
    });
    const shared = { connection, artifacts, logRetentionDays: settings.logRetentionDays };
    const pipelines = Object.entries(settings.pipelines).map(([name, one]) => ({
      name,
      ...this.pipeline(name, one, shared),
    }));
    new FailureNotifications(this, "failures", {
      name: (...parts) => this.name(parts, 64),
      topicArn: this.services.alarmTopicArn,
      pipelineNames: pipelines.map(({ pipeline }) => pipeline.name),
      stateMachineArns: pipelines.flatMap(({ rollout }) =>
        rollout === undefined ? [] : [rollout.stateMachineArn],
      ),
    });
    return {
      pipelineNames: Object.fromEntries(pipelines.map(({ name, pipeline }) => [name, pipeline.name])),
      connectionArns: { [provider]: connection.arn },
    };
  }

  /** Jenkins: its disk, the host with it, and how it is reached and watched. */
  private jenkins(settings: JenkinsSettings) {
    const { environment, network } = this;
    const name = this.name(["jenkins"], NameLimit.role);
    const subnetId = Fn.element(network.subnetIds.get(settings.subnetGroup), 0) as string;
    const home = new JenkinsHome(this, "jenkins-home", {
      environment,
      name: this.name(["jenkins"], 50),
      keyAlias: `alias/${this.name(["jenkins"])}`,
      roleName: this.name(["jenkins", "backup"], NameLimit.role),
      subnetId,
      gib: settings.homeVolumeGiB,
      backupDays: settings.backupDays ?? (environment.protected ? 35 : 7),
    });
    const server = new JenkinsServer(this, "jenkins", {
      environment,
      name,
      settings,
      subnetId,
      securityGroupId: network.securityGroupIds.get(settings.securityGroup),
      keyName: settings.keyPair === undefined ? undefined : network.keyNames.get(settings.keyPair),
      home,
      repositoryArns: settings.repositories.map((repository) => this.registry.repositoryArns.get(repository)),
      services: settings.services.map((service) => this.service(service)),
      hostArns: settings.hosts.map((host) => this.services.hostArns.get(host)),
    });
    const { traffic: at } = settings;
    const traffic =
      at &&
      new JenkinsTraffic(this, "jenkins-traffic", {
        name: this.name(["jenkins"], NameLimit.targetGroup),
        vpcId: network.vpcId,
        instanceId: server.instanceId,
        listenerArn: this.services.listenerArns.get(`${at.loadBalancer}:${String(at.port)}`),
        host: at.host,
        priority: at.priority,
        from: openTo(at.openTo, environment),
      });
    new JenkinsAlarms(this, "jenkins-alarms", {
      name,
      instanceId: server.instanceId,
      traffic: traffic?.dimensions,
      topicArn: this.services.alarmTopicArn,
    });
    const { instanceId, roleArn } = server;
    return { jenkinsServers: { jenkins: { instanceId, roleArn, homeVolumeId: home.volumeId } } };
  }

  /** A pipeline with its builds; for a blue/green service also CodeDeploy and the rollout of settings. */
  private pipeline(name: string, settings: OnePipeline, shared: Shared) {
    const scope = new Construct(this, `pipeline-${name}`);
    const { artifacts, connection, logRetentionDays } = shared;
    const { account, region } = this.environment;
    const { network } = settings.build;
    const service = this.service(settings.service);
    const named = (parts: readonly string[], limit?: number): string => this.name([name, ...parts], limit);

    const { project: build } = new BuildProject(scope, "build", {
      name: named(["build"]),
      roleName: named(["build"], NameLimit.role),
      account,
      region,
      artifacts,
      service,
      build: settings.build,
      kind: settings.deployment.kind,
      repository: {
        name: settings.repository,
        url: this.registry.repositoryUrls.get(settings.repository),
        arn: this.registry.repositoryArns.get(settings.repository),
      },
      vpc: network && {
        vpcId: this.network.vpcId,
        subnets: this.network.subnetIds.get(network.subnetGroup),
        securityGroupIds: [this.network.securityGroupIds.get(network.securityGroup)],
      },
      logRetentionDays,
    });
    const { project: record } = new RecordProject(scope, "record", {
      name: named(["record"]),
      roleName: named(["record"], NameLimit.role),
      account,
      artifacts,
      service,
      image: settings.build.image,
      logRetentionDays,
    });
    const { deployment, rollout } =
      settings.deployment.kind === "blue-green"
        ? this.blueGreen(scope, settings.service, service, settings.deployment, named, logRetentionDays)
        : { deployment: settings.deployment, rollout: undefined };
    const pipeline = new DeliveryPipeline(scope, "delivery", {
      name: named([], 100),
      roleName: named(["pipeline"], NameLimit.role),
      account,
      artifacts,
      connection,
      source: settings.source,
      build,
      record,
      service,
      deployment,
      approvalTopicArn: settings.approval ? this.services.alarmTopicArn : undefined,
    });
    return { pipeline, rollout };
  }

  private blueGreen(
    scope: Construct,
    key: string,
    service: DeliveredService,
    settings: BlueGreenSettings,
    name: (parts: readonly string[], limit?: number) => string,
    logRetentionDays: number,
  ) {
    const { environment } = this;
    const { rolloutParameter, ...listeners } = this.services.blueGreen.get(key);
    const traffic = { ...listeners, rollout: this.parameter(rolloutParameter) };
    const deployment = new BlueGreenDeployment(scope, "blue-green", {
      environment,
      name: name([], 100),
      roleName: name(["deploy"], NameLimit.role),
      configName: (...parts) => name(parts, 100),
      service,
      traffic,
      settings,
    });
    const rollout = new SettingsRollout(scope, "settings-rollout", {
      environment,
      name,
      service,
      traffic,
      deployment,
      logRetentionDays,
    });
    return { deployment, rollout };
  }

  /** A service as the constructs take it: with the cluster, and its port as text. */
  private service(name: string): DeliveredService {
    const service = this.services.services.get(name);
    return {
      clusterName: this.services.clusterName,
      name: service.name,
      arn: service.arn,
      taskFamily: service.taskFamily,
      containerName: service.containerName,
      containerPort: Token.asString(service.containerPort),
      targetContainer: service.targetContainer,
      targetPort: Token.asString(service.targetPort),
      capacityProviderStrategy: service.capacityProviderStrategy,
      taskRoleArn: service.taskRoleArn,
      executionRoleArn: service.executionRoleArn,
      image: this.parameter(service.imageParameter),
      taskDefinition: this.parameter(service.taskDefinitionParameter),
    };
  }

  private parameter(name: string): Parameter {
    const { account, region } = this.environment;
    return { name, arn: `arn:aws:ssm:${region}:${account}:parameter${name}` };
  }
}

import { LayerStack, NameLimit, type ContractReference, type Environment } from "@strata/core";
import { registryContract } from "@strata/registry/contract";
import { servicesContract } from "@strata/services/contract";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { Artifacts } from "./constructs/artifacts";
import { BlueGreenDeployment } from "./constructs/blue-green-deployment";
import { BuildProject } from "./constructs/build-project";
import { Connection } from "./constructs/connection";
import type { DeliveredService, Parameter } from "./constructs/delivered-service";
import { DeliveryPipeline } from "./constructs/delivery-pipeline";
import { FailureNotifications } from "./constructs/failure-notifications";
import { RecordProject } from "./constructs/record-project";
import { SettingsRollout } from "./constructs/settings-rollout";
import { pipelineLayer } from "./layer";
import type { BlueGreenSettings, OnePipeline, PipelineSettings } from "./settings";

/** The pipeline layer: one pipeline a service, and the ways in which its failures are told. */
export class PipelineStack extends LayerStack<typeof pipelineLayer> {
  private readonly registry: ContractReference<typeof registryContract>;
  private readonly services: ContractReference<typeof servicesContract>;
  private readonly connection: Connection;
  private readonly artifacts: Artifacts;

  constructor(scope: Construct, environment: Environment, settings: PipelineSettings) {
    super(scope, pipelineLayer, environment);
    this.registry = this.read(registryContract);
    this.services = this.read(servicesContract);

    this.connection = new Connection(this, "source", {
      name: this.name(["source"], 32),
      provider: settings.connection.provider,
    });
    this.artifacts = new Artifacts(this, "artifacts", {
      environment,
      bucketName: this.name(["artifacts", environment.account, environment.region], NameLimit.bucket),
      keyAlias: `alias/${this.name(["pipeline"])}`,
      days: settings.artifactDays,
    });
    const pipelines = Object.entries(settings.pipelines).map(([name, one]) => ({
      name,
      ...this.pipeline(name, one, settings.logRetentionDays),
    }));
    new FailureNotifications(this, "failures", {
      name: (...parts) => this.name(parts, 64),
      topicArn: this.services.alarmTopicArn,
      pipelineNames: pipelines.map(({ pipeline }) => pipeline.name),
      stateMachineArns: pipelines.flatMap(({ rollout }) =>
        rollout === undefined ? [] : [rollout.stateMachineArn],
      ),
    });

    this.publish({
      pipelineNames: Object.fromEntries(pipelines.map(({ name, pipeline }) => [name, pipeline.name])),
      connectionArn: this.connection.arn,
    });
  }

  /** A pipeline with its builds; for a blue/green service also CodeDeploy and the rollout of settings. */
  private pipeline(name: string, settings: OnePipeline, logRetentionDays: number) {
    const scope = new Construct(this, `pipeline-${name}`);
    const { environment, artifacts } = this;
    const { account } = environment;
    const service = this.service(settings.service);
    const named = (parts: readonly string[], limit?: number): string => this.name([name, ...parts], limit);

    const { project: build } = new BuildProject(scope, "build", {
      name: named(["build"]),
      roleName: named(["build"], NameLimit.role),
      account,
      artifacts,
      service,
      build: settings.build,
      kind: settings.deployment.kind,
      repository: {
        name: settings.repository,
        url: this.registry.repositoryUrls.get(settings.repository),
        arn: this.registry.repositoryArns.get(settings.repository),
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
      connection: this.connection,
      source: settings.source,
      build,
      record,
      service,
      deployment,
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
      settings,
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

import { CodedeployApp } from "@cdktf/provider-aws/lib/codedeploy-app";
import { CodedeployDeploymentConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-config";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { trust, type Environment, type Statement } from "@strata/core";
import { Construct } from "constructs";
import type { BlueGreenSettings } from "../settings";
import type { BlueGreenTraffic, DeliveredService } from "./delivered-service";

export interface BlueGreenDeploymentProps {
  readonly environment: Environment;
  readonly name: string;
  readonly roleName: string;
  /** Names a deployment configuration, within the 100 characters of AWS. */
  readonly configName: (...parts: string[]) => string;
  readonly service: DeliveredService;
  readonly traffic: BlueGreenTraffic;
  readonly settings: BlueGreenSettings;
}

type Shift = Exclude<BlueGreenSettings["config"], string>;

/** Until all users are on the new version. Those of CodeDeploy take half an hour at most: next to nothing. */
function shiftMinutes(config: BlueGreenSettings["config"]): number {
  if (typeof config === "string") return 0;
  return config.kind === "canary" ? config.minutes : config.minutes * Math.ceil(100 / config.percent);
}

/** How CodeDeploy replaces a service: new tasks beside the old ones, then the traffic, then the end of the old. */
export class BlueGreenDeployment extends Construct {
  readonly application: string;
  readonly group: string;
  /** How long users, a person and the old tasks let a deployment wait, at most. */
  readonly minutes: number;
  private readonly applicationArn: string;
  private readonly groupArn: string;
  private readonly configArn: string;

  constructor(scope: Construct, id: string, props: BlueGreenDeploymentProps) {
    super(scope, id);
    const { environment, service, traffic, settings } = props;
    const role = new IamRole(this, "role", {
      name: props.roleName,
      assumeRolePolicy: trust("codedeploy.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": environment.account },
      }),
    });
    const rights = new IamRolePolicyAttachment(this, "rights", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS",
    });
    const application = new CodedeployApp(this, "application", { name: props.name, computePlatform: "ECS" });
    const config =
      typeof settings.config === "string"
        ? settings.config
        : this.shift(settings.config, props.configName).deploymentConfigName;
    const group = new CodedeployDeploymentGroup(this, "group", {
      appName: application.name,
      deploymentGroupName: props.name,
      serviceRoleArn: role.arn,
      deploymentConfigName: config,
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      ecsService: { clusterName: service.clusterName, serviceName: service.name },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: { listenerArns: [traffic.productionListenerArn] },
          testTrafficRoute: { listenerArns: [traffic.testListenerArn] },
          targetGroup: [{ name: traffic.blueTargetGroup }, { name: traffic.greenTargetGroup }],
        },
      },
      blueGreenDeploymentConfig: {
        deploymentReadyOption:
          settings.confirmMinutes === 0
            ? { actionOnTimeout: "CONTINUE_DEPLOYMENT" }
            : { actionOnTimeout: "STOP_DEPLOYMENT", waitTimeInMinutes: settings.confirmMinutes },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: "TERMINATE",
          terminationWaitTimeInMinutes: settings.waitMinutes,
        },
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarmConfiguration: { enabled: true, alarms: traffic.alarmNames },
      dependsOn: [rights],
    });
    this.minutes = settings.confirmMinutes + shiftMinutes(settings.config) + settings.waitMinutes;
    this.application = application.name;
    this.group = group.deploymentGroupName;
    this.applicationArn = application.arn;
    this.groupArn = group.arn;
    this.configArn = `arn:aws:codedeploy:${environment.region}:${environment.account}:deploymentconfig:${config}`;
  }

  /** A configuration of our own: a part of the users first, or one part after another. */
  private shift({ kind, percent, minutes }: Shift, name: BlueGreenDeploymentProps["configName"]) {
    const step = { interval: minutes, percentage: percent };
    return new CodedeployDeploymentConfig(this, "config", {
      // It can't be changed, nor removed while a group uses it: other figures are another configuration.
      deploymentConfigName: name(kind, String(percent), String(minutes)),
      lifecycle: { createBeforeDestroy: true },
      computePlatform: "ECS",
      trafficRoutingConfig:
        kind === "canary"
          ? { type: "TimeBasedCanary", timeBasedCanary: step }
          : { type: "TimeBasedLinear", timeBasedLinear: step },
    });
  }

  /** What a role needs to start a deployment and to follow it. */
  deploy(): Statement[] {
    return [
      { actions: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"], resources: [this.groupArn] },
      {
        actions: [
          "codedeploy:GetApplication",
          "codedeploy:GetApplicationRevision",
          "codedeploy:RegisterApplicationRevision",
        ],
        resources: [this.applicationArn],
      },
      { actions: ["codedeploy:GetDeploymentConfig"], resources: [this.configArn] },
    ];
  }
}

/** An SSM parameter; its name may be a token. */
export interface Parameter {
  readonly name: string;
  readonly arn: string;
}

/** A service of the services layer, as the pipeline sees it. Values may be tokens. */
export interface DeliveredService {
  readonly clusterName: string;
  readonly name: string;
  readonly arn: string;
  readonly taskFamily: string;
  readonly containerName: string;
  /** A number, as text. */
  readonly containerPort: string;
  /** The container which gets the requests, and its port, as text. */
  readonly targetContainer: string;
  readonly targetPort: string;
  /** On what tasks run, as JSON of an AppSpec: CodeDeploy goes by the AppSpec, and not by the service. */
  readonly capacityProviderStrategy: string;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
  /** Holds the image that runs. */
  readonly image: Parameter;
  /** Holds the ARN of the task definition that runs. */
  readonly taskDefinition: Parameter;
}

/** What CodeDeploy needs to replace a service. Values may be tokens. */
export interface BlueGreenTraffic {
  readonly productionListenerArn: string;
  readonly testListenerArn: string;
  readonly blueTargetGroup: string;
  readonly greenTargetGroup: string;
  /** Holds the ARN of the task definition of the settings. */
  readonly rollout: Parameter;
  readonly alarmNames: string[];
}

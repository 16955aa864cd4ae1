import { defineContract, list, map, number, object, string } from "@strata/core";

/** What the services layer publishes: all that a pipeline needs to change what runs. */
export const servicesContract = defineContract("services", 1, {
  clusterName: string("Name of the ECS cluster."),
  clusterArn: string("ARN of the ECS cluster."),
  services: map(
    object({
      name: string("Name of the ECS service."),
      arn: string("ARN of the ECS service."),
      taskFamily: string("Task definition family; its newest revision has the environment of the settings."),
      containerName: string("The container whose image a pipeline changes."),
      containerPort: number("The port on which it listens; 0 where it has none."),
      targetContainer: string("The container which gets the requests."),
      targetPort: number("The port on which that one listens; 0 where nobody calls the service."),
      capacityProviderStrategy: string(
        "On what tasks run, as JSON of an AppSpec: a list of CapacityProvider, Base, Weight.",
      ),
      taskRoleArn: string("Role of the application."),
      executionRoleArn: string("Role with which ECS starts the task."),
      imageParameter: string(
        "Name of the SSM parameter with the image that runs; written after each deployment.",
      ),
      taskDefinitionParameter: string(
        "Name of the SSM parameter with the task definition that runs; written after each deployment.",
      ),
    }),
    "ECS services by name.",
  ),
  blueGreen: map(
    object({
      productionListenerArn: string("Listener which serves users."),
      testListenerArn: string("Listener on which the new version is reached before users get it."),
      blueTargetGroup: string("Name of the first target group."),
      greenTargetGroup: string("Name of the second target group."),
      rolloutParameter: string(
        "Name of the SSM parameter with the newest task definition of the settings; deployed whenever it changes.",
      ),
      alarmNames: list("Alarms at which a deployment rolls back."),
    }),
    "What CodeDeploy needs to replace a service, for those which are deployed blue/green.",
  ),
  listenerArns: map(
    string(),
    'Listeners for the traffic of users, by load balancer and port, such as "web:443".',
  ),
  hostArns: map(string(), "EC2 hosts by name."),
  loadBalancerDnsNames: map(string(), "DNS names by load balancer."),
  sites: map(
    object({
      url: string("Where users find it."),
      bucket: string("Bucket of its files."),
      distributionId: string("ID of the CloudFront distribution, to invalidate what it has cached."),
    }),
    "Static sites by name.",
  ),
  alarmTopicArn: string("SNS topic of alarms and notifications."),
});

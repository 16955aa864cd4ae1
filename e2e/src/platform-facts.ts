import { GetDeploymentGroupCommand } from "@aws-sdk/client-codedeploy";
import { GetPipelineCommand, ListPipelinesCommand } from "@aws-sdk/client-codepipeline";
import { DescribeInstancesCommand, DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { DescribeImagesCommand, DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type Service,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import {
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { Aws } from "./aws";

/** VPC endpoints as `service type`. Sorted. */
export async function endpoints({ ec2 }: Aws): Promise<string[]> {
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
  return VpcEndpoints.map(
    ({ ServiceName = "", VpcEndpointType }) =>
      `${ServiceName.split(".").slice(3).join(".")} ${VpcEndpointType}`,
  ).sort();
}

/** Repositories as `name mutability scan|no scan`. Sorted. */
export async function repositories({ ecr }: Aws): Promise<string[]> {
  const { repositories: found = [] } = await ecr.send(new DescribeRepositoriesCommand({}));
  return found
    .map(({ repositoryName, imageTagMutability, imageScanningConfiguration }) =>
      [
        repositoryName,
        imageTagMutability,
        imageScanningConfiguration?.scanOnPush === true ? "scan" : "no scan",
      ].join(" "),
    )
    .sort();
}

/** Digests of the images of a repository, by tag. */
export async function images({ ecr }: Aws, repository: string): Promise<Record<string, string | undefined>> {
  const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: repository }));
  return Object.fromEntries(
    imageDetails.flatMap(({ imageTags = [], imageDigest }) => imageTags.map((tag) => [tag, imageDigest])),
  );
}

/** What matters of each database instance. */
export async function databases({ rds }: Aws) {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  return DBInstances.map((instance) => ({
    engine: instance.Engine,
    encrypted: instance.StorageEncrypted,
    public: instance.PubliclyAccessible,
    managedPassword: instance.MasterUserSecret?.SecretArn !== undefined,
    subnets: instance.DBSubnetGroup?.Subnets?.length,
  }));
}

/** A service of a platform and the task definition which it runs. */
export async function running(
  { ecs }: Aws,
  name: string,
  prefix = "sbcntr",
): Promise<{ service: Service; task: TaskDefinition }> {
  const { services: [service] = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: `${prefix}-cluster`, services: [`${prefix}-${name}`] }),
  );
  if (service === undefined) throw new Error(`there is no service ${prefix}-${name}`);
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
  );
  return { service, task: taskDefinition as TaskDefinition };
}

/** Where the only container of a task definition gets its secrets from: `NAME: kind of secret, key`. */
export function secretSources(task: TaskDefinition): string[] {
  return (task.containerDefinitions?.[0]?.secrets ?? []).map(({ name, valueFrom = "" }) => {
    const [secret = "", key] = valueFrom.split(":").slice(6);
    return `${name}: ${secret.startsWith("rds!") ? "kept by RDS" : "connection"}, ${key}`;
  });
}

/** Names of all pipelines. Sorted. */
export async function pipelines({ codePipeline }: Aws): Promise<string[]> {
  const { pipelines: found = [] } = await codePipeline.send(new ListPipelinesCommand({}));
  return found.map(({ name = "" }) => name).sort();
}

/** The stages of a pipeline with their actions: `Source: source (CodeStarSourceConnection)`. In order. */
export async function stages({ codePipeline }: Aws, name: string): Promise<string[]> {
  const { pipeline } = await codePipeline.send(new GetPipelineCommand({ name }));
  return (pipeline?.stages ?? []).map(
    (stage) =>
      `${stage.name}: ${(stage.actions ?? [])
        .map((action) => `${action.name} (${action.actionTypeId?.provider})`)
        .join(", ")}`,
  );
}

/** The configuration of the action by which a pipeline of sbcntr deploys. */
export async function deployAction(
  { codePipeline }: Aws,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const { pipeline } = await codePipeline.send(new GetPipelineCommand({ name: `sbcntr-${name}` }));
  return pipeline?.stages?.at(-1)?.actions?.[0]?.configuration ?? {};
}

/** What matters of a CodeDeploy deployment group. */
export async function deploymentGroup({ codeDeploy }: Aws, application: string, group: string) {
  const { deploymentGroupInfo: info } = await codeDeploy.send(
    new GetDeploymentGroupCommand({ applicationName: application, deploymentGroupName: group }),
  );
  const pair = info?.loadBalancerInfo?.targetGroupPairInfoList?.[0];
  return {
    style: info?.deploymentStyle,
    targetGroups: pair?.targetGroups?.map(({ name }) => name),
    hasProductionListener: (pair?.prodTrafficRoute?.listenerArns ?? []).length === 1,
    hasTestListener: (pair?.testTrafficRoute?.listenerArns ?? []).length === 1,
    rollback: info?.autoRollbackConfiguration && {
      ...info.autoRollbackConfiguration,
      events: info.autoRollbackConfiguration.events?.toSorted(),
    },
    alarms: info?.alarmConfiguration?.enabled,
    waitMinutes:
      info?.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess
        ?.terminationWaitTimeInMinutes,
  };
}

/** EC2 hosts that run, with the policies of their roles. */
export async function hosts({ ec2, iam }: Aws) {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] }),
  );
  const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
  return Promise.all(
    instances.map(async ({ IamInstanceProfile, MetadataOptions, SecurityGroups }) => {
      const { AttachedPolicies = [] } = await iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: IamInstanceProfile?.Arn?.split("/").pop() }),
      );
      return {
        groups: SecurityGroups?.map(({ GroupName }) => GroupName),
        tokens: MetadataOptions?.HttpTokens,
        policies: AttachedPolicies.map(({ PolicyName }) => PolicyName).sort(),
      };
    }),
  );
}

/** IAM users as `name: policies`, those of their groups and their own ones. Sorted. */
export async function users({ iam }: Aws): Promise<string[]> {
  const { Users = [] } = await iam.send(new ListUsersCommand({}));
  const lines = await Promise.all(
    Users.map(async ({ UserName }) => {
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
      const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand({ UserName }));
      const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName }));
      const ofGroups = await Promise.all(
        Groups.map(async ({ GroupName }) => {
          const attached = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName }));
          return attached.AttachedPolicies ?? [];
        }),
      );
      const managed = [...AttachedPolicies, ...ofGroups.flat()].map(({ PolicyName }) => PolicyName);
      return `${UserName}: ${[...managed, ...PolicyNames].sort().join(", ")}`;
    }),
  );
  return lines.sort();
}

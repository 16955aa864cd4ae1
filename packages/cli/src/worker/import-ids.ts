/** Something in AWS, as its tags are listed. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A resource as it stands in the stack: texts with `${` are known only to Terraform. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Types which are not imported by their ID. What is not here, Terraform imports by its ID, or not at all. */
const BY_ID: Readonly<Record<string, (id: string) => string>> = {
  // arn:aws:ecs:REGION:ACCOUNT:cluster/NAME
  aws_ecs_cluster: (arn) => arn.replace(/^.*:cluster\//, ""),
  // arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/NAME
  aws_ecs_service: (arn) => arn.replace(/^.*:service\//, ""),
  // ID:NAME
  aws_codedeploy_app: (id) => id.replace(/^.*:/, ""),
};

/** What Terraform imports a resource by, of which the provider has told the ID. */
export const importId = (address: string, id: string): string => BY_ID[typeOf(address)]?.(id) ?? id;

/** Types which have a name in the account, by the setting with which Terraform imports them. */
const BY_NAME: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "name",
  aws_codebuild_project: "name",
  aws_codepipeline: "name",
  aws_db_instance: "identifier",
  aws_db_parameter_group: "name",
  aws_db_subnet_group: "name",
  aws_ecr_repository: "name",
  aws_ecs_cluster: "name",
  aws_elasticache_parameter_group: "name",
  aws_elasticache_replication_group: "replication_group_id",
  aws_elasticache_subnet_group: "name",
  aws_iam_instance_profile: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kms_alias: "name",
  aws_rds_cluster: "cluster_identifier",
  aws_s3_bucket: "bucket",
  aws_ssm_parameter: "name",
};

/** Types which AWS gives an ID, as it stands in their ARN; the first group is what Terraform imports them by. */
const BY_ARN: Readonly<Record<string, RegExp>> = {
  aws_acm_certificate: /^(arn:\w+:acm:.*:certificate\/.*)$/,
  aws_eip: /^arn:\w+:ec2:.*:elastic-ip\/(.*)$/,
  aws_flow_log: /^arn:\w+:ec2:.*:vpc-flow-log\/(.*)$/,
  aws_instance: /^arn:\w+:ec2:.*:instance\/(.*)$/,
  aws_internet_gateway: /^arn:\w+:ec2:.*:internet-gateway\/(.*)$/,
  aws_kms_key: /^arn:\w+:kms:.*:key\/(.*)$/,
  aws_launch_template: /^arn:\w+:ec2:.*:launch-template\/(.*)$/,
  aws_lb: /^(arn:\w+:elasticloadbalancing:.*:loadbalancer\/.*)$/,
  aws_lb_target_group: /^(arn:\w+:elasticloadbalancing:.*:targetgroup\/.*)$/,
  aws_nat_gateway: /^arn:\w+:ec2:.*:natgateway\/(.*)$/,
  aws_route_table: /^arn:\w+:ec2:.*:route-table\/(.*)$/,
  aws_secretsmanager_secret: /^(arn:\w+:secretsmanager:.*:secret:.*)$/,
  aws_security_group: /^arn:\w+:ec2:.*:security-group\/(.*)$/,
  aws_sns_topic: /^(arn:\w+:sns:.*)$/,
  aws_subnet: /^arn:\w+:ec2:.*:subnet\/(.*)$/,
  aws_vpc: /^arn:\w+:ec2:.*:vpc\/(.*)$/,
  aws_vpc_endpoint: /^arn:\w+:ec2:.*:vpc-endpoint\/(.*)$/,
  aws_vpc_security_group_egress_rule: /^arn:\w+:ec2:.*:security-group-rule\/(.*)$/,
  aws_vpc_security_group_ingress_rule: /^arn:\w+:ec2:.*:security-group-rule\/(.*)$/,
};

/** Whether it takes the tags of AWS to find what was made of a resource. */
export const isFoundByTags = (address: string): boolean => typeOf(address) in BY_ARN;

/**
 * What a resource may be imported by, of which only the configuration is known: its name, or the IDs of what has its tags.
 * Not all of these need be there.
 * @param tagged what has the tags of the layer
 */
export function importCandidates(
  address: string,
  configuration: Configuration,
  account: string,
  tagged: readonly Tagged[],
): string[] {
  const type = typeOf(address);
  // Imported by its ARN, and not by its name.
  if (type === "aws_iam_policy")
    return literal(configuration.name, (name) => `arn:aws:iam::${account}:policy/${name}`);
  const setting = BY_NAME[type];
  if (setting !== undefined) return literal(configuration[setting], (name) => name);
  const pattern = BY_ARN[type];
  if (pattern === undefined) return [];
  const name = nameTag(configuration);
  return tagged.filter(({ tags }) => tags.Name === name).flatMap(({ arn }) => pattern.exec(arn)?.[1] ?? []);
}

const typeOf = (address: string): string => address.split(".")[0] ?? "";

const literal = (value: unknown, id: (name: string) => string): string[] =>
  typeof value === "string" && !value.includes("${") ? [id(value)] : [];

const nameTag = ({ tags }: Configuration): string | undefined =>
  (tags as Readonly<Record<string, string>> | undefined)?.Name;

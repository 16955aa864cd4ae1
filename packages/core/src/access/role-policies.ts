/** What the roles of a layer may do, derived from what its synthesized stack has: its edges and the types of its resources. */
import type { Environment } from "../environment";
import { accessTypeUnknown } from "../errors";
import { policy, type Statement } from "../iam";
import { stateKey, stateLocation } from "../state";
import type { LayerAccess } from "./access-lock";
import { LOOKUPS, NARROWED, RESOURCES, SERVICES, type TypeRights } from "./aws-actions";
import { workloadBoundaryArn, type LayerRole } from "./names";

/** Characters of a managed policy, white space left out ("IAM and AWS STS quotas" in the IAM User Guide). */
export const POLICY_LIMIT = 6144;

/** How many managed policies a role may have, unless AWS was asked for more (same page). */
export const POLICIES_A_ROLE = 10;

/** To what some actions are limited. */
interface Limit {
  readonly sid: string;
  readonly resources: readonly string[];
  readonly conditions?: NonNullable<Statement["conditions"]>;
}

type Conditions = NonNullable<Statement["conditions"]>;

/**
 * The rights of a layer's roles: of `plan` to read, of `deploy` to make, change and remove what its types need.
 * @throws accessTypeUnknown
 */
export function rolePolicies(
  environment: Environment,
  layer: string,
  access: LayerAccess,
): Readonly<Record<LayerRole, readonly Statement[]>> {
  const types = typesOf(environment, layer, access);
  const limits = limitsOf(environment, layer);
  const values = types.map((type) => type.values ?? {});
  return {
    plan: [
      ...stateStatements(environment, layer, access, "plan"),
      ...describes(types),
      ...limited(limits, merge(values)),
    ],
    deploy: [
      ...stateStatements(environment, layer, access, "deploy"),
      ...describes(types),
      // For what an earlier run had begun to make, and could not write into the state. The tagging API knows no resources.
      { sid: "FindUnsaved", actions: ["tag:GetResources"], resources: ["*"] },
      ...limited(limits, merge([...values, ...madeBy(types)])),
      ...handsOn(environment, types),
    ],
  };
}

/**
 * The statements as documents of managed policies, in their order: as few as hold them within the limit of AWS.
 */
export function policyDocuments(statements: readonly Statement[]): string[] {
  const documents: Statement[][] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (last !== undefined && policy([...last, statement]).length <= POLICY_LIMIT) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map(policy);
}

function typesOf(
  environment: Environment,
  layer: string,
  { resources, data }: LayerAccess,
): readonly TypeRights[] {
  const find = (table: Readonly<Record<string, TypeRights>>, type: string): TypeRights => {
    const rights = Object.hasOwn(table, type) ? table[type] : undefined;
    if (rights === undefined) throw accessTypeUnknown(type, layer, environment.name);
    return rights;
  };
  return [...resources.map((type) => find(RESOURCES, type)), ...data.map((type) => find(LOOKUPS, type))];
}

/** The condition that a KMS key is the one which encrypts the states: its ARN is not known before it is made. */
export const isStateKey = (environment: Environment): Conditions => ({
  "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateLocation(environment).kmsAlias },
});

/** Its own state, and those that it reads. */
function stateStatements(
  environment: Environment,
  layer: string,
  { reads }: LayerAccess,
  role: LayerRole,
): Statement[] {
  const bucket = `arn:aws:s3:::${stateLocation(environment).bucket}`;
  const state = (name: string): string => `${bucket}/${stateKey(environment, name)}`;
  return [
    { sid: "ListStates", actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [bucket] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: [layer, ...reads].map(state) },
    // Whether its state is the one that was there before, and to bring an earlier one back.
    { sid: "ReadStateHistory", actions: ["s3:GetObjectVersion"], resources: [state(layer)] },
    ...(role === "deploy"
      ? [{ sid: "WriteState", actions: ["s3:PutObject"], resources: [state(layer)] }]
      : []),
    {
      // A plan locks the state too.
      sid: "LockState",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [`${state(layer)}.tflock`],
    },
    {
      sid: "StatesKey",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [`arn:aws:kms:${environment.region}:${environment.account}:key/*`],
      conditions: isStateKey(environment),
    },
  ];
}

/** To describe what there is in every service of these types. */
function describes(types: readonly TypeRights[]): Statement[] {
  const services = types.flatMap(({ makes = {}, values = {}, asks = [] }) => [
    ...[...Object.keys(makes), ...Object.keys(values)].map(serviceOf),
    ...asks,
  ]);
  const actions = merge(
    services.map((service) => {
      const reads = SERVICES[service]?.reads;
      return reads === undefined ? {} : { [service]: reads };
    }),
  );
  const all = [...actions].flatMap(([service, names]) => prefixed(service, names)).sort();
  return all.length === 0 ? [] : [{ sid: "Describe", actions: all, resources: ["*"] }];
}

/** What the types make, with the tags of it. */
const madeBy = (types: readonly TypeRights[]): Readonly<Record<string, string>>[] =>
  types.flatMap(({ makes = {} }) => [
    makes,
    ...Object.keys(makes).map((key) => {
      const tags = SERVICES[key]?.tags;
      return tags === undefined ? {} : { [key]: tags };
    }),
  ]);

/** A statement for each service, or part of one that has a limit of its own. */
const limited = (
  limits: Readonly<Record<string, Limit>>,
  actions: ReadonlyMap<string, ReadonlySet<string>>,
): Statement[] =>
  [...actions]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, names]) => ({
      sid: sidOf(key),
      resources: ["*"],
      ...limits[key],
      actions: prefixed(serviceOf(key), names),
    }));

/** Such as `LogsDeliveries` for `logs/deliveries`: an ID of a statement has letters and digits only. */
const sidOf = (key: string): string =>
  key.replace(/(?:^|[^a-z0-9])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Services that hold data, keys or rights are limited to what has the environment's prefix or the layer's tags. */
function limitsOf(environment: Environment, layer: string): Readonly<Record<string, Limit>> {
  const { account, region, namePrefix, name } = environment;
  const arn = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  const iam = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
  const role = iam(`role/${namePrefix}-*`);
  const user = iam(`user/strata/${namePrefix}-*`);
  const tags = (of: "ResourceTag" | "RequestTag"): Record<string, string> => ({
    [`aws:${of}/Environment`]: name,
    [`aws:${of}/Layer`]: layer,
  });
  return {
    [NARROWED.bounded]: {
      sid: "Bounded",
      resources: [role, user],
      conditions: { StringEquals: { "iam:PermissionsBoundary": workloadBoundaryArn(environment) } },
    },
    iam: {
      sid: "Identities",
      resources: [
        role,
        user,
        ...["instance-profile", "policy", "group/strata"].map((kind) => iam(`${kind}/${namePrefix}-*`)),
      ],
    },
    [NARROWED.newKeys]: {
      sid: "NewKeys",
      resources: ["*"],
      // A key that is being made has no tags yet, and one of another layer has that layer's.
      conditions: { StringEquals: tags("RequestTag"), StringEqualsIfExists: tags("ResourceTag") },
    },
    kms: { sid: "Keys", resources: [arn("kms", "key/*")], conditions: { StringEquals: tags("ResourceTag") } },
    [NARROWED.aliases]: { sid: "Aliases", resources: [arn("kms", `alias/${namePrefix}-*`)] },
    s3: { sid: "Buckets", resources: [`arn:aws:s3:::${namePrefix}-*`] },
    secretsmanager: {
      sid: "Secrets",
      resources: [arn("secretsmanager", `secret:${namePrefix}-${layer}-*`)],
    },
    [NARROWED.masterSecrets]: { sid: "MasterSecrets", resources: [arn("secretsmanager", "secret:rds!*")] },
    ssm: { sid: "Parameters", resources: [arn("ssm", `parameter/${namePrefix}-*`)] },
    [NARROWED.publicParameters]: {
      sid: "PublicParameters",
      resources: [`arn:aws:ssm:${region}::parameter/aws/service/*`],
    },
    logs: { sid: "Logs", resources: [arn("logs", `log-group:*${namePrefix}-*`)] },
    rds: { sid: "Databases", resources: [arn("rds", `*:${namePrefix}-*`), arn("rds", "*:default*")] },
    elasticache: {
      sid: "Caches",
      resources: [arn("elasticache", `*:${namePrefix}-*`), arn("elasticache", "*:default*")],
    },
  };
}

/** Roles of the layer which services work in, and roles that services make for themselves. */
function handsOn({ account, namePrefix }: Environment, types: readonly TypeRights[]): Statement[] {
  const among = (names: readonly (string | undefined)[]): string[] =>
    [...new Set(names.filter((name) => name !== undefined))].sort();
  const passes = among(types.map((type) => type.passes));
  const linked = among(types.map((type) => type.linked));
  const only = (sid: string, action: string, role: string, key: string, services: string[]): Statement[] =>
    services.length === 0
      ? []
      : [
          {
            sid,
            actions: [action],
            resources: [`arn:aws:iam::${account}:role/${role}`],
            conditions: { StringEquals: { [key]: services } },
          },
        ];
  return [
    ...only("PassRoles", "iam:PassRole", `${namePrefix}-*`, "iam:PassedToService", passes),
    ...only("LinkedRoles", "iam:CreateServiceLinkedRole", "aws-service-role/*", "iam:AWSServiceName", linked),
  ];
}

const serviceOf = (key: string): string => key.replace(/\/.*/, "");

const prefixed = (service: string, names: Iterable<string>): string[] =>
  [...names].map((name) => `${service}:${name}`).sort();

/** The actions of all, each once, by key. */
function merge(all: readonly Readonly<Record<string, string>>[]): Map<string, Set<string>> {
  const merged = new Map<string, Set<string>>();
  for (const [key, names] of all.flatMap((actions) => Object.entries(actions)))
    merged.set(key, new Set([...(merged.get(key) ?? []), ...names.split(" ")]));
  return merged;
}

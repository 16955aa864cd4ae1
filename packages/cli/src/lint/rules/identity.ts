/** What identities may do, and where their secrets are. */
import {
  blocks,
  each,
  isGiven,
  isObject,
  NOT_READABLE,
  statementsOf,
  unless,
  type Check,
  type Rule,
  type Statement,
} from "./rule";

const isEverywhere = ({ Resource, NotResource }: Statement): boolean =>
  NotResource !== undefined || each(Resource).includes("*");

/** What is too much in a statement. */
function excessOf(statement: Statement): string | undefined {
  const { Effect, Action, NotAction } = statement;
  if (Effect !== "Allow") return undefined;
  if (NotAction !== undefined) return "allows all actions but some";
  const actions = each(Action);
  if (actions.includes("*")) return "allows all actions";
  if (!isEverywhere(statement)) return undefined;
  const whole = actions.find((action) => action.endsWith(":*"));
  if (whole !== undefined) return `allows ${whole} on everything`;
  return unless(!actions.includes("iam:PassRole"), "passes every role on");
}

const narrow: Check = ({ attributes: { policy } }) => {
  const statements = statementsOf(policy);
  return statements === undefined
    ? NOT_READABLE
    : statements.map(excessOf).find((excess) => excess !== undefined);
};

/** Policies of AWS which allow all of a service, or of the account. */
const isBroad = (arn: unknown): boolean =>
  /policy\/(.*\/)?(AdministratorAccess|PowerUserAccess|\w*FullAccess)$/.test(String(arn));

const narrowPolicy: Check = ({ attributes: { policy_arn: arn } }) =>
  unless(!isBroad(arn), `gives ${String(arn)}`);

export const noAdministrator: Rule = {
  name: "no-administrator",
  demands: "No identity that the platform makes may do everything, or all of a service everywhere.",
  checks: {
    aws_iam_group_policy: narrow,
    aws_iam_group_policy_attachment: narrowPolicy,
    aws_iam_policy: narrow,
    aws_iam_role: ({ attributes: { managed_policy_arns: arns } }) =>
      unless(![arns].flat().some(isBroad), "has a policy of AWS which is too wide"),
    aws_iam_role_policy: narrow,
    aws_iam_role_policy_attachment: narrowPolicy,
    aws_iam_user_policy: narrow,
    aws_iam_user_policy_attachment: narrowPolicy,
  },
};

const tokens: Check = ({ attributes: { metadata_options: options } }) =>
  unless(
    blocks(options).some(
      ({ http_tokens, http_endpoint }) => http_tokens === "required" || http_endpoint === "disabled",
    ),
    "answers for its metadata without a token",
  );

export const imdsV2: Rule = {
  name: "imds-v2",
  demands: "Hosts ask for a token before they tell their metadata, credentials among them.",
  checks: { aws_instance: tokens, aws_launch_template: tokens },
};

/** Names of arguments whose values Terraform would keep in its state. Write-only ones end in `_wo`. */
const CREDENTIAL =
  /(^|_)(password|passphrase|auth_token|oauth_token|access_token|client_secret|secret_key|secret_access_key|preshared_key|private_key|private_key_pem|secret_binary)$/i;

/** Names which a credential has as a variable of a program, or as a member of a secret. */
const VARIABLE = /(passw(or)?d|passphrase|secret|token|credential|api_?key|private_?key)$/i;

/** What makes a secret, or reads one, and thereby has it in the state. */
const MAKERS = [
  "aws_iam_access_key",
  "aws_iam_user_login_profile",
  "data.aws_secretsmanager_random_password",
  "data.aws_secretsmanager_secret_version",
  "random_password",
  "tls_private_key",
];

/** The path of the first argument that holds a credential. */
function credentialIn(value: unknown, path: string): string | undefined {
  if (Array.isArray(value)) {
    return value.map((element) => credentialIn(element, path)).find((found) => found !== undefined);
  }
  if (!isObject(value)) return undefined;
  return Object.entries(value)
    .map(([name, member]) => {
      const at = path === "" ? name : `${path}.${name}`;
      return CREDENTIAL.test(name) && isGiven(member) ? at : credentialIn(member, at);
    })
    .find((found) => found !== undefined);
}

/** Variables of a program which hold a credential by their name. `type` is CodeBuild's. */
const plainVariables = (variables: unknown): string[] =>
  blocks(variables)
    .filter(({ name, type }) => VARIABLE.test(String(name)) && (type === undefined || type === "PLAINTEXT"))
    .map(({ name }) => String(name));

const containersOf = (definitions: unknown): unknown => {
  if (typeof definitions !== "string") return [];
  try {
    return JSON.parse(definitions.replace(/\$\{[^}]*\}/g, "<reference>"));
  } catch {
    return [];
  }
};

export const noSecretValues: Rule = {
  name: "no-secret-values",
  demands: "No secret is a value of Terraform, which would keep it in plans and in the state.",
  checks: {
    "*": ({ type, attributes }) => {
      if (MAKERS.includes(type)) return "has a secret in its state";
      const path = credentialIn(attributes, "");
      return unless(path === undefined, `has a credential in ${path ?? ""}`);
    },
    aws_codebuild_project: ({ attributes: { environment } }) => {
      const names = blocks(environment).flatMap(({ environment_variable: variables }) =>
        plainVariables(variables),
      );
      return unless(names.length === 0, `has ${names.join(", ")} in plain text`);
    },
    aws_ecs_task_definition: ({ attributes: { container_definitions: definitions } }) => {
      const names = blocks(containersOf(definitions)).flatMap(({ environment }) =>
        plainVariables(environment),
      );
      return unless(names.length === 0, `has ${names.join(", ")} in plain text`);
    },
    aws_secretsmanager_secret_version: ({ attributes: { secret_string: text } }) => {
      if (text === undefined) return undefined;
      const members = typeof text === "string" ? text.matchAll(/"(\w+)"\s*[=:]/g) : [];
      const names = [...members].map(([, name = ""]) => name);
      return unless(
        names.length > 0 && !names.some((name) => VARIABLE.test(name)),
        "has a credential in secret_string",
      );
    },
    aws_ssm_parameter: ({ attributes: { type, value } }) =>
      unless(type !== "SecureString" || value === undefined, "has a SecureString in value"),
  },
};

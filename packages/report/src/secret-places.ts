import type { Path } from "./paths";

/** Where credentials stand in resources of a type: names of attributes, `*` for any name or index. */
type Places = readonly string[];

/** In whatever resource, at whatever depth: attributes which are a credential by their name. */
const NAMES = new Set([
  "access_token",
  "auth_token",
  "client_secret",
  "master_password",
  "master_user_password",
  "oauth_token",
  "passphrase",
  "password",
  "preshared_key",
  "private_key",
  "private_key_openssh",
  "private_key_pem",
  "private_key_pem_pkcs8",
  "secret_access_key",
  "secret_binary",
  "secret_key",
  "secret_string",
  "secret_token",
  "ses_smtp_password_v4",
  "tunnel1_preshared_key",
  "tunnel2_preshared_key",
  // The programs that a host starts with hold what its operators put there.
  "user_data",
  "user_data_base64",
  // Of the action of a pipeline which fetches the source.
  "OAuthToken",
]);

/** By type of resource, what the names above don't tell. */
const PLACES: Readonly<Record<string, Places>> = {
  aws_amplify_app: ["environment_variables.*", "basic_auth_credentials"],
  aws_amplify_branch: ["environment_variables.*", "basic_auth_credentials"],
  aws_apprunner_service: [
    "source_configuration.*.image_repository.*.image_configuration.*.runtime_environment_variables.*",
    "source_configuration.*.code_repository.*.code_configuration.*.code_configuration_values.*.runtime_environment_variables.*",
  ],
  aws_batch_job_definition: ["container_properties.environment.*.value"],
  aws_cloudformation_stack: ["parameters.*"],
  aws_cloudwatch_event_target: ["input.containerOverrides.*.environment.*.value"],
  aws_codebuild_project: ["environment.*.environment_variable.*.value"],
  aws_codebuild_source_credential: ["token"],
  aws_codepipeline: ["stage.*.action.*.configuration.EnvironmentVariables.*.value"],
  aws_ecs_task_definition: [
    "container_definitions.*.environment.*.value",
    // `secretOptions` is the place for it, but not everybody knows.
    "container_definitions.*.logConfiguration.options.splunk-token",
  ],
  aws_elastic_beanstalk_environment: ["setting.*.value"],
  aws_elasticache_user: ["passwords.*", "authentication_mode.*.passwords.*"],
  aws_iam_access_key: ["secret"],
  aws_lambda_function: ["environment.*.variables.*"],
  aws_lightsail_container_service_deployment_version: ["container.*.environment.*"],
  aws_sfn_state_machine: [
    "definition.States.*.Parameters.Overrides.ContainerOverrides.*.Environment.*.Value",
  ],
  aws_ssm_parameter: ["value", "insecure_value"],
  docker_container: ["env.*"],
  random_password: ["result", "bcrypt_hash"],
};

const COMPILED = new Map(
  Object.entries(PLACES).map(([type, places]) => [type, places.map((place) => place.split("."))] as const),
);

/** Whether credentials stand, or may stand, at a place in resources of a type. */
export function isSecretPlace(type: string, path: Path): boolean {
  const last = path.at(-1);
  if (typeof last === "string" && NAMES.has(last)) return true;
  return (
    COMPILED.get(type)?.some(
      (place) =>
        place.length === path.length && place.every((name, index) => name === "*" || name === path[index]),
    ) ?? false
  );
}

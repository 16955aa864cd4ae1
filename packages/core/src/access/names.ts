/**
 * The names of what the foundation makes in IAM. They come from the environment, so that a layer, a workflow and a person
 * know them without reading the foundation's state.
 */
import type { Environment } from "../environment";

/** `plan` only reads; `deploy` makes, changes and removes what the layer holds. */
export const LAYER_ROLES = ["plan", "deploy"] as const;

export type LayerRole = (typeof LAYER_ROLES)[number];

/**
 * The path of the foundation's policies. The names of layers' own policies begin with the prefix too, and the path keeps
 * the two apart: `policy/<prefix>-*` does not match what is below it.
 */
export const FOUNDATION_PATH = "/strata/";

/** Name of the role with which a layer is planned or deployed. */
export const roleName = ({ namePrefix }: Environment, layer: string, role: LayerRole): string =>
  `${namePrefix}-${layer}-${role}`;

export const roleArn = (environment: Environment, layer: string, role: LayerRole): string =>
  `arn:aws:iam::${environment.account}:role/${roleName(environment, layer, role)}`;

/** Name of the boundary of every role and user that a layer makes. */
export const workloadBoundaryName = ({ namePrefix }: Environment): string =>
  `${namePrefix}-workload-boundary`;

/** Name of the boundary of the layers' own roles. */
export const layerBoundaryName = ({ namePrefix }: Environment): string => `${namePrefix}-layer-boundary`;

/** ARN of a policy of the foundation. */
export const foundationPolicyArn = ({ account }: Environment, name: string): string =>
  `arn:aws:iam::${account}:policy${FOUNDATION_PATH}${name}`;

export const workloadBoundaryArn = (environment: Environment): string =>
  foundationPolicyArn(environment, workloadBoundaryName(environment));

export const layerBoundaryArn = (environment: Environment): string =>
  foundationPolicyArn(environment, layerBoundaryName(environment));

/** Where GitHub signs the tokens of its jobs. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** ARN of GitHub's OIDC provider, which an account has once. */
export const githubProviderArn = ({ account }: Environment): string =>
  `arn:aws:iam::${account}:oidc-provider/${GITHUB_ISSUER}`;

/** Who may take on the roles of a layer. */
import type { Environment } from "../environment";
import { policy, type Statement } from "../iam";
import { GITHUB_ISSUER, githubProviderArn, type LayerRole } from "./names";

/** The repository whose jobs may take on roles. */
export interface GithubTrust {
  /** `owner/name`. */
  readonly repository: string;
  /** The branch from which is deployed. */
  readonly branch: string;
}

export interface RoleTrust {
  readonly github?: GithubTrust | undefined;
  /** ARNs of roles that may take a role on: of people, of another CI. */
  readonly principals: Readonly<Record<LayerRole, readonly string[]>>;
}

/**
 * The trust policy of a layer's role.
 *
 * A pull request may plan, and so may the branch (for drift). Only a job in the layer's own GitHub environment may
 * deploy, which its owners have approved. The subjects are those of "About security hardening with OpenID Connect" in
 * GitHub's documentation.
 */
export function roleTrust(
  environment: Environment,
  layer: string,
  role: LayerRole,
  { github, principals }: RoleTrust,
): string {
  const arns = principals[role];
  const statements: Statement[] = [];
  if (github !== undefined) {
    statements.push({
      sid: "GitHub",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: { Federated: githubProviderArn(environment) },
      conditions: {
        StringEquals: {
          [`${GITHUB_ISSUER}:aud`]: "sts.amazonaws.com",
          [`${GITHUB_ISSUER}:sub`]: subjects(environment, layer, role, github),
        },
      },
    });
  }
  if (arns.length > 0)
    statements.push({ sid: "Roles", actions: ["sts:AssumeRole"], principals: { AWS: arns } });
  return policy(statements);
}

function subjects(
  environment: Environment,
  layer: string,
  role: LayerRole,
  { repository, branch }: GithubTrust,
): string | readonly string[] {
  return role === "plan"
    ? [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/${branch}`]
    : `repo:${repository}:environment:${environment.name}-${layer}`;
}

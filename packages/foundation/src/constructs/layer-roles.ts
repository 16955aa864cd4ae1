import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import {
  FOUNDATION_PATH,
  LAYER_ROLES,
  policyDocuments,
  roleName,
  rolePolicies,
  roleTrust,
  type Environment,
  type LayerAccess,
  type LayerRole,
  type RoleTrust,
} from "@strata/core";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface LayerRolesProps {
  readonly environment: Environment;
  readonly layer: string;
  readonly access: LayerAccess;
  readonly trust: RoleTrust;
  /** ARN of what the roles can never do more than. */
  readonly boundaryArn: string;
  readonly sessionHours: number;
  /** What must exist before somebody may be trusted. */
  readonly after: ITerraformDependable[];
}

const DESCRIPTIONS: Readonly<Record<LayerRole, string>> = {
  plan: "Plans the layer, and changes nothing",
  deploy: "Deploys and destroys the layer",
};

/** The two roles of a layer, with what they may do. Terraform's names are those of the roles without the prefix. */
export class LayerRoles extends Construct {
  constructor(scope: Construct, id: string, props: LayerRolesProps) {
    super(scope, id);
    const { environment, layer, access } = props;
    const rights = rolePolicies(environment, layer, access);
    for (const kind of LAYER_ROLES) {
      const name = roleName(environment, layer, kind);
      const role = new IamRole(this, kind, {
        name,
        description: `${DESCRIPTIONS[kind]} ${layer} of ${environment.name}`,
        assumeRolePolicy: roleTrust(environment, layer, kind, trustOf(props)),
        permissionsBoundary: props.boundaryArn,
        maxSessionDuration: props.sessionHours * 3600,
        dependsOn: props.after,
      });
      role.overrideLogicalId(`${layer}-${kind}`);
      for (const [index, document] of policyDocuments(rights[kind]).entries()) {
        const part = `${kind}-${index + 1}`;
        const policy = new IamPolicy(this, `${part}-policy`, {
          name: `${environment.namePrefix}-${layer}-${part}`,
          path: FOUNDATION_PATH,
          description: `What ${name} may do`,
          policy: document,
        });
        policy.overrideLogicalId(`${layer}-${part}`);
        new IamRolePolicyAttachment(this, part, {
          role: role.name,
          policyArn: policy.arn,
        }).overrideLogicalId(`${layer}-${part}`);
      }
    }
  }
}

/** A layer in a repository of its own trusts the jobs of that one, and not those of the platform's. */
const trustOf = ({ trust, access: { repository } }: LayerRolesProps): RoleTrust =>
  trust.github === undefined || repository === undefined
    ? trust
    : { ...trust, github: { ...trust.github, repository } };

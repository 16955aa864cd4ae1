import {
  layerBoundaryArn,
  LAYER_ROLES,
  policyDocuments,
  roleName,
  rolePolicies,
  type Environment,
  type LayerAccess,
  type LayerRole,
} from "./core";

/** A document of a policy as AWS takes it. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly { readonly Effect: string; readonly Action?: readonly string[] }[];
}

/** A role of a layer, as the foundation makes it. */
export interface RolePolicies {
  readonly kind: LayerRole;
  /** Its name in IAM. */
  readonly role: string;
  /** ARN of the boundary of what it may ever do. */
  readonly boundary: string;
  readonly policies: readonly PolicyDocument[];
}

/** The roles of a layer in an environment. @throws accessTypeUnknown */
export function layerPolicies(environment: Environment, layer: string, access: LayerAccess): RolePolicies[] {
  const statements = rolePolicies(environment, layer, access);
  return LAYER_ROLES.map((kind) => ({
    kind,
    role: roleName(environment, layer, kind),
    boundary: layerBoundaryArn(environment),
    policies: policyDocuments(statements[kind]).map((text) => JSON.parse(text) as PolicyDocument),
  }));
}

/** How many actions a role may take, and of which services. */
export function scopeOf({ policies }: RolePolicies): {
  readonly actions: number;
  readonly services: readonly string[];
} {
  const actions = policies
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Action = [] }) => Action);
  return {
    actions: new Set(actions).size,
    services: [...new Set(actions.map((action) => action.replace(/:.*/, "")))].sort(),
  };
}

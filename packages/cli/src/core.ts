/**
 * The parts of core that a command needs at once. They are imported by their files, because the index of core
 * loads CDKTF, which takes longer than the start of a command may.
 */
export * from "../../core/dist/errors";
export {
  environmentNames,
  environmentSchema,
  loadEnvironment,
  type Environment,
  type EnvironmentInput,
} from "../../core/dist/environment";
export * from "../../core/dist/access/access-lock";
export { layerBoundaryArn, LAYER_ROLES, roleName, type LayerRole } from "../../core/dist/access/names";
export { policyDocuments, rolePolicies } from "../../core/dist/access/role-policies";
export { byName, parseLockFile, readLockFile } from "../../core/dist/lock-file";
export { check } from "../../core/dist/settings";
export { PROVIDER_RELEASES } from "../../core/dist/providers";
export { stateKey, stateLocation, type StateLocation } from "../../core/dist/state";
export * from "../../core/dist/local-platform";
export { CONTRACT_OUTPUT, outputName } from "../../core/dist/contract";
export type { ContractVersion, LayerManifest, Layer, Shape } from "@strata/core";

/** The environment which commands use when none is named. */
export const DEFAULT_ENVIRONMENT = "sbcntr";

/** The oldest Terraform that works: state locking in S3 (`use_lockfile`) came with 1.10. */
export const REQUIRED_TERRAFORM = ">= 1.10.0";

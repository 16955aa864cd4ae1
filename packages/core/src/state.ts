import type { Environment } from "./environment";
import { NameLimit, shorten } from "./naming";

/** Where the states of an environment are. Named from the environment, because a backend can't read an output. */
export interface StateLocation {
  readonly bucket: string;
  /** Alias of the KMS key that encrypts them. */
  readonly kmsAlias: string;
  readonly region: string;
}

export function stateLocation(environment: Environment): StateLocation {
  const { namePrefix, account, region, name } = environment;
  return {
    // The account makes it unique, as bucket names are shared by all of AWS.
    bucket: shorten(`${namePrefix}-${name}-tfstate-${account}`, NameLimit.bucket),
    kmsAlias: `alias/${namePrefix}-${name}-tfstate`,
    region,
  };
}

/** The object key of a layer's state. */
export const stateKey = (environment: Environment, layer: string): string => `${environment.name}/${layer}.tfstate`;

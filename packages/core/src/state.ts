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
  const { namePrefix, account, region } = environment;
  return {
    // Bucket names are shared by all accounts and regions of AWS.
    bucket: shorten(`${namePrefix}-tfstate-${account}-${region}`, NameLimit.bucket),
    kmsAlias: `alias/${namePrefix}-tfstate`,
    region,
  };
}

/** The object key of a layer's state. */
export const stateKey = (environment: Environment, layer: string): string =>
  `${environment.name}/${layer}.tfstate`;

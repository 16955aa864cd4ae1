import type { ContractReference, Environment } from "@strata/core";
import type { databaseContract } from "@strata/database/contract";
import type { networkContract } from "@strata/network/contract";
import type { registryContract } from "@strata/registry/contract";
import type { Cluster } from "./constructs/cluster";
import type { LoadBalancer } from "./constructs/load-balancer";

/** What all services of the layer share. */
export interface Platform {
  readonly environment: Environment;
  /** A name for an AWS resource, of the environment's prefix and the given parts. */
  readonly name: (parts: readonly string[], limit?: number) => string;
  readonly network: ContractReference<typeof networkContract>;
  readonly registry: ContractReference<typeof registryContract>;
  readonly database: ContractReference<typeof databaseContract>;
  readonly cluster: Cluster;
  readonly loadBalancers: Readonly<Record<string, LoadBalancer>>;
  readonly alarmTopicArn: string;
}

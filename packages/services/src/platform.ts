import type { ContractReference, Environment } from "@strata/core";
import type { databaseContract } from "@strata/database/contract";
import type { imagesContract } from "@strata/images/contract";
import type { networkContract } from "@strata/network/contract";
import type { registryContract } from "@strata/registry/contract";
import type { Cluster } from "./constructs/cluster";
import type { LoadBalancer } from "./constructs/load-balancer";

/** What all services, hosts and groups of the layer share. */
export interface Platform {
  readonly environment: Environment;
  /** A name for an AWS resource, of the environment's prefix and the given parts. */
  readonly name: (parts: readonly string[], limit?: number) => string;
  readonly network: ContractReference<typeof networkContract>;
  readonly registry: ContractReference<typeof registryContract>;
  readonly database: ContractReference<typeof databaseContract>;
  /** Read where an image of it is used, as an environment may go without the images layer. */
  readonly images: () => ContractReference<typeof imagesContract>;
  readonly cluster: Cluster;
  readonly loadBalancers: Readonly<Record<string, LoadBalancer>>;
  readonly alarmTopicArn: string;
}

/** What services share beyond that. */
export interface ServicePlatform extends Platform {
  /** Names of the capacity providers by capacity group. */
  readonly capacityProviders: Readonly<Record<string, string>>;
  /** ARN of the KMS key which encrypts the logs and the configuration of services. */
  readonly keyArn: string;
  /** ARN of the bucket with the files of environment variables; where a service has such files. */
  readonly configBucketArn: string | undefined;
  /** ARN of the Cloud Map namespace of Service Connect; where a service takes part in it. */
  readonly namespaceArn: string | undefined;
  /** Whether CloudWatch measures more of the cluster than CPU and memory. */
  readonly containerInsights: boolean;
}

import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace";
import { NameLimit, type Environment } from "@strata/core";
import { EncryptionKey, usedByLogs } from "@strata/core/encryption-key";
import { PrivateBucket } from "@strata/core/private-bucket";
import type { Construct } from "constructs";
import { execOf } from "../exec";
import type { ServicePlatform } from "../platform";
import type { ServicesSettings, ServiceSettings } from "../settings";

/** What is made once for all services, and only where one of them uses it. */
export type SharedByServices = Pick<ServicePlatform, "keyArn" | "configBucketArn" | "namespaceArn">;

/** Makes what services share: the key, the bucket of their configuration, the namespace in which they call each other. */
export function sharedByServices(
  scope: Construct,
  { environment, name, cluster }: Pick<ServicePlatform, "environment" | "name" | "cluster">,
  settings: ServicesSettings,
): SharedByServices {
  const services = Object.values(settings.services);
  const { arn: keyArn } = new EncryptionKey(scope, "encryption", {
    environment,
    alias: `alias/${name(["services"])}`,
    description: "Encrypts the logs and the configuration of services",
    statements: [usedByLogs(environment)],
  });
  if (services.some((service) => execOf(service, environment))) {
    cluster.logExec({ keyArn, logGroupName: `/ecs/${name(["exec"])}`, retentionDays: 90 });
  }
  return {
    keyArn,
    configBucketArn: services.some(hasFiles) ? configBucket(scope, environment, name, keyArn) : undefined,
    namespaceArn: services.some(({ connect }) => connect !== undefined)
      ? new ServiceDiscoveryHttpNamespace(scope, "connect", {
          name: name(["connect"]),
          description: "Where services that call each other by name find each other",
        }).arn
      : undefined,
  };
}

const hasFiles = ({ containers }: ServiceSettings): boolean =>
  Object.values(containers).some(({ environmentFiles }) =>
    environmentFiles.some((file) => typeof file === "string"),
  );

function configBucket(
  scope: Construct,
  environment: Environment,
  name: ServicePlatform["name"],
  keyArn: string,
): string {
  const { bucket } = new PrivateBucket(scope, "config", {
    environment,
    name: name(["config", environment.account, environment.region], NameLimit.bucket),
    keyArn,
    // Long enough to find out which line broke a service.
    oldVersionDays: 365,
  });
  return bucket.arn;
}

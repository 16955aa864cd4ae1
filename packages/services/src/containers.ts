import type { Container } from "./constructs/task-definition";
import { mapValues } from "./map-values";
import type { Platform } from "./platform";
import { secretReference } from "./secrets";
import type { ContainerSettings, ServiceSettings } from "./settings";

/** A container of the settings with what it refers to: images, load balancers, secrets. */
export function resolveContainer(
  { image, environment, secrets, ...rest }: ContainerSettings,
  { registry, database, loadBalancers }: Platform,
): Container {
  return {
    ...rest,
    image: "uri" in image ? image.uri : `${registry.repositoryUrls.get(image.repository)}:${image.tag}`,
    environment: mapValues(environment, (_, value) =>
      typeof value === "string" ? value : (loadBalancers[value.loadBalancerUrl]?.url ?? ""),
    ),
    secrets: mapValues(secrets, (_, secret) => secretReference(secret, database).valueFrom),
  };
}

/** The secrets which a service's containers take values from, each once. */
export function secretArns({ containers }: ServiceSettings, { database }: Platform): string[] {
  const secrets = Object.values(containers).flatMap((container) => Object.values(container.secrets));
  return [...new Set(secrets.map((secret) => secretReference(secret, database).arn))];
}

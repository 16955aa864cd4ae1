import { Token } from "cdktf";
import type { Container } from "./container-definition";
import { mapValues } from "./map-values";
import type { ServicePlatform } from "./platform";
import { secretReference, type SecretReference } from "./secrets";
import type { ContainerSettings, ServiceSettings } from "./settings";

type EnvironmentValue = ContainerSettings["environment"][string];

/** Finds what the containers of a service refer to. */
export class Containers {
  constructor(
    /** Name of the service in the settings. */
    private readonly key: string,
    private readonly settings: ServiceSettings,
    private readonly platform: ServicePlatform,
  ) {}

  /** The containers with values in place of references. */
  resolve(): Record<string, Container> {
    return mapValues(this.settings.containers, (_, container) => ({
      ...container,
      image: this.image(container.image),
      environment: mapValues(container.environment, (__, value) => this.value(value)),
      environmentFiles: this.files(container),
      secrets: mapValues(container.secrets, (__, secret) => this.secret(secret).valueFrom),
    }));
  }

  /** ARNs of the secrets of one store that the containers take values from, each once. */
  secretArns(store: SecretReference["store"]): string[] {
    const secrets = Object.values(this.settings.containers).flatMap(({ secrets }) => Object.values(secrets));
    const references = secrets.map((secret) => this.secret(secret)).filter((one) => one.store === store);
    return [...new Set(references.map(({ arn }) => arn))];
  }

  /** ARNs of the files that the containers take environment variables from, each once. */
  fileArns(): string[] {
    return [
      ...new Set(Object.values(this.settings.containers).flatMap((container) => this.files(container))),
    ];
  }

  private image(image: ContainerSettings["image"]): string {
    if ("uri" in image) return image.uri;
    if ("built" in image) return this.platform.images().images.get(image.built).uri;
    return `${this.platform.registry.repositoryUrls.get(image.repository)}:${image.tag}`;
  }

  private value(value: EnvironmentValue): string {
    if (typeof value === "string") return value;
    if ("loadBalancerUrl" in value) return this.platform.loadBalancers[value.loadBalancerUrl]?.url ?? "";
    const cache = this.platform.database.caches.get(value.cache);
    switch (value.key) {
      case "port":
        return Token.asString(cache.port);
      case "url":
        return `rediss://${cache.host}:${Token.asString(cache.port)}`;
      default:
        return cache[value.key];
    }
  }

  private files({ environmentFiles }: ContainerSettings): string[] {
    return environmentFiles.map((file) =>
      typeof file === "string" ? `${this.platform.configBucketArn}/${this.key}/${file}` : file.arn,
    );
  }

  private secret(secret: ContainerSettings["secrets"][string]): SecretReference {
    return secretReference(secret, this.platform.database, this.platform.environment);
  }
}

import { LayerStack, type Environment } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import type { Construct } from "constructs";
import { AccessPolicies } from "./constructs/access-policies";
import { Repository } from "./constructs/repository";
import { registryLayer } from "./layer";
import type { RegistrySettings } from "./settings";

/** The registry layer: a key, the repositories which it encrypts, and the rights to use them. */
export class RegistryStack extends LayerStack<typeof registryLayer> {
  constructor(scope: Construct, environment: Environment, settings: RegistrySettings) {
    super(scope, registryLayer, environment);

    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: `alias/${this.name(["registry"])}`,
      description: "Encrypts the images of all repositories",
    });

    const repositories = Object.entries(settings.repositories).map(
      ([name, repository]): [string, Repository] => [
        name,
        new Repository(this, `repository-${name}`, { ...repository, name, environment, keyArn: key.arn }),
      ],
    );
    const byName = (value: (repository: Repository) => string): Record<string, string> =>
      Object.fromEntries(repositories.map(([name, repository]) => [name, value(repository)]));

    const policies = new AccessPolicies(this, "access", {
      name: (...parts) => this.name(parts, 128),
      repositoryArns: repositories.map(([, { arn }]) => arn),
    });

    this.publish({
      repositoryUrls: byName(({ url }) => url),
      repositoryArns: byName(({ arn }) => arn),
      pullPolicyArn: policies.pullArn,
      pushPolicyArn: policies.pushArn,
    });
  }
}

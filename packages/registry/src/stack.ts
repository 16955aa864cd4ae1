import { LayerStack, type Environment } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import type { Construct } from "constructs";
import { AccessPolicies } from "./constructs/access-policies";
import { CliUsers } from "./constructs/cli-users";
import { Repository } from "./constructs/repository";
import { registryLayer } from "./layer";
import type { RegistrySettings } from "./settings";

/** The registry layer: a key, the repositories which it encrypts, and who may use them. */
export class RegistryStack extends LayerStack<typeof registryLayer> {
  constructor(scope: Construct, environment: Environment, settings: RegistrySettings) {
    super(scope, registryLayer, environment);

    const repositories = this.repositories(settings);
    const byName = (value: (repository: Repository) => string): Record<string, string> =>
      Object.fromEntries(repositories.map(([name, repository]) => [name, value(repository)]));

    const policies = new AccessPolicies(this, "access", {
      name: (...parts) => this.name(parts, 128),
      repositoryArns: repositories.map(([, { arn }]) => arn),
    });

    new CliUsers(this, "cli-users", {
      name: (...parts) => this.name(parts, 64),
      users: settings.cliUsers,
      policyArns: { pull: policies.pullArn, push: policies.pushArn },
    });

    this.publish({
      repositoryUrls: byName(({ url }) => url),
      repositoryArns: byName(({ arn }) => arn),
      pullPolicyArn: policies.pullArn,
      pushPolicyArn: policies.pushArn,
    });
  }

  /** The repositories by name, with the key of their images; without repositories there is nothing to pay for. */
  private repositories({ repositories }: RegistrySettings): [string, Repository][] {
    if (Object.keys(repositories).length === 0) return [];
    const { environment } = this;
    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: `alias/${this.name(["registry"])}`,
      description: "Encrypts the images of all repositories",
    });
    return Object.entries(repositories).map(([name, repository]) => [
      name,
      new Repository(this, `repository-${name}`, { ...repository, name, environment, keyArn: key.arn }),
    ]);
  }
}

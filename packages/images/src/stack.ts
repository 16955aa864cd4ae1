import { join } from "node:path";
import { DataAwsEcrAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecr-authorization-token";
import { LayerStack, type Environment } from "@strata/core";
import { registryContract } from "@strata/registry/contract";
import type { Construct } from "constructs";
import { PushedImage } from "./constructs/built-image";
import { dockerProvider } from "./docker-provider";
import { imagesLayer } from "./layer";
import type { ImagesSettings } from "./settings";

/** The root of the repository, where the folders of the settings begin. */
const ROOT = join(__dirname, "../../..");

/** The images layer: signs in to the registry, builds what has changed, and pushes it. */
export class ImagesStack extends LayerStack<typeof imagesLayer> {
  constructor(scope: Construct, environment: Environment, settings: ImagesSettings) {
    super(scope, imagesLayer, environment);
    const registry = this.read(registryContract);
    const login = new DataAwsEcrAuthorizationToken(this, "login");
    dockerProvider(this, [
      { address: login.proxyEndpoint, username: login.userName, password: login.password },
    ]);

    const images = Object.entries(settings.images).map(([repository, image]) => {
      const url = registry.repositoryUrls.get(repository);
      const { tag, digest } = new PushedImage(this, `image-${repository}`, { image, root: ROOT, name: url });
      return [repository, { uri: `${url}@${digest}`, digest, tag }] as const;
    });
    this.publish({ images: Object.fromEntries(images) });
  }
}

import { DockerProvider, type DockerProviderRegistryAuth } from "@cdktf/provider-docker/lib/provider";
import type { TerraformStack } from "cdktf";

/**
 * The Docker provider of all stacks. Its bindings for CDKTF were made from 3.6.2; 4.6 takes what they write, and builds
 * within `docker_registry_image`, which 3 could not.
 */
const VERSION = "~> 4.6";

/**
 * The Docker provider of a stack: the engine at `DOCKER_HOST`, or of this machine. Once a stack.
 * @param registries who it signs in as, for each registry that it pushes to
 */
export function dockerProvider(
  stack: TerraformStack,
  registries: DockerProviderRegistryAuth[] = [],
): DockerProvider {
  const provider = new DockerProvider(stack, "docker", {
    ...(registries.length > 0 && { registryAuth: registries }),
  });
  stack.addOverride("terraform.required_providers.docker.version", VERSION);
  return provider;
}

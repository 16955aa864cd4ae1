import { DockerProvider, type DockerProviderRegistryAuth } from "@cdktf/provider-docker/lib/provider";
import { PROVIDER_RELEASES } from "@strata/core";
import type { TerraformStack } from "cdktf";

/**
 * The Docker provider of a stack, in the release that all stacks use: it works on the engine at `DOCKER_HOST`, or that of
 * this machine. Once a stack.
 * @param registries where it pushes to, and who it signs in as
 */
export function dockerProvider(
  stack: TerraformStack,
  registries: DockerProviderRegistryAuth[] = [],
): DockerProvider {
  const provider = new DockerProvider(stack, "docker", {
    ...(registries.length > 0 && { registryAuth: registries }),
  });
  stack.addOverride("terraform.required_providers.docker.version", PROVIDER_RELEASES["kreuzwerker/docker"]);
  return provider;
}

import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { docker } from "./docker";

/**
 * Pulls the image of a container, runs it as its definition says, and asks it how it is, as its load balancer would. Its
 * secrets have no values here: what says how it is, needs none.
 * @param configuration folder of Docker's configuration with the login to the registry
 * @returns the HTTP status
 */
export async function healthOf(container: ContainerDefinition, configuration: string): Promise<number> {
  const { image = "", environment = [], secrets = [], systemControls = [], portMappings = [] } = container;
  const port = String(portMappings[0]?.containerPort);
  // What was built here is not to be taken for what was pushed.
  await docker("image", "rm", "--force", image);
  await docker("--config", configuration, "pull", "--quiet", image);
  const id = await docker(
    ...["run", "--detach", "--publish", `127.0.0.1::${port}`],
    ...(container.readonlyRootFilesystem === true ? ["--read-only"] : []),
    ...systemControls.flatMap(({ namespace, value }) => ["--sysctl", `${namespace}=${value}`]),
    ...environment.flatMap(({ name, value }) => ["--env", `${name}=${value}`]),
    ...secrets.flatMap(({ name }) => ["--env", `${name}=nobody.invalid`]),
    image,
  );
  try {
    const url = `http://${await docker("port", id, port)}/healthcheck`;
    for (;;) {
      // Docker takes connections before the container listens; what was sent into one of those may stay without an answer.
      const status = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
        (answer) => answer.status,
        () => undefined,
      );
      if (status !== undefined) return status;
      if ((await docker("inspect", "--format", "{{.State.Running}}", id)) === "false") {
        throw new Error(`${image} has ended:\n${await docker("logs", id)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await docker("rm", "--force", "--volumes", id);
    await docker("image", "rm", "--force", image);
  }
}

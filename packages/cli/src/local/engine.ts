import type Docker from "dockerode";
import { dockerMissing, imageNames, LocalLabel, type LocalManifest } from "../core";

/** Something that Docker has. */
interface Found {
  readonly kind: "container" | "network" | "volume" | "image";
  readonly name: string;
  readonly id: string;
}

/** A container whose output is worth showing. */
export interface LoggingContainer {
  readonly id: string;
  /** What stands before its lines. */
  readonly title: string;
  /** The service, load balancer, database or cache that it belongs to. */
  readonly part: string;
}

/** The Docker of DOCKER_HOST, or of this machine. @throws dockerMissing */
export async function connect(): Promise<Docker> {
  const { default: Client } = await import("dockerode");
  const docker = new Client();
  try {
    await docker.ping();
    return docker;
  } catch (error) {
    const host = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
    throw dockerMissing("strata local", host, (error as Error).message);
  }
}

/** Docker, as far as it concerns one environment. */
export class Engine {
  constructor(
    readonly docker: Docker,
    private readonly of: Pick<LocalManifest, "environment" | "prefix">,
  ) {}

  /** Everything of the environment, whether Terraform knows of it or not. */
  async find(): Promise<Found[]> {
    const filters = { label: this.labels };
    const { docker } = this;
    const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
      docker.listContainers({ all: true, filters }),
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters }),
      docker.listImages({ filters: { reference: [`${imageNames(this.of.prefix)}*`] } }),
    ]);
    return [
      ...containers.map(({ Id: id, Names: names }) => ({
        kind: "container" as const,
        id,
        name: (names[0] ?? id).replace(/^\//, ""),
      })),
      ...networks.map(({ Id: id, Name: name }) => ({ kind: "network" as const, id, name })),
      ...volumes.map(({ Name: name }) => ({ kind: "volume" as const, id: name, name })),
      ...images.flatMap(({ Id: id, RepoTags: tags }) =>
        (tags ?? []).map((name) => ({ kind: "image" as const, id, name })),
      ),
    ];
  }

  /** The containers which run, by their names. */
  async running(): Promise<ReadonlySet<string>> {
    const containers = await this.docker.listContainers({ filters: { label: this.labels } });
    return new Set(containers.flatMap(({ Names: names }) => names.map((name) => name.replace(/^\//, ""))));
  }

  /**
   * Removes containers and networks which a killed Terraform has made and not written down: their names are in the way.
   * @param known IDs of what it has written down
   */
  async removeStrays(known: ReadonlySet<string>): Promise<void> {
    await this.remove(
      (await this.find()).filter(
        ({ kind, id }) => (kind === "container" || kind === "network") && !known.has(id),
      ),
    );
  }

  /** Removes things, those first that others need. */
  async remove(things: readonly Found[]): Promise<void> {
    const { docker } = this;
    const each = (kind: Found["kind"], work: (thing: Found) => Promise<unknown>): Promise<unknown> =>
      Promise.all(things.filter((thing) => thing.kind === kind).map(work));
    await each("container", ({ id }) => docker.getContainer(id).remove({ force: true, v: true }));
    await each("network", ({ id }) => docker.getNetwork(id).remove());
    await each("volume", ({ name }) => docker.getVolume(name).remove());
    await each("image", ({ name }) => docker.getImage(name).remove());
  }

  async logging(): Promise<LoggingContainer[]> {
    const filters = { label: [...this.labels, LocalLabel.logs] };
    const containers = await this.docker.listContainers({ all: true, filters });
    return containers
      .map(({ Id: id, Labels: labels }) => ({
        id,
        title: labels[LocalLabel.logs] ?? "",
        part: labels[LocalLabel.part] ?? "",
      }))
      .sort((one, other) => one.title.localeCompare(other.title));
  }

  private get labels(): string[] {
    const { environment, prefix } = this.of;
    return [`${LocalLabel.environment}=${environment}`, `${LocalLabel.prefix}=${prefix}`];
  }
}

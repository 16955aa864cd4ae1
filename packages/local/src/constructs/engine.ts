import type { ContainerConfig, ContainerLabels } from "@cdktf/provider-docker/lib/container";
import { Container } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { Network } from "@cdktf/provider-docker/lib/network";
import { Volume } from "@cdktf/provider-docker/lib/volume";
import { Construct } from "constructs";
import { LocalLabel } from "@strata/core/local-platform";

export interface EngineProps {
  readonly environment: string;
  /** What all names begin with. */
  readonly prefix: string;
}

/** What everything on this machine shares: names, labels, the network, and images that are not built here. */
export class Engine extends Construct {
  readonly network: Network;
  private readonly pulled = new Map<string, Image>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EngineProps,
  ) {
    super(scope, id);
    this.network = new Network(this, "network", { name: this.name("network"), labels: this.labels() });
  }

  name(...parts: string[]): string {
    return [this.props.prefix, ...parts].join("-");
  }

  /** By which everything is found again. */
  labels(part?: string, logs?: string): ContainerLabels[] {
    const { environment, prefix } = this.props;
    const all = {
      [LocalLabel.environment]: environment,
      [LocalLabel.prefix]: prefix,
      ...(part && { [LocalLabel.part]: part }),
    };
    return Object.entries({ ...all, ...(logs && { [LocalLabel.logs]: logs }) }).map(([label, value]) => ({
      label,
      value,
    }));
  }

  /** The ID of an image of a registry: fetched where it isn't there, and left there in the end. */
  image(uri: string): string {
    const known = this.pulled.get(uri);
    if (known !== undefined) return known.imageId;
    const image = new Image(this, `image-${uri}`, {
      name: uri,
      keepLocally: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.pulled.set(uri, image);
    return image.imageId;
  }

  volume(name: string): Volume {
    return new Volume(this, `volume-${name}`, { name: this.name(name), labels: this.labels() });
  }

  /** A container which is there once, under a name that other containers know. */
  server(scope: Construct, id: string, host: string, config: Omit<ContainerConfig, "name">): Container {
    return new Container(scope, id, {
      ...EVERY_CONTAINER,
      name: this.name(host),
      labels: this.labels(host, host),
      networksAdvanced: [{ name: this.network.name, aliases: [host] }],
      destroyGraceSeconds: 10,
      ...config,
    });
  }
}

/** What all containers have. */
export const EVERY_CONTAINER = {
  restart: "unless-stopped",
  // Its files have a largest size.
  logDriver: "local",
  removeVolumes: true,
} as const;

/** Memory in MiB, and no swap beside it: as on Fargate, what needs more is ended. */
export const memoryOf = (mebibytes: number) => ({ memory: mebibytes, memorySwap: mebibytes });

/** A check that begins soon, of the servers that are Strata's own. */
export const quickCheck = (...test: string[]) => ({
  wait: true,
  waitTimeout: 120,
  healthcheck: { test: ["CMD", ...test], interval: "5s", timeout: "5s", retries: 12 },
});

import { resolve } from "node:path";
import type { Environment } from "@strata/core";
import type { DatabaseSettings } from "@strata/database/settings";
import { LocalImage } from "@strata/images/built-image";
import { dockerProvider } from "@strata/images/docker-provider";
import type { ServicesSettings } from "@strata/services/settings";
import { LocalBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { balancers, type LocalBalancer } from "./balancers";
import { Balancer, NGINX } from "./constructs/balancer";
import { DataServers } from "./constructs/data-servers";
import { Engine } from "./constructs/engine";
import { Secrets } from "./constructs/secrets";
import { Task } from "./constructs/task";
import { leftOut } from "./left-out";
import { imageNames, type LocalManifest } from "@strata/core/local-platform";
import type { LocalSettings } from "./settings";
import { localService, ownSecrets, type LocalContainer, type LocalService } from "./task";

/** The settings that are rendered. */
export interface LocalStackSettings {
  readonly services: ServicesSettings;
  readonly database: DatabaseSettings;
  readonly local: LocalSettings;
}

const ROOT = resolve(__dirname, "../../..");

/** The platform on this machine: what the services layer runs on ECS, in Docker. */
export class LocalStack extends TerraformStack {
  /** What it says of itself. */
  readonly manifest: LocalManifest;
  private readonly prefix: string;

  constructor(
    scope: Construct,
    private readonly environment: Environment,
    private readonly settings: LocalStackSettings,
  ) {
    super(scope, "local");
    const { services, database, local } = settings;
    new LocalBackend(this, { path: "terraform.tfstate" });
    dockerProvider(this);
    this.prefix = local.namePrefix ?? environment.namePrefix;
    const engine = new Engine(this, "engine", { environment: environment.name, prefix: this.prefix });
    const secrets = new Secrets(this, "secrets");
    new DataServers(this, "data", { engine, settings: database, secrets });

    const file = (layer: string): string => `packages/${layer}/environments/${environment.name}.ts`;
    const around = { database, images: local.images, fileOf: file };
    const known = Object.entries(services.services).map(([name, one]) => localService(name, one, around));
    const imageId = this.images(engine);
    const running = known.map((service) => ({
      service,
      tasks: Array.from({ length: service.tasks }, (_, index) => {
        const number = index + 1;
        return new Task(this, `${service.name}-${number}`, {
          ...{ engine, service, number, secrets, imageId },
          addressImageId: engine.image(NGINX),
        });
      }),
    }));

    const all = balancers(environment, services, local);
    for (const balancer of all) {
      new Balancer(this, `load-balancer-${balancer.name}`, { engine, balancer, services: running });
    }
    this.manifest = this.describe(known, all);
    this.addOverride("//.strata", this.manifest);
  }

  /** Images that are built here, each once, and those of other registries. */
  private images(engine: Engine): (image: LocalContainer["image"]) => string {
    const { images } = this.settings.local;
    const built = new Map<string, LocalImage>();
    return (image) => {
      if ("uri" in image) return engine.image(image.uri);
      const settings = images[image.built];
      if (settings === undefined) throw new Error(`${image.built} is not among the images that are built.`);
      const known = built.get(image.built);
      if (known !== undefined) return known.imageId;
      const name = `${imageNames(this.prefix)}${image.built}`;
      const made = new LocalImage(this, `image-${image.built}`, { image: settings, root: ROOT, name });
      built.set(image.built, made);
      return made.imageId;
    };
  }

  private describe(services: readonly LocalService[], all: readonly LocalBalancer[]): LocalManifest {
    const { environment, settings } = this;
    const databases = Object.keys(settings.database.databases);
    return {
      environment: environment.name,
      prefix: this.prefix,
      published: all.flatMap(({ name, listeners }) =>
        listeners.flatMap(({ awsPort, published }) =>
          published === undefined
            ? []
            : [{ loadBalancer: name, listener: awsPort, url: `http://127.0.0.1:${published}` }],
        ),
      ),
      tasks: Object.fromEntries(services.map(({ name, tasks }) => [name, tasks])),
      databases,
      secrets: ownSecrets(services, databases),
      leftOut: leftOut(settings.services, settings.database),
    };
  }
}

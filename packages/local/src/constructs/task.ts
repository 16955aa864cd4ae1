import { createHash } from "node:crypto";
import { Container } from "@cdktf/provider-docker/lib/container";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { LocalContainer, LocalService, Variable } from "../task";
import { EVERY_CONTAINER, memoryOf, type Engine } from "./engine";
import type { Secrets } from "./secrets";

export interface TaskProps {
  readonly engine: Engine;
  readonly service: LocalService;
  /** Which of the service's tasks, from 1. */
  readonly number: number;
  readonly secrets: Secrets;
  /** The ID of a container's image. */
  readonly imageId: (image: LocalContainer["image"]) => string;
  /** The image of the container which only holds the address. */
  readonly addressImageId: string;
}

/**
 * A task: containers which share one address, as on Fargate. The address belongs to a container which does nothing else,
 * so that a container which is started again after a failure has the address that it had.
 *
 * A task is never changed: what would be another task has another name, a digest of all that it is made of, so the new one
 * is there before the old one goes.
 */
export class Task extends Construct {
  /** By which it is reached within the network. */
  readonly host: string;
  readonly containers: readonly Container[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TaskProps,
  ) {
    super(scope, id);
    const { engine, service, number } = props;
    const { containers } = service;
    this.host = `${engine.name(service.name, String(number))}-${this.digest()}`;
    const address = new Container(this, "address", {
      ...EVERY_CONTAINER,
      name: this.host,
      image: props.addressImageId,
      entrypoint: ["sleep", "infinity"],
      labels: engine.labels(service.name),
      networksAdvanced: [{ name: engine.network.name }],
      // Nothing in it has anything to end.
      stopSignal: "SIGKILL",
      lifecycle: { createBeforeDestroy: true },
    });
    const built = new Map<string, Container>();
    for (const container of containers) built.set(container.name, this.container(container, address, built));
    this.containers = [address, ...built.values()];
  }

  /** A digest of everything that the task is made of, secret values and images included. */
  private digest(): string {
    const { service, imageId, secrets, addressImageId } = this.props;
    const images = service.containers.map(({ image }) => imageId(image));
    const values = service.containers
      .flatMap(({ variables }) => Object.values(variables))
      .flatMap((variable) => (typeof variable === "string" ? [] : [secrets.value(variable.secret)]));
    const settings = createHash("sha256").update(JSON.stringify(service.containers)).digest("hex");
    const parts = Fn.join(",", [settings, addressImageId, ...images, ...values]);
    const digest = Fn.sha256(parts);
    return Fn.substr(values.length > 0 ? (Fn.nonsensitive(digest) as string) : digest, 0, 8);
  }

  private container(
    container: LocalContainer,
    address: Container,
    built: ReadonlyMap<string, Container>,
  ): Container {
    const { engine, service, number, imageId } = this.props;
    const { name, command, user, stopSeconds, healthCheck } = container;
    const conditions = service.containers.flatMap(({ dependsOn }) => dependsOn[name] ?? []);
    const ends = conditions.some((condition) => condition === "complete" || condition === "success");
    const first = Object.entries(container.dependsOn).flatMap(([other, condition]) => {
      const before = built.get(other);
      return before === undefined ? [] : [{ before, condition }];
    });
    const postconditions = conditions.includes("success")
      ? [{ condition: "${self.exit_code == 0}", errorMessage: `${name} of ${service.name} must end with 0.` }]
      : [];
    return new Container(this, name, {
      ...EVERY_CONTAINER,
      name: `${this.host}-${name}`,
      image: imageId(container.image),
      networkMode: `container:${address.id}`,
      labels: engine.labels(service.name, `${service.name} ${number} ${name}`),
      env: Object.entries(container.variables).map(([key, value]) => `${key}=${this.text(value)}`),
      readOnly: container.readOnly,
      ...(container.writable.length > 0 && {
        tmpfs: Object.fromEntries(container.writable.map((path) => [path, ""])),
      }),
      cpus: String(container.cpus),
      ...memoryOf(container.memory),
      ...(command && { command }),
      ...(user !== undefined && { user }),
      stopTimeout: stopSeconds,
      destroyGraceSeconds: stopSeconds,
      ...(healthCheck && {
        healthcheck: {
          test: ["CMD-SHELL", healthCheck.command],
          interval: `${healthCheck.intervalSeconds}s`,
          timeout: `${healthCheck.timeoutSeconds}s`,
          retries: healthCheck.retries,
          startPeriod: `${healthCheck.startSeconds}s`,
        },
        // Docker looks for the first time after one interval.
        wait: true,
        waitTimeout: healthCheck.startSeconds + (healthCheck.retries + 1) * healthCheck.intervalSeconds + 30,
      }),
      ...(ends && { restart: "no", mustRun: false, attach: true }),
      dependsOn: first.map(({ before }) => before),
      lifecycle: {
        createBeforeDestroy: true,
        ...(postconditions.length > 0 && { postcondition: postconditions }),
      },
    });
  }

  private text(value: Variable): string {
    return typeof value === "string" ? literal(value) : this.props.secrets.value(value.secret);
  }
}

/** Text of settings, in which Terraform sees no template of its own. */
const literal = (text: string): string => text.replaceAll(/[$%]\{/g, (start) => `${start.charAt(0)}${start}`);

import { join, resolve } from "node:path";
import { DataResource } from "cdktf";
import { Construct } from "constructs";
import { balancerHost, type LocalBalancer } from "../balancers";
import { NGINX_MAIN, NGINX_RELEASE, nginxRoutes, ROUTES_DIRECTORY } from "../nginx-config";
import type { SwitchInput } from "../switch-traffic";
import type { LocalService } from "../task";
import { quickCheck, type Engine } from "./engine";
import type { Task } from "./task";

export const NGINX = "nginx:1.28";

/** The program that Terraform starts. */
const SWITCH_PROGRAM = resolve(__dirname, "../switch-traffic.js");

export interface BalancerProps {
  readonly engine: Engine;
  readonly balancer: LocalBalancer;
  /** All services, each with its tasks. */
  readonly services: readonly { readonly service: LocalService; readonly tasks: readonly Task[] }[];
}

/**
 * Nginx in the place of a load balancer. What it is started with never changes with the tasks: where requests go is written
 * beside it and taken up without an interruption, after the new tasks are there and before the old ones go.
 */
export class Balancer extends Construct {
  constructor(scope: Construct, id: string, { engine, balancer, services }: BalancerProps) {
    super(scope, id);
    const host = balancerHost(balancer.name);
    const ports = balancer.listeners.flatMap(({ port, published }) =>
      published === undefined ? [] : [{ internal: port, external: published, ip: "127.0.0.1" }],
    );
    const directory = join(host, NGINX_RELEASE);
    engine.server(this, "nginx", host, {
      image: engine.image(NGINX),
      command: ["nginx", "-g", "daemon off;"],
      upload: [{ file: "/etc/nginx/nginx.conf", content: NGINX_MAIN }],
      // Where Terraform works, in its own words: nothing that is synthesized names a folder of this machine.
      volumes: [
        { hostPath: `\${abspath(path.root)}/${directory}`, containerPath: ROUTES_DIRECTORY, readOnly: true },
      ],
      ...(ports.length > 0 && { ports }),
      ...quickCheck("sh", "-c", "kill -0 $(cat /run/nginx.pid)"),
    });

    const used = usedTargets(balancer);
    const led = services.filter(({ service }) => used.has(service.name));
    const targets = led.map(({ service: { name, check }, tasks }) => ({
      name,
      servers: tasks.map(({ host: task }) => `${task}:${check?.port ?? 80}`),
    }));
    const input: SwitchInput = {
      // By its name, without a reference: Terraform would start a new Nginx beside the old one, on the same port.
      container: engine.name(host),
      file: join(directory, "routes.conf"),
      checks: led.flatMap(({ service: { name, check }, tasks }) =>
        check === undefined ? [] : tasks.map((task) => ({ ...check, service: name, host: task.host })),
      ),
      drainSeconds: Math.max(0, ...led.map(({ service }) => service.drainSeconds)),
    };
    const variables = {
      STRATA_SWITCH: JSON.stringify(input),
      STRATA_ROUTES: nginxRoutes(balancer.listeners, targets),
    };
    new DataResource(this, "traffic", {
      triggersReplace: variables,
      dependsOn: led.flatMap(({ tasks }) => tasks.flatMap(({ containers }) => [...containers])),
      provisioners: [
        {
          type: "local-exec",
          command: `"${process.execPath}" "${SWITCH_PROGRAM}"`,
          environment: variables,
        },
      ],
      // The traffic moves before anything of the old goes, tasks of a service that is removed included.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

const usedTargets = ({ listeners }: LocalBalancer): ReadonlySet<string> =>
  new Set(
    listeners.flatMap(({ routes, fallback }) => [
      ...routes.map(({ target }) => target),
      ...(fallback === undefined ? [] : [fallback]),
    ]),
  );

import type { Environment } from "@strata/core";
import { domainName } from "@strata/services/domain-name";
import type { ServicesSettings } from "@strata/services/settings";
import { mainPort } from "@strata/services/targets";
import type { Listener, Route } from "./nginx-config";
import type { LocalSettings } from "./settings";

/** A listener of a load balancer, as it is on this machine. */
export interface LocalListener extends Listener {
  /** The port that it has on AWS. */
  readonly awsPort: number;
  /** The port on 127.0.0.1, of public load balancers. */
  readonly published: number | undefined;
}

/** A load balancer, as it is on this machine. */
export interface LocalBalancer {
  readonly name: string;
  readonly listeners: readonly LocalListener[];
}

/** The name of a load balancer within the network. */
export const balancerHost = (name: string): string => `load-balancer-${name}`;

/**
 * The load balancers with the rules of their listeners. There is no certificate on this machine: what users reach on AWS
 * by HTTPS on 443 is reached by HTTP here.
 */
export function balancers(
  environment: Environment,
  services: ServicesSettings,
  { port: firstPort }: LocalSettings,
): LocalBalancer[] {
  let nextPort = firstPort;
  return Object.entries(services.loadBalancers).map(([name, settings]) => ({
    name,
    listeners: ports(name, services).map((awsPort) => {
      const port = awsPort === mainPort(settings) ? 80 : awsPort;
      const published = settings.scheme === "public" ? nextPort++ : undefined;
      const shownPort = published ?? port;
      return { awsPort, port, published, shownPort, ...targetsOf(name, awsPort, environment, services) };
    }),
  }));
}

type Service = ServicesSettings["services"][string];

/** The port of a load balancer on which a service's users come. */
const userPort = ({ traffic }: Service, { loadBalancers }: ServicesSettings): number | undefined =>
  traffic && (traffic.port ?? mainPort(loadBalancers[traffic.loadBalancer] ?? {}));

const onBalancer = (name: string, { services }: ServicesSettings): [string, Service][] =>
  Object.entries(services).filter(([, { traffic }]) => traffic?.loadBalancer === name);

/** The ports of a load balancer: the users' main one first, then the others in rising order. */
function ports(name: string, settings: ServicesSettings): number[] {
  const main = mainPort(settings.loadBalancers[name] ?? {});
  const others = onBalancer(name, settings).flatMap(([, service]) => [
    userPort(service, settings),
    testPort(service),
  ]);
  const known = others.filter((port) => port !== undefined && port !== main);
  return [main, ...[...new Set(known)].sort((one, other) => Number(one) - Number(other))] as number[];
}

const testPort = ({ deployment }: Service): number | undefined =>
  deployment.kind === "blue-green" ? deployment.testPort : undefined;

/** Where a listener leads. On this machine the new version of a blue/green service is the one that runs. */
function targetsOf(
  balancer: string,
  port: number,
  environment: Environment,
  settings: ServicesSettings,
): Pick<Listener, "routes" | "fallback"> {
  const here = onBalancer(balancer, settings);
  const routes: (Route & { readonly priority: number })[] = [];
  let fallback: string | undefined;
  for (const [target, service] of here) {
    const rule = service.traffic?.rule;
    if (testPort(service) === port) fallback = target;
    else if (userPort(service, settings) !== port) continue;
    else if (rule === undefined) fallback = target;
    else {
      const hosts = rule.hosts.map((host) => domainName(host, environment));
      routes.push({ hosts, paths: rule.paths, target, priority: rule.priority });
    }
  }
  routes.sort((one, other) => one.priority - other.priority);
  return { routes: routes.map(({ hosts, paths, target }) => ({ hosts, paths, target })), fallback };
}

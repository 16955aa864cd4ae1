import type { EcsServiceServiceConnectConfiguration } from "@cdktf/provider-aws/lib/ecs-service";
import type { ServiceSettings } from "./settings";

/** The container which other services call by name; undefined where nobody does. */
export function connectedContainer({ connect, traffic, containers }: ServiceSettings): string | undefined {
  if (connect?.name === undefined) return undefined;
  return connect.container ?? traffic?.container ?? Object.keys(containers)[0];
}

/** How a service takes part in Service Connect; undefined where it doesn't. */
export function serviceConnect(
  settings: ServiceSettings,
  namespace: string | undefined,
  logs: { readonly group: string; readonly region: string },
): EcsServiceServiceConnectConfiguration | undefined {
  const { connect, containers } = settings;
  if (connect === undefined || namespace === undefined) return undefined;
  const container = connectedContainer(settings);
  const port = container === undefined ? undefined : containers[container]?.port;
  return {
    enabled: true,
    namespace,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logs.group,
        "awslogs-region": logs.region,
        "awslogs-stream-prefix": "service-connect",
      },
    },
    ...(connect.name === undefined || container === undefined || port === undefined
      ? {}
      : {
          service: [
            {
              portName: container,
              discoveryName: connect.name,
              clientAlias: { dnsName: connect.name, port },
            },
          ],
        }),
  };
}

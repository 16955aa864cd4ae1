import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";

export interface EndpointsProps {
  readonly name: (...parts: string[]) => string;
  readonly region: string;
  readonly vpcId: string;
  /** Services with an address inside the VPC, as in `com.amazonaws.<region>.<service>`. */
  readonly interface: readonly string[];
  /** Services with a route. */
  readonly gateway: readonly string[];
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly routeTableIds: string[];
}

/** The ways to AWS services which need no internet. */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { vpcId, name } = props;
    const serviceName = (service: string): string => `com.amazonaws.${props.region}.${service}`;
    for (const service of props.interface) {
      new VpcEndpoint(this, service.replaceAll(".", "-"), {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Interface",
        subnetIds: props.subnetIds,
        securityGroupIds: [props.securityGroupId],
        // The service's usual name resolves to the endpoint, so that no client has to know of it.
        privateDnsEnabled: true,
        tags: { Name: name("endpoint", service) },
      });
    }
    for (const service of props.gateway) {
      new VpcEndpoint(this, service, {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: "Gateway",
        routeTableIds: props.routeTableIds,
        tags: { Name: name("endpoint", service) },
      });
    }
  }
}

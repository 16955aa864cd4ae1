import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import { Fn, Lazy, Op, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { concreteName } from "../domain-name";
import type { AccessLogs } from "./access-logs";

export interface LoadBalancerProps {
  /** At most 32 characters. */
  readonly name: string;
  readonly scheme: "public" | "internal";
  /** In at least two availability zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly protect: boolean;
  /** ARN of a certificate of the same region; with one, users come by HTTPS. */
  readonly certificateArn?: string;
  /** The whole names that lead to it. */
  readonly domainNames?: readonly string[];
  /** Where requests are logged. */
  readonly accessLogs?: AccessLogs;
  /** Ports which lead users somewhere by rules only. */
  readonly portsOfRulesOnly?: readonly number[];
}

/**
 * An application load balancer with its listeners.
 *
 * A listener that leads to a target unless a rule says otherwise stands with that target (`Traffic`); one that leads
 * by rules only stands here and answers 404 to everything else. With a certificate every listener speaks HTTPS, but
 * for port 80, which redirects to 443.
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly dnsName: string;
  /** The Route 53 zone of the DNS name, for alias records. */
  readonly zoneId: string;
  /** The last part of the ARN, by which CloudWatch knows it. */
  readonly arnSuffix: string;
  /** Where users find it: its first own name, or the one that AWS gave it. */
  readonly url: string;
  /** The port on which users come, unless a target names another. */
  readonly mainPort: number;
  private readonly listeners = new Map<number, LbListener>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LoadBalancerProps,
  ) {
    super(scope, id);
    const { certificateArn, accessLogs, subnetIds, domainNames = [], portsOfRulesOnly = [] } = props;
    const balancer = new Lb(this, "load-balancer", {
      name: props.name,
      loadBalancerType: "application",
      internal: props.scheme === "internal",
      subnets: subnetIds,
      securityGroups: [props.securityGroupId],
      // Headers that no HTTP client may send are how requests are smuggled past checks.
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.protect,
      ...(accessLogs === undefined
        ? {}
        : {
            accessLogs: { bucket: accessLogs.bucket, enabled: true },
            // AWS writes a test object when logging is turned on.
            dependsOn: [accessLogs.permission],
          }),
      lifecycle: {
        precondition: [
          {
            condition: Op.gte(Fn.lengthOf(subnetIds), 2),
            errorMessage:
              `Load balancer ${props.name} needs subnets in at least two availability zones. ` +
              "Give its subnet group a second one in the settings of the network layer.",
          },
        ],
      },
    });
    this.arn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.arnSuffix = balancer.arnSuffix;
    this.mainPort = certificateArn === undefined ? 80 : 443;
    this.url = `${certificateArn === undefined ? "http" : "https"}://${concreteName(domainNames) ?? this.dnsName}`;
    for (const port of portsOfRulesOnly) {
      const notFound = { contentType: "text/plain", messageBody: "Not found", statusCode: "404" };
      this.serve(
        port,
        this.listen(this, `listener-${port}`, port, {
          type: "fixed-response",
          fixedResponse: notFound,
        }),
      );
    }
  }

  /** A listener of any port, in the scope of what it leads to. */
  listen(scope: Construct, id: string, port: number, defaultAction: LbListenerDefaultAction): LbListener {
    const { certificateArn } = this.props;
    return new LbListener(scope, id, {
      loadBalancerArn: this.arn,
      port,
      ...(certificateArn === undefined
        ? { protocol: "HTTP" }
        : { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", certificateArn }),
      defaultAction: [defaultAction],
    });
  }

  /** Makes a listener the one on which users come to a port. */
  serve(port: number, listener: LbListener): void {
    this.listeners.set(port, listener);
    if (port !== 443 || this.props.certificateArn === undefined) return;
    new LbListener(this, "redirect", {
      loadBalancerArn: this.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        {
          type: "redirect",
          redirect: {
            protocol: "HTTPS",
            port: "443",
            statusCode: "HTTP_301",
            host: "#{host}",
            path: "/#{path}",
            query: "#{query}",
          },
        },
      ],
      // A listener that moves from 80 to 443 must have moved.
      dependsOn: [listener],
    });
  }

  /**
   * The address in Terraform of a port's listener when it leads by rules only: a target that becomes its default takes
   * it over from there.
   */
  addressOfRulesOnly(port: number): string {
    const place = this.node.tryFindChild(`listener-${port}`) ?? new Construct(this, `listener-${port}`);
    return `${LbListener.tfResourceType}.${TerraformStack.of(this).getLogicalId(place.node)}`;
  }

  /** ARN of the listener on which users come to a port, whenever it is made. */
  listenerArn(port: number): string {
    return Lazy.stringValue({ produce: () => this.listeners.get(port)?.arn });
  }

  /** ARNs of the listeners that were made for users, by port. */
  get listenerArns(): ReadonlyMap<number, string> {
    return new Map([...this.listeners].map(([port, { arn }]) => [port, arn]));
  }
}

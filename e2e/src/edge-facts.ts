import { DescribeCertificateCommand, ListCertificatesCommand, type ACMClient } from "@aws-sdk/client-acm";
import { GetDistributionCommand, ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  type Action,
  type RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { GetWebACLForResourceCommand } from "@aws-sdk/client-wafv2";
import type { Aws } from "./aws";

/**
 * Listeners as `balancer scheme port -> target group`, with the TLS policy of HTTPS ones, their rules as
 * `balancer port if condition -> target group`, and target groups as `name protocol:port type path`. Sorted.
 */
export async function loadBalancing({ elb }: Aws) {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
  const names = new Map(
    TargetGroups.map(({ TargetGroupArn, TargetGroupName }) => [TargetGroupArn, TargetGroupName]),
  );
  const listeners = await Promise.all(
    LoadBalancers.map(async ({ LoadBalancerArn, LoadBalancerName, Scheme }) => {
      const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
      const lines = await Promise.all(
        Listeners.map(async ({ ListenerArn, Port, Protocol, SslPolicy, DefaultActions }) => {
          const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
          const tls = Protocol === "HTTPS" ? ` (${SslPolicy})` : "";
          return [
            `${LoadBalancerName} ${Scheme} ${Port}${tls} ${effect(DefaultActions, names)}`,
            ...Rules.filter(({ IsDefault }) => IsDefault !== true).map(
              ({ Conditions, Actions }) =>
                `${LoadBalancerName} ${Port} if ${conditions(Conditions)} ${effect(Actions, names)}`,
            ),
          ];
        }),
      );
      return lines.flat();
    }),
  );
  return {
    listeners: listeners.flat().sort(),
    targetGroups: TargetGroups.map(
      ({ TargetGroupName, Protocol, Port, TargetType, HealthCheckPath }) =>
        `${TargetGroupName} ${Protocol}:${Port} ${TargetType} ${HealthCheckPath}`,
    ).sort(),
  };
}

function effect(actions: Action[] = [], names: ReadonlyMap<string | undefined, string | undefined>): string {
  const [action] = actions;
  switch (action?.Type) {
    case "redirect": {
      const { Protocol, Host, Port, Path, Query, StatusCode } = action.RedirectConfig ?? {};
      return `redirects to ${Protocol}://${Host}:${Port}${Path}?${Query} (${StatusCode})`;
    }
    case "fixed-response":
      return `answers ${action.FixedResponseConfig?.StatusCode}`;
    default: {
      const weighted = action?.ForwardConfig?.TargetGroups ?? [];
      const arns =
        action?.TargetGroupArn === undefined
          ? weighted.map((one) => one.TargetGroupArn)
          : [action.TargetGroupArn];
      return `-> ${arns.map((arn) => names.get(arn)).join(", ")}`;
    }
  }
}

const conditions = (all: RuleCondition[] = []): string =>
  all
    .map(({ Field, HostHeaderConfig, PathPatternConfig, SourceIpConfig, Values = [] }) => {
      const values =
        HostHeaderConfig?.Values ?? PathPatternConfig?.Values ?? SourceIpConfig?.Values ?? Values;
      return `${Field} ${values.join(", ")}`;
    })
    .join(" and ");

/** Public load balancers by whether a firewall stands before them: `name: firewall`. Sorted. */
export async function firewalls({ elb, waf }: Aws): Promise<string[]> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  const lines = await Promise.all(
    LoadBalancers.filter(({ Scheme }) => Scheme === "internet-facing").map(
      async ({ LoadBalancerArn, LoadBalancerName }) => {
        const { WebACL } = await waf.send(new GetWebACLForResourceCommand({ ResourceArn: LoadBalancerArn }));
        return `${LoadBalancerName}: ${WebACL?.Name ?? "none"}`;
      },
    ),
  );
  return lines.sort();
}

/** In how many zones each load balancer is: `name: 2`. Sorted. */
export async function balancerZones({ elb }: Aws): Promise<string[]> {
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  return LoadBalancers.map((one) => `${one.LoadBalancerName}: ${one.AvailabilityZones?.length ?? 0}`).sort();
}

/**
 * Records of the zone of a domain as `name type -> what it leads to`, without those of the zone itself and of
 * certificates. Sorted.
 */
export async function records({ route53 }: Aws, domain = "example.com"): Promise<string[]> {
  const { HostedZones = [] } = await route53.send(new ListHostedZonesCommand({}));
  const zone = HostedZones.find(({ Name }) => Name === `${domain}.`);
  if (zone === undefined) throw new Error(`there is no zone ${domain}`);
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone.Id }),
  );
  return ResourceRecordSets.filter(
    ({ Type, Name }) => Type !== "NS" && Type !== "SOA" && !Name?.startsWith("_"),
  )
    .map(({ Name, Type, AliasTarget, ResourceRecords = [] }) => {
      const values = ResourceRecords.map(({ Value }) => kindOf(Value ?? ""));
      return `${Name} ${Type} -> ${AliasTarget === undefined ? values.join(", ") : kindOf(AliasTarget.DNSName ?? "")}`;
    })
    .sort();
}

/** What a name or address belongs to: load balancer, CloudFront or an address. */
function kindOf(target: string): string {
  const [, balancer] = /^(?:dualstack\.)?(.*?)-\d+\..*\.elb\.amazonaws\.com/.exec(target) ?? [];
  if (balancer !== undefined) return `load balancer ${balancer}`;
  if (target.includes("cloudfront.net")) return "CloudFront";
  return /^\d+(\.\d+){3}$/.test(target) ? "an address" : target;
}

/** Certificates as `region names state by kind of proof`. Sorted. */
export async function certificates({ acm, acmGlobal }: Aws): Promise<string[]> {
  const inRegion = async (client: ACMClient): Promise<string[]> => {
    const { CertificateSummaryList = [] } = await client.send(new ListCertificatesCommand({}));
    const region = await client.config.region();
    return Promise.all(
      CertificateSummaryList.map(async ({ CertificateArn }) => {
        const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn }));
        const { SubjectAlternativeNames = [], Status, DomainValidationOptions = [] } = Certificate ?? {};
        const methods = new Set(DomainValidationOptions.map(({ ValidationMethod }) => ValidationMethod));
        return `${region} ${SubjectAlternativeNames.sort().join(", ")} ${Status} by ${[...methods].join(", ")}`;
      }),
    );
  };
  return (await Promise.all([inRegion(acm), inRegion(acmGlobal)])).flat().sort();
}

/** What matters of each CloudFront distribution. */
export async function distributions({ cloudFront }: Aws) {
  const { DistributionList } = await cloudFront.send(new ListDistributionsCommand({}));
  return Promise.all(
    (DistributionList?.Items ?? []).map(async ({ Id }) => {
      const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id }));
      const config = Distribution?.DistributionConfig;
      return {
        names: config?.Aliases?.Items,
        certificateRegion: config?.ViewerCertificate?.ACMCertificateArn?.split(":")[3],
        tls: config?.ViewerCertificate?.MinimumProtocolVersion,
        http: config?.DefaultCacheBehavior?.ViewerProtocolPolicy,
        // The bucket answers nobody but the distribution.
        signedOrigins: config?.Origins?.Items?.every((origin) => (origin.OriginAccessControlId ?? "") !== ""),
      };
    }),
  );
}

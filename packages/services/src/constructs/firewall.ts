import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";

// Rule groups that AWS keeps: usual attacks, requests that probe for known holes, and addresses of bots and attackers.
const MANAGED_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

export interface FirewallProps {
  readonly name: string;
  readonly loadBalancerArn: string;
  /** Requests from one address within five minutes, above which it is blocked. */
  readonly requestLimit: number;
  readonly logRetentionDays: number;
}

/** AWS WAF before a load balancer. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const visibilityConfig = (metricName: string) => ({
      metricName,
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    // Statements hold statements, which cdktf has no types for: their names are Terraform's.
    const acl = new Wafv2WebAcl(this, "web-acl", {
      name: props.name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [
        {
          name: "rate",
          priority: 0,
          action: { block: {} },
          statement: { rate_based_statement: { limit: props.requestLimit, aggregate_key_type: "IP" } },
          visibilityConfig: visibilityConfig("rate"),
        },
        ...MANAGED_RULES.map((name, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
          visibilityConfig: visibilityConfig(name),
        })),
      ],
      visibilityConfig: visibilityConfig(props.name),
    });
    new Wafv2WebAclAssociation(this, "association", {
      resourceArn: props.loadBalancerArn,
      webAclArn: acl.arn,
    });
    const logs = new CloudwatchLogGroup(this, "logs", {
      // WAF writes to groups of this prefix only.
      name: `aws-waf-logs-${props.name}`,
      retentionInDays: props.logRetentionDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [logs.arn],
      // What passed is in the access logs already.
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
      redactedFields: ["authorization", "cookie"].map((name) => ({ singleHeader: { name } })),
    });
  }
}

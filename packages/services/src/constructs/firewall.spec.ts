import { synthesizeIn } from "@strata/core/testing";
import { Firewall } from "./firewall";

const stack = synthesizeIn((scope) => {
  new Firewall(scope, "firewall", {
    name: "test-web",
    loadBalancerArn: "arn:balancer",
    requestLimit: 500,
    logRetentionDays: 14,
  });
});

test("blocks floods first, then what AWS knows as attacks", () => {
  const { rule, default_action } = stack.resource("aws_wafv2_web_acl");
  expect(default_action).toEqual({ allow: {} });
  expect(rule).toMatchObject([
    {
      priority: 0,
      action: { block: {} },
      statement: { rate_based_statement: { limit: 500, aggregate_key_type: "IP" } },
    },
    {
      priority: 1,
      override_action: { none: {} },
      statement: {
        managed_rule_group_statement: { vendor_name: "AWS", name: "AWSManagedRulesAmazonIpReputationList" },
      },
    },
    { priority: 2, name: "AWSManagedRulesCommonRuleSet" },
    { priority: 3, name: "AWSManagedRulesKnownBadInputsRuleSet" },
  ]);
  expect(stack.resource("aws_wafv2_web_acl_association").resource_arn).toBe("arn:balancer");
});

test("logs what it stopped, without what signs users in", () => {
  expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
    name: "aws-waf-logs-test-web",
    retention_in_days: 14,
  });
  const { logging_filter, redacted_fields } = stack.resource("aws_wafv2_web_acl_logging_configuration");
  expect(logging_filter).toMatchObject({ default_behavior: "DROP" });
  expect(redacted_fields).toEqual([
    { single_header: { name: "authorization" } },
    { single_header: { name: "cookie" } },
  ]);
});

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { statements, synthesizeIn, testEnvironment } from "@strata/core/testing";
import type { TerraformStack } from "cdktf";
import { AccessLogs } from "./access-logs";
import { StaticSite, type StaticSiteProps } from "./static-site";

const environment = testEnvironment();

const site = (change: (scope: TerraformStack) => Partial<StaticSiteProps> = () => ({})) =>
  synthesizeIn((scope) => {
    new StaticSite(scope, "site", {
      environment,
      name: "test-site",
      bucketName: "test-site",
      settings: { singlePageApp: false, priceClass: "PriceClass_200" },
      ...change(scope),
    });
  });

const ofDistribution = {
  Principal: { Service: "cloudfront.amazonaws.com" },
  Condition: {
    StringEquals: {
      "aws:SourceArn": expect.stringMatching(/^\$\{aws_cloudfront_distribution\..*\.arn\}$/) as string,
    },
  },
};

test("only its own distribution reads the files, and may decrypt them", () => {
  const stack = site();
  expect(statements(stack.resource("aws_s3_bucket_policy").policy)).toContainEqual({
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: [expect.stringMatching(/\/\*$/) as string],
    ...ofDistribution,
  });
  expect(statements(stack.resource("aws_kms_key").policy)).toContainEqual({
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: ["*"],
    ...ofDistribution,
  });
  expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
    restrict_public_buckets: true,
  });
});

test("shows index.html, by HTTPS and IPv6 too, with the headers which browsers heed", () => {
  expect(site().resource("aws_cloudfront_distribution")).toMatchObject({
    default_root_object: "index.html",
    is_ipv6_enabled: true,
    default_cache_behavior: {
      viewer_protocol_policy: "redirect-to-https",
      response_headers_policy_id: "67f7725c-6f97-4210-82d7-5512b31e9d03",
    },
    viewer_certificate: { cloudfront_default_certificate: true },
    custom_error_response: [],
  });
});

test("an app that routes in the browser gets index.html for every path", () => {
  const { custom_error_response } = site(() => ({
    settings: { singlePageApp: true, priceClass: "PriceClass_100" },
  })).resource("aws_cloudfront_distribution");
  const page = { response_code: 200, response_page_path: "/index.html" };
  expect(custom_error_response).toEqual([
    { error_code: 403, ...page },
    { error_code: 404, ...page },
  ]);
});

test("its names need TLS 1.2, and lead to it by both kinds of address", () => {
  const stack = site(() => ({
    certificateArn: "arn:certificate",
    names: { domainNames: ["static.example.com"], zoneId: "zone" },
  }));
  expect(stack.resource("aws_cloudfront_distribution")).toMatchObject({
    aliases: ["static.example.com"],
    viewer_certificate: {
      acm_certificate_arn: "arn:certificate",
      minimum_protocol_version: "TLSv1.2_2021",
      ssl_support_method: "sni-only",
    },
  });
  expect(Object.values(stack.resources("aws_route53_record")).map(({ type }) => type)).toEqual(["AAAA", "A"]);
});

test("logs into the log bucket, from the region of CloudFront", () => {
  const stack = site((scope) => ({
    logs: {
      accessLogs: new AccessLogs(scope, "logs", { environment, bucketName: "logs", days: 30 }),
      provider: new AwsProvider(scope, "us-east-1", { alias: "us-east-1", region: "us-east-1" }),
    },
  }));
  expect(stack.resource("aws_cloudwatch_log_delivery_source")).toMatchObject({
    provider: "aws.us-east-1",
    log_type: "ACCESS_LOGS",
  });
  expect(stack.resource("aws_cloudwatch_log_delivery")).toMatchObject({
    provider: "aws.us-east-1",
    depends_on: [expect.stringMatching(/^aws_s3_bucket_policy\.logs_/) as string],
  });
});

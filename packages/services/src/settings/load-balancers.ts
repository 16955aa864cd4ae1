import { between, name, port, retentionDays } from "@strata/core/fields";
import { z } from "zod";
import { hostName, recordName } from "./names";

const path = z.string().startsWith("/", "must begin with /");

const certificateArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/, "must be the ARN of an ACM certificate");

/** An application load balancer. */
export const loadBalancer = z.strictObject({
  scheme: z.enum(["public", "internal"]).describe("Whether it is reached from the internet."),
  subnetGroup: name.describe("Subnet group of the network layer, in two availability zones at least."),
  securityGroup: name.describe("Security group of the network layer."),
  certificate: z
    .union([
      z.strictObject({ name: name.describe("Certificate of the network layer.") }),
      z.strictObject({ arn: certificateArn.describe("A certificate of the environment's region.") }),
    ])
    .optional()
    .describe("With one, users come by HTTPS on 443, and 80 redirects there; without, by HTTP on 80."),
  records: z
    .array(recordName)
    .default([])
    .describe("Names within the environment's domain that lead to it; @ is the domain itself."),
  waf: z
    .boolean()
    .optional()
    .meta({ defaultText: "`true` for public load balancers, `false` for internal ones" })
    .describe("Whether AWS WAF looks at requests first: known attacks, addresses of bad repute, floods."),
  wafRequestLimit: between(10, 2_000_000_000, "requests")
    .default(2000)
    .describe("Requests from one address within five minutes, above which WAF blocks it."),
  wafLogRetentionDays: retentionDays
    .default(30)
    .describe("Days for which CloudWatch keeps the log of what WAF stopped or counted."),
  accessLogs: z.boolean().default(true).describe("Whether each request is logged in the layer's log bucket."),
});

const rule = z
  .strictObject({
    hosts: z
      .array(hostName)
      .default([])
      .describe("Hosts of the requests: names within the environment's domain, or whole ones."),
    paths: z.array(path).default([]).describe("Paths of the requests, with * and ?, such as /api/*."),
    priority: between(1, 50_000, "a priority").describe("Of the rules that fit, the lowest is taken."),
  })
  .refine(
    // "Quotas for your Application Load Balancers": condition values per rule.
    ({ hosts, paths }) => hosts.length + paths.length >= 1 && hosts.length + paths.length <= 5,
    "must have one to five hosts and paths together, as AWS allows",
  );

/** How requests get from a load balancer to what serves them. */
export const traffic = z.strictObject({
  loadBalancer: name.describe("Load balancer of this layer."),
  port: port
    .optional()
    .meta({ defaultText: "443 where the load balancer has a certificate, else 80" })
    .describe("Port of the load balancer; several targets may share it, one without a rule."),
  rule: rule.optional().describe("Which requests it gets; left out for all that no rule leads elsewhere."),
  healthCheckPath: path.default("/healthcheck").describe("Answers when the target can serve."),
  healthCheckCodes: z
    .string()
    .regex(/^\d{3}([,-]\d{3})*$/, "must be HTTP status codes, such as 200, 200,302 or 200-399")
    .default("200")
    .describe("Status codes of a good answer."),
  healthCheckSeconds: between(10, 300, "seconds")
    .default(15)
    .describe("Seconds between two health checks; two of a kind decide."),
  deregistrationSeconds: between(0, 3600, "seconds")
    .default(30)
    .describe("How long a target that is going away may finish its requests."),
});

/** The same for a service: a container of it serves. */
export const serviceTraffic = traffic.extend({
  container: name.optional().describe("Container which gets the requests; the first when left out."),
});

/** The same for hosts and auto scaling groups. */
export const instanceTraffic = traffic.extend({
  targetPort: port.default(80).describe("Port on which the instances listen."),
  healthCheckPath: path.default("/").describe("Answers when the instance can serve."),
});

import { statements, synthesizeIn, testEnvironment } from "@strata/core/testing";
import { AccessLogs } from "./access-logs";
import { LoadBalancer, type LoadBalancerProps } from "./load-balancer";

const props: LoadBalancerProps = {
  name: "test",
  scheme: "public",
  subnetIds: ["a", "c"],
  securityGroupId: "group",
  protect: false,
};

const balancer = (change: Partial<LoadBalancerProps> = {}) => {
  const made: LoadBalancer[] = [];
  const stack = synthesizeIn((scope) => {
    made.push(new LoadBalancer(scope, "balancer", { ...props, ...change }));
  });
  return { stack, made: made[0] as LoadBalancer };
};

test.each([
  ["public", false],
  ["internal", true],
] as const)("%s: internal is %s", (scheme, internal) => {
  expect(balancer({ scheme }).stack.resource("aws_lb")).toMatchObject({
    internal,
    load_balancer_type: "application",
  });
});

test("is protected where its environment is, and drops headers that no client may send", () => {
  expect(balancer({ protect: true }).stack.resource("aws_lb")).toMatchObject({
    enable_deletion_protection: true,
    drop_invalid_header_fields: true,
  });
});

test("is refused in a single subnet, in words", () => {
  expect(balancer().stack.resource("aws_lb").lifecycle).toMatchObject({
    precondition: [
      {
        condition: '${(length(["a", "c"]) >= 2)}',
        error_message: expect.stringContaining("at least two availability zones") as string,
      },
    ],
  });
});

test("users find it at its own name, by HTTPS where it has a certificate", () => {
  expect(balancer().made.url).toMatch(/^http:\/\/\$/);
  const domainNames = ["*.example.com", "app.example.com"];
  expect(balancer({ domainNames }).made.url).toBe("http://app.example.com");
  expect(balancer({ domainNames, certificateArn: "arn" }).made.url).toBe("https://app.example.com");
});

test("logs each request in the log bucket, where load balancers of the account alone may write", () => {
  const stack = synthesizeIn((scope) => {
    const accessLogs = new AccessLogs(scope, "logs", {
      environment: testEnvironment(),
      bucketName: "logs",
      days: 90,
    });
    new LoadBalancer(scope, "balancer", { ...props, accessLogs });
  });
  expect(stack.resource("aws_lb")).toMatchObject({
    access_logs: { enabled: true, bucket: expect.stringContaining("logs_bucket") as string },
    depends_on: [expect.stringMatching(/^aws_s3_bucket_policy\./) as string],
  });
  expect(stack.resource("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
  ]);
  expect(stack.resource("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
    {},
    { expiration: [{ days: 90 }] },
  ]);
  const allowed = statements(stack.resource("aws_s3_bucket_policy").policy).filter(
    ({ Effect }) => Effect === "Allow",
  );
  expect(allowed).toMatchObject([
    {
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Condition: {
        ArnLike: {
          "aws:SourceArn": "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/*",
        },
      },
    },
    {
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    },
  ]);
});

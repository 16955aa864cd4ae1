import { synthesizeIn } from "@strata/core/testing";
import { LoadBalancer } from "./load-balancer";

const balancer = (scheme: "public" | "internal", protect: boolean) =>
  synthesizeIn((scope) => {
    new LoadBalancer(scope, "balancer", {
      name: "test",
      scheme,
      subnetIds: ["a", "c"],
      securityGroupId: "group",
      protect,
    });
  }).resource("aws_lb");

test.each([
  ["public", false],
  ["internal", true],
] as const)("%s: internal is %s", (scheme, internal) => {
  expect(balancer(scheme, false)).toMatchObject({ internal, load_balancer_type: "application" });
});

test("is protected where its environment is, and drops headers that no client may send", () => {
  expect(balancer("public", true)).toMatchObject({
    enable_deletion_protection: true,
    drop_invalid_header_fields: true,
  });
});

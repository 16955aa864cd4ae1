import { synthesizeIn } from "@strata/core/testing";
import { Vpc } from "./vpc";

const stack = synthesizeIn((scope) => {
  new Vpc(scope, "vpc", { name: "test-vpc", cidr: "10.0.0.0/16" });
});

test("has DNS, which interface endpoints need", () => {
  expect(stack.resource("aws_vpc")).toMatchObject({
    cidr_block: "10.0.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
  });
});

test("has a default security group which lets nothing through", () => {
  const group = stack.resource("aws_default_security_group");
  expect(group).not.toHaveProperty("ingress");
  expect(group).not.toHaveProperty("egress");
});

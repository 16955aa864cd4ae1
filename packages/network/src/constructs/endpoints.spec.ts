import { synthesizeIn } from "@strata/core/testing";
import { Endpoints } from "./endpoints";

const stack = synthesizeIn((scope) => {
  new Endpoints(scope, "endpoints", {
    name: (...parts) => parts.join("-"),
    region: "ap-northeast-2",
    vpcId: "vpc",
    interface: ["ecr.api"],
    gateway: ["s3"],
    subnetIds: ["subnet"],
    securityGroupId: "group",
    routeTableIds: ["table"],
  });
});

test("an interface endpoint answers under the service's usual name; a gateway has a route", () => {
  expect(Object.values(stack.resources("aws_vpc_endpoint"))).toMatchObject([
    {
      service_name: "com.amazonaws.ap-northeast-2.ecr.api",
      vpc_endpoint_type: "Interface",
      subnet_ids: ["subnet"],
      security_group_ids: ["group"],
      private_dns_enabled: true,
    },
    {
      service_name: "com.amazonaws.ap-northeast-2.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["table"],
    },
  ]);
});

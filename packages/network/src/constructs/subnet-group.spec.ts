import { synthesizeIn } from "@strata/core/testing";
import { SubnetGroup } from "./subnet-group";

const stack = synthesizeIn((scope) => {
  new SubnetGroup(scope, "subnets", {
    name: "test-web",
    vpcId: "vpc",
    zones: ["ap-northeast-2a", "ap-northeast-2c"],
    cidrs: ["10.0.0.0/24", "10.0.1.0/24"],
    routeTableId: "table",
    assignPublicIps: true,
  });
});

test("has a subnet in each zone, named by the zone's letter", () => {
  expect(Object.values(stack.resources("aws_subnet"))).toMatchObject([
    { availability_zone: "ap-northeast-2a", cidr_block: "10.0.0.0/24", tags: { Name: "test-web-a" } },
    { availability_zone: "ap-northeast-2c", cidr_block: "10.0.1.0/24", tags: { Name: "test-web-c" } },
  ]);
});

test("gives all of them the same routes", () => {
  const associations = Object.values(stack.resources("aws_route_table_association"));
  expect(associations.map(({ route_table_id }) => route_table_id)).toEqual(["table", "table"]);
});

test("assigns public addresses where it is asked to", () => {
  for (const subnet of Object.values(stack.resources("aws_subnet"))) {
    expect(subnet.map_public_ip_on_launch).toBe(true);
  }
});

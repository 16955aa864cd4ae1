import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { synthesizeIn } from "@strata/core/testing";
import { SubnetGroup } from "./subnet-group";

const stack = synthesizeIn((scope) => {
  const range = new VpcIpv4CidrBlockAssociation(scope, "range", { vpcId: "vpc", cidrBlock: "100.64.0.0/20" });
  new SubnetGroup(scope, "subnets", {
    name: "test-web",
    vpcId: "vpc",
    subnets: [
      { zone: "ap-northeast-2a", cidr: "10.0.0.0/24", routeTableId: "table-a" },
      { zone: "ap-northeast-2c", cidr: "100.64.0.0/24", routeTableId: "table-c", range },
    ],
    assignPublicIps: true,
  });
});

const [first, second] = Object.values(stack.resources("aws_subnet"));

test("has a subnet in each zone, named by the zone's letter", () => {
  expect([first, second]).toMatchObject([
    { availability_zone: "ap-northeast-2a", cidr_block: "10.0.0.0/24", tags: { Name: "test-web-a" } },
    { availability_zone: "ap-northeast-2c", cidr_block: "100.64.0.0/24", tags: { Name: "test-web-c" } },
  ]);
});

test("gives each its route table", () => {
  const associations = Object.values(stack.resources("aws_route_table_association"));
  expect(associations.map(({ route_table_id }) => route_table_id)).toEqual(["table-a", "table-c"]);
});

test("assigns public addresses where it is asked to", () => {
  for (const subnet of [first, second]) expect(subnet?.map_public_ip_on_launch).toBe(true);
});

test("a subnet in a range that the VPC gets later waits for it", () => {
  expect(first).not.toHaveProperty("depends_on");
  expect(second).toMatchObject({ depends_on: ["aws_vpc_ipv4_cidr_block_association.range"] });
});

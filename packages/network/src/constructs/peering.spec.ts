import { synthesizeIn } from "@strata/core/testing";
import { Peering } from "./peering";

const stack = synthesizeIn((scope) => {
  new Peering(scope, "peer", {
    name: "test-peer-staging",
    vpcId: "vpc",
    peerVpcId: "vpc-staging",
    cidrs: ["10.9.0.0/16", "100.64.0.0/20"],
    routeTableIds: { private: "table" },
  });
});

test("the connection is accepted at once, as both ends are in one account", () => {
  expect(stack.resource("aws_vpc_peering_connection")).toMatchObject({
    vpc_id: "vpc",
    peer_vpc_id: "vpc-staging",
    auto_accept: true,
  });
});

test("each of our tables leads to each range of the peer", () => {
  const routes = Object.values(stack.resources("aws_route"));
  expect(
    routes.map(({ route_table_id, destination_cidr_block }) => [route_table_id, destination_cidr_block]),
  ).toEqual([
    ["table", "100.64.0.0/20"],
    ["table", "10.9.0.0/16"],
  ]);
});

import { synthesizeIn } from "@strata/core/testing";
import { NatGateways, type NatGatewaysProps } from "./nat-gateways";
import { Vpc } from "./vpc";

const synthesize = (props: Pick<NatGatewaysProps, "subnetIds" | "tables">) =>
  synthesizeIn((scope) => {
    const vpc = new Vpc(scope, "vpc", { name: "vpc", cidr: "10.0.0.0/16" });
    new NatGateways(scope, "nat", { name: (...parts) => parts.join("-"), vpc, ...props });
  });

const one = synthesize({
  subnetIds: { a: "public-a" },
  tables: { private: [{ zone: undefined, id: "private" }] },
});

const perZone = synthesize({
  subnetIds: { a: "public-a", c: "public-c" },
  tables: {
    private: [
      { zone: "a", id: "private-a" },
      { zone: "c", id: "private-c" },
    ],
  },
});

const text = (pattern: string): unknown => expect.stringContaining(pattern);

test("a gateway has an Elastic IP, and neither is made before the internet gateway", () => {
  const waits = { depends_on: [text("aws_internet_gateway")] };
  expect(one.resource("aws_nat_gateway")).toMatchObject({
    subnet_id: "public-a",
    allocation_id: text("aws_eip"),
    ...waits,
  });
  expect(one.resource("aws_eip")).toMatchObject({ domain: "vpc", ...waits });
});

test("one gateway serves all zones", () => {
  expect(one.resource("aws_route")).toMatchObject({
    route_table_id: "private",
    destination_cidr_block: "0.0.0.0/0",
    nat_gateway_id: text("nat_a_"),
  });
});

test("with a gateway in each zone, each zone leads to its own", () => {
  expect(Object.values(perZone.resources("aws_route"))).toMatchObject([
    { route_table_id: "private-a", nat_gateway_id: text("nat_a_") },
    { route_table_id: "private-c", nat_gateway_id: text("nat_c_") },
  ]);
});

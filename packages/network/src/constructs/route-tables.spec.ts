import { synthesizeIn } from "@strata/core/testing";
import { RouteTables } from "./route-tables";

const stack = synthesizeIn((scope) => {
  new RouteTables(scope, "routes", {
    name: (...parts) => parts.join("-"),
    vpcId: "vpc",
    internetGatewayId: "igw",
    tables: { public: "internet", private: "isolated" },
  });
});

test("makes a table for each name", () => {
  const tables = Object.values(stack.resources("aws_route_table"));
  expect(tables.map(({ tags }) => tags)).toEqual([{ Name: "route-private" }, { Name: "route-public" }]);
});

test("only the table that leads to the internet has a default route", () => {
  expect(stack.resource("aws_route")).toMatchObject({
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "igw",
    route_table_id: expect.stringContaining("routes_public") as string,
  });
});

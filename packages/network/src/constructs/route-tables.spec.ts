import { synthesizeIn } from "@strata/core/testing";
import { RouteTables, type RouteTablesProps } from "./route-tables";
import { Vpc } from "./vpc";

function build(changes: Partial<RouteTablesProps> = {}) {
  let tables: RouteTables | undefined;
  const stack = synthesizeIn((scope) => {
    tables = new RouteTables(scope, "routes", {
      name: (...parts) => parts.join("-"),
      vpc: new Vpc(scope, "vpc", { name: "vpc", cidr: "10.0.0.0/16" }),
      tables: { public: "internet", private: "nat", db: "isolated" },
      natZones: [],
      ...changes,
    });
  });
  return { stack, tables: tables as RouteTables };
}

const names = ({ stack }: ReturnType<typeof build>): unknown =>
  Object.values(stack.resources("aws_route_table")).map(({ tags }) => (tags as { Name: string }).Name);

test("makes a table for each name", () => {
  expect(names(build())).toEqual(["route-db", "route-private", "route-public"]);
});

test("only the table that leads to the internet has a default route of its own", () => {
  expect(build().stack.resource("aws_route")).toMatchObject({
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: expect.stringContaining("internet-gateway") as string,
    route_table_id: expect.stringContaining("routes_public") as string,
  });
});

test("where each zone has its NAT gateway, a table that leads there is one for each zone", () => {
  const zonal = build({ natZones: ["a", "c"] });
  expect(names(zonal)).toEqual(["route-db", "route-private-a", "route-private-c", "route-public"]);
  expect(zonal.tables.all("private").map(({ zone }) => zone)).toEqual(["a", "c"]);
  expect(zonal.tables.idIn("private", "c")).toBe(zonal.tables.all("private")[1]?.id);
  expect(zonal.tables.idIn("db", "c")).toBe(zonal.tables.all("db")[0]?.id);
});

import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";

export interface RouteTablesProps {
  readonly name: (...parts: string[]) => string;
  readonly vpcId: string;
  readonly internetGatewayId: string;
  /** Where the default route of each table leads. */
  readonly tables: Readonly<Record<string, "internet" | "isolated">>;
}

/** The route tables of a VPC, by the names of the settings. */
export class RouteTables extends Construct {
  private readonly ids: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { name, vpcId, internetGatewayId, tables }: RouteTablesProps) {
    super(scope, id);
    this.ids = Object.fromEntries(
      Object.entries(tables).map(([key, leads]) => {
        const table = new RouteTable(this, key, { vpcId, tags: { Name: name("route", key) } });
        if (leads === "internet") {
          new Route(this, `${key}-default`, {
            routeTableId: table.id,
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: internetGatewayId,
          });
        }
        return [key, table.id];
      }),
    );
  }

  /** The table's ID; the settings are checked to name only tables that exist. */
  id(name: string): string {
    return this.ids[name] as string;
  }
}

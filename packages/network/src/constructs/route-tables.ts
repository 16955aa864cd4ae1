import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";
import type { VpcReference } from "./vpc";

export interface RouteTablesProps {
  readonly name: (...parts: string[]) => string;
  readonly vpc: VpcReference;
  /** Where the default route of each table leads. The routes to NAT gateways are made by `NatGateways`. */
  readonly tables: Readonly<Record<string, "internet" | "isolated" | "nat">>;
  /** Letters of the zones that have a NAT gateway of their own; none where all use one. */
  readonly natZones: readonly string[];
}

/** A route table of AWS: all of one in the settings, or its part for a single zone. */
export interface ZoneTable {
  /** Letter of the zone; undefined for a table of all zones. */
  readonly zone: string | undefined;
  readonly id: string;
}

/** The route tables of a VPC, by the names of the settings. */
export class RouteTables extends Construct {
  private readonly tables: Readonly<Record<string, readonly ZoneTable[]>>;

  constructor(scope: Construct, id: string, { name, vpc, tables, natZones }: RouteTablesProps) {
    super(scope, id);
    const { id: vpcId } = vpc;
    this.tables = Object.fromEntries(
      Object.entries(tables).map(([key, leads]): [string, readonly ZoneTable[]] => {
        if (leads === "nat" && natZones.length > 0) {
          const zones = new Construct(this, key);
          const tags = (zone: string) => ({ Name: name("route", key, zone) });
          return [
            key,
            natZones.map((zone) => ({
              zone,
              id: new RouteTable(zones, zone, { vpcId, tags: tags(zone) }).id,
            })),
          ];
        }
        const table = new RouteTable(this, key, { vpcId, tags: { Name: name("route", key) } });
        if (leads === "internet") {
          new Route(this, `${key}-default`, {
            routeTableId: table.id,
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: vpc.internetGateway.id,
          });
        }
        return [key, [{ zone: undefined, id: table.id }]];
      }),
    );
  }

  /** The tables of a name; the settings are checked to name only tables that exist. */
  all(name: string): readonly ZoneTable[] {
    return this.tables[name] as readonly ZoneTable[];
  }

  /** The ID of the table which a subnet in a zone has. */
  idIn(name: string, zone: string): string {
    const tables = this.all(name);
    return (tables.find((table) => table.zone === zone) ?? (tables[0] as ZoneTable)).id;
  }
}

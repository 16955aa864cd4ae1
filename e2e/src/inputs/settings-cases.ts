/** Wrong settings which no schema of a single value sees: what does not fit together. */

type Settings = Record<string, unknown>;

/** One wrong version of a blueprint's settings. */
export interface SettingsCase {
  readonly title: string;
  readonly blueprint: string;
  /** The place that the answer must name. */
  readonly path: string;
  /** Makes it wrong. */
  readonly change: (settings: Settings) => void;
}

/** Sets a value deep within settings; `undefined` takes it away. */
function set(settings: Settings, path: readonly string[], value: unknown): void {
  const [last = "", ...rest] = [...path].reverse();
  const parent = rest.reverse().reduce<Settings>((at, key) => at[key] as Settings, settings);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
}

/** A case which sets one value; the answer must name the place of it, or another one. */
const sets = (
  title: string,
  path: string,
  value: unknown,
  { blueprint = "sbcntr", says = path }: { blueprint?: string; says?: string } = {},
): SettingsCase => ({
  title,
  blueprint,
  path: says,
  change: (settings) => {
    set(
      settings,
      path.split(/[.[\]]+/).filter((part) => part !== ""),
      value,
    );
  },
});

/** By layer. */
export const SETTINGS_CASES: Readonly<Record<string, readonly SettingsCase[]>> = {
  network: [
    sets("neither a range nor a VPC", "cidr", undefined),
    sets("a VPC that is too large", "cidr", "10.0.0.0/8"),
    sets("a range off its boundary", "cidr", "10.0.0.1/16"),
    sets("an address of IPv6", "cidr", "fd00::/64"),
    sets("no number", "cidr", "ten"),
    sets("a second range beside a foreign one", "secondaryCidrs", ["192.168.0.0/16"], {
      says: "secondaryCidrs[0]",
    }),
    sets("one zone only", "availabilityZones", ["a"]),
    sets("a zone twice", "availabilityZones", ["a", "a"]),
    sets("a zone with its region", "availabilityZones[0]", "ap-northeast-2a"),
    sets("a subnet outside of the VPC", "subnetGroups.db.cidrs[0]", "10.1.0.0/24"),
    sets("subnets which overlap", "subnetGroups.db.cidrs[1]", "10.0.16.0/24"),
    sets("a subnet that is too small", "subnetGroups.db.cidrs[0]", "10.0.16.0/29"),
    sets(
      "more subnets than zones",
      "subnetGroups.db.cidrs",
      ["10.0.16.0/24", "10.0.17.0/24", "10.0.18.0/24"],
      {
        says: "subnetGroups.db",
      },
    ),
    sets("a route table that is not there", "subnetGroups.db.routeTable", "nowhere"),
    sets("ranges and a prefix", "subnetGroups.db.prefix", 24, { says: "subnetGroups.db" }),
    sets("a way that there is not", "routeTables.app", "satellite"),
    sets("NAT without a place for it", "routeTables.app", "nat", { says: "natSubnetGroup" }),
    sets("SSH for the world", "rules[0].port", 22, { says: "rules[0].from[0]" }),
    sets("Remote Desktop for the world", "rules[0].port", 3389, { says: "rules[0].from[0]" }),
    sets("port 0", "rules[0].port", 0),
    sets("a port too many", "rules[0].port", 65536),
    sets("nobody may connect", "rules[0].from", []),
    sets("from somewhere unknown", "rules[0].from[0]", "moon"),
    sets("to somewhere unknown", "rules[0].to", "moon"),
    sets("a group with the name of the world", "securityGroups.world", "Everybody"),
    sets("endpoints in a group that is not there", "endpoints.subnetGroup", "nowhere"),
    sets("endpoints behind a wall that is not there", "endpoints.securityGroup", "nowhere"),
    sets("a gateway which AWS has not", "endpoints.gateway[0]", "sqs"),
    sets(
      "a certificate without a zone",
      "certificates",
      { web: { names: ["@"], for: "cloudfront" } },
      {
        says: "certificates.web",
      },
    ),
    sets(
      "a peer with our own range",
      "peers",
      {
        other: { vpcId: "vpc-0123456789abcdef0", cidrs: ["10.0.0.0/24"], routeTables: ["app"] },
      },
      { says: "peers.other.cidrs[0]" },
    ),
    sets(
      "a private key as a public one",
      "keyPairs",
      { admin: "-----BEGIN OPENSSH PRIVATE KEY-----" },
      {
        says: "keyPairs.admin",
      },
    ),
    sets("logs kept for two days", "flowLogs", { retentionDays: 2 }, { says: "flowLogs.retentionDays" }),
    sets("settings which are none", "cidr", { from: "10.0.0.0", to: "10.0.255.255" }),
  ],
  registry: [
    sets(
      "upper case in the name of a repository",
      "repositories",
      { "Sbcntr-Backend": {} },
      {
        says: 'repositories["Sbcntr-Backend"]',
      },
    ),
    sets(
      "a repository with a tag",
      "repositories",
      { "backend:v1": {} },
      { says: 'repositories["backend:v1"]' },
    ),
    sets(
      "images kept for ever",
      "repositories",
      { backend: { keepTagged: Infinity } },
      {
        says: "repositories.backend.keepTagged",
      },
    ),
    sets(
      "a right which there is not",
      "cliUsers",
      { ann: { access: "admin" } },
      {
        says: "cliUsers.ann.access",
      },
    ),
    sets("a list of repositories", "repositories", ["backend"]),
  ],
  services: [
    sets("a load balancer of no kind", "loadBalancers.frontend.scheme", "open"),
    sets("a port that is a text", "services.backend.containers.app.port", "80"),
    sets("a service without containers", "services.backend.containers", {}),
    sets("capacity that there is not", "services.backend.capacity", "mainframe"),
    sets(
      "more tasks at least than at most",
      "services.backend.autoscaling",
      { min: 5, max: 2 },
      {
        says: "services.backend.autoscaling",
      },
    ),
    sets("memory that Fargate has not", "services.backend.memory", 1000),
    sets(
      "traffic from a load balancer that is not there",
      "services.backend.traffic",
      { loadBalancer: "none" },
      {
        says: "services.backend.traffic.loadBalancer",
      },
    ),
  ],
  database: [
    sets("a name that MySQL refuses", "databases.main.databaseName", "1st base"),
    sets("a database of no kind", "databases.main.engine", "oracle"),
    sets("a password in the settings", "databases.main.password", "hunter2", { says: "databases.main" }),
  ],
};

/** Settings, which are right, of layers that no blueprint has; by layer. */
export const SETTINGS_OF_NO_BLUEPRINT: Readonly<Record<string, object>> = {
  images: { images: { "sbcntr-backend": { context: "apps/backend", dockerfile: "Dockerfile" } } },
};

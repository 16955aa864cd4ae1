import type { Checkout } from "./checkout";

/** A change as a person makes it, in settings or code, on a platform which has all changes before it. */
export interface Change {
  readonly what: string;
  /** The layers whose files are edited. */
  readonly layers: readonly string[];
  readonly edit: (checkout: Checkout) => void;
}

const settings = (layer: string): string => `packages/${layer}/environments/sbcntr.ts`;

/** A service with its repository and its pipeline, as each layer's settings have it. */
const worker = (repository: string) => ({
  repository: `, "${repository}": {}`,
  service: `    worker: {
      containers: { app: { image: { repository: "${repository}", tag: "v1" } } },
      ...tasks,
      subnetGroup: "container",
      securityGroup: "container",
    },
`,
  pipeline: `    worker: {
      service: "worker",
      repository: "${repository}",
      source: { repository: "owner/worker" },
      deployment: { kind: "rolling" },
    },
`,
});

const WORKER = worker("sbcntr-worker");
const RENAMED = worker("sbcntr-jobs");

/** Ten changes of different kinds, and each crosses layers or shows that it doesn't. */
export const CHANGES: readonly Change[] = [
  {
    what: "a security group is added, and a service is moved into it at once",
    layers: ["network", "services"],
    edit(checkout) {
      const network = settings("network");
      checkout.edit(network, "    internal: ", '    web: "Pages",\n    internal: ');
      checkout.edit(network, /"front-container", "management"\]/g, '"front-container", "web", "management"]');
      checkout.edit(
        network,
        '    { from: ["ingress"]',
        '    { from: ["ingress"], to: "web", port: 80 },\n    { from: ["ingress"]',
      );
      checkout.edit(settings("services"), 'securityGroup: "front-container"', 'securityGroup: "web"');
    },
  },
  {
    what: "a third availability zone: the lists of subnets of the load balancer and of the database grow",
    layers: ["network"],
    edit(checkout) {
      const network = settings("network");
      checkout.edit(network, 'availabilityZones: ["a", "c"]', 'availabilityZones: ["a", "c", "b"]');
      checkout.edit(network, '"10.0.1.0/24"]', '"10.0.1.0/24", "10.0.2.0/24"]');
      checkout.edit(network, '"10.0.17.0/24"]', '"10.0.17.0/24", "10.0.18.0/24"]');
    },
  },
  {
    what: "a repository, a service which runs its image, and a pipeline for it",
    layers: ["registry", "services", "pipeline"],
    edit(checkout) {
      checkout.edit(
        settings("registry"),
        '"sbcntr-frontend": {}',
        `"sbcntr-frontend": {}${WORKER.repository}`,
      );
      checkout.edit(settings("services"), "  services: {\n", `  services: {\n${WORKER.service}`);
      checkout.edit(settings("pipeline"), "  pipelines: {\n", `  pipelines: {\n${WORKER.pipeline}`);
    },
  },
  {
    what: "a cache in a security group of its own, whose address a service gets: three layers in a row",
    layers: ["network", "database", "services"],
    edit(checkout) {
      const network = settings("network");
      checkout.edit(network, "    internal: ", '    cache: "Cache",\n    internal: ');
      checkout.edit(network, "  rules: [\n", '  rules: [\n    { from: ["web"], to: "cache", port: 6379 },\n');
      checkout.edit(
        settings("database"),
        "  databases: {\n",
        '  caches: { sessions: { subnetGroup: "db" } },\n  databases: {\n',
      );
      checkout.edit(
        settings("services"),
        "environment: { BACKEND_URL",
        'environment: { SESSIONS: { cache: "sessions", key: "url" }, BACKEND_URL',
      );
    },
  },
  {
    what: "an output is added to a contract, and used at once (code)",
    layers: ["network", "services"],
    edit(checkout) {
      checkout.edit(
        "packages/network/src/contract.ts",
        "  vpcCidr: ",
        '  zones: list("Availability zones, in their order."),\n  vpcCidr: ',
      );
      checkout.edit(
        "packages/network/src/stack.ts",
        "      vpcCidr: cidr,\n",
        "      vpcCidr: cidr,\n      zones: settings.availabilityZones.map((letter) => environment.region + letter),\n",
      );
      const services = "packages/services/src/stack.ts";
      checkout.edit(
        services,
        "\n\n",
        '\nimport { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";\nimport { Fn } from "cdktf";\n\n',
      );
      checkout.edit(
        services,
        "    const database = this.read(databaseContract);\n",
        `    const database = this.read(databaseContract);
    new SsmParameter(this, "zones", {
      name: \`/\${this.name(["zones"])}\`,
      type: "StringList",
      value: Fn.join(",", this.network.zones),
    });
`,
      );
    },
  },
  {
    what: "a container is renamed: a known value of an output changes",
    layers: ["services"],
    edit(checkout) {
      checkout.edit(settings("services"), /app: \{(\s+image: \{ repository: "sbcntr-frontend")/, "web: {$1");
    },
  },
  {
    what: "the topic of alarms is renamed (code): it is replaced, and its ARN is not known yet",
    layers: ["services"],
    edit(checkout) {
      checkout.edit(
        "packages/services/src/stack.ts",
        'this.name(["alarms"])',
        'this.name(["notifications"])',
      );
    },
  },
  {
    what: "two layers change in what nobody reads: a security group of the network's own is renamed, fewer images are kept",
    layers: ["network", "registry"],
    edit(checkout) {
      const network = settings("network");
      checkout.edit(network, '    egress: "', '    endpoints: "');
      checkout.edit(network, 'to: "egress"', 'to: "endpoints"');
      checkout.edit(network, 'securityGroup: "egress"', 'securityGroup: "endpoints"');
      checkout.edit(settings("registry"), '"sbcntr-backend": {}', '"sbcntr-backend": { keepTagged: 50 }');
    },
  },
  {
    what: "two layers that others read change at once: a secret is replaced (code), a repository gets another name",
    layers: ["registry", "database", "services", "pipeline"],
    edit(checkout) {
      checkout.edit(
        "packages/database/src/stack.ts",
        '["database", name, "connection"]',
        '["database", name, "address"]',
      );
      checkout.edit(settings("registry"), WORKER.repository, RENAMED.repository);
      checkout.edit(settings("services"), WORKER.service, RENAMED.service);
      checkout.edit(settings("pipeline"), WORKER.pipeline, RENAMED.pipeline);
    },
  },
  {
    what: "and back: the repository, its service and its pipeline go again",
    layers: ["registry", "services", "pipeline"],
    edit(checkout) {
      checkout.edit(settings("registry"), RENAMED.repository, "");
      checkout.edit(settings("services"), RENAMED.service, "");
      checkout.edit(settings("pipeline"), RENAMED.pipeline, "");
    },
  },
];

/** A replacement which gives the same values again: only AWS knows that before. */
export const SAME_AGAIN: Change = {
  what: "repositories are encrypted with another key: they are replaced under the same names (code)",
  layers: ["registry"],
  edit(checkout) {
    checkout.edit(
      "packages/registry/src/constructs/repository.ts",
      '[{ encryptionType: "KMS", kmsKey: props.keyArn }]',
      '[{ encryptionType: "AES256" }]',
    );
  },
};

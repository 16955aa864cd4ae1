import { testBlueprint, type Facts } from "./blueprint";
import { machines } from "./compute-facts";
import { caches, clusters } from "./data-facts";
import { loadBalancing } from "./edge-facts";
import { reach, ruleMatrix } from "./network-facts";
import { databases, pipelines } from "./platform-facts";

const PREFIX = "devloop";

const host = { type: "t2.medium", key: "devloop-admin", tokens: "required", rootGiB: 8, encrypted: true };

const always: Facts = {
  "a bastion for administrators, private hosts, Jenkins on 8080 from the load balancer": [
    (aws) => ruleMatrix(aws, PREFIX),
    [
      "0.0.0.0/0 -> alb 443",
      "0.0.0.0/0 -> alb 80",
      "203.0.113.7/32 -> bastion 22",
      "::/0 -> alb 443",
      "::/0 -> alb 80",
      "alb -> jenkins 8080",
      "alb -> private-host 80",
      "alb -> private-host 8080",
      "bastion -> jenkins 22",
      "bastion -> private-host 22",
      "private-host -> database 3306",
    ],
  ],
  "hosts of 8 GiB, t2.medium": [
    machines,
    {
      "devloop-bastion": { ...host, type: "t3.micro", groups: ["devloop-bastion"] },
      "devloop-devloop-server": { ...host, groups: ["devloop-private-host"] },
      "devloop-elk-server": { ...host, groups: ["devloop-private-host"] },
      "devloop-jenkins": { ...host, groups: ["devloop-jenkins"] },
    },
  ],
  "the load balancer leads to devloop-server, and by a rule to Jenkins": [
    loadBalancing,
    {
      listeners: [
        "devloop-web 80 if host-header jenkins.example.com and source-ip 203.0.113.7/32 -> devloop-jenkins",
        "devloop-web internet-facing 80 -> devloop-devloop-server-targets",
      ],
      targetGroups: [
        "devloop-devloop-server-targets HTTP:8080 instance /actuator/health",
        "devloop-jenkins HTTP:8080 instance /login",
      ],
    },
  ],
  "Jenkins takes the place of CodePipeline": [pipelines, []],
};

testBlueprint({
  name: "devloop",
  facts: {
    ...always,
    "nothing leads out of the database's subnets": [
      reach,
      [
        "devloop-db-a: nothing",
        "devloop-db-c: nothing",
        "devloop-private-a: nat in devloop-public-a",
        "devloop-private-c: nat in devloop-public-a",
        "devloop-public-a: internet",
        "devloop-public-c: internet",
      ],
    ],
    "MySQL, encrypted and private, which keeps its own password": [
      databases,
      [{ engine: "mysql", encrypted: true, public: false, managedPassword: true, subnets: 2 }],
    ],
  },
  variants: [
    {
      title: "Aurora with a replica, and Redis",
      edit(checkout) {
        const database = "packages/database/environments/devloop.ts";
        checkout.edit(
          database,
          /main: \{[^]*?\n {4}\},/,
          'main: { engine: "aurora-mysql", databaseName: "devloop", replicas: 1 },',
        );
        checkout.edit(
          database,
          "  databases: {",
          '  caches: { sessions: { engine: "redis", subnetGroup: "db", securityGroup: "database" } },\n  databases: {',
        );
      },
      facts: {
        ...always,
        "a cluster with one writer and one reader": [
          clusters,
          [{ engine: "aurora-mysql", encrypted: true, managedPassword: true, writers: 1, readers: 1 }],
        ],
        "Redis, encrypted in both ways": [
          caches,
          [{ name: "devloop-sessions", encryptedAtRest: true, encryptedInTransit: true, engine: "redis" }],
        ],
      },
    },
  ],
});

import { testBlueprint, type Facts } from "./blueprint";
import { testDrift } from "./drift";
import { autoScalingGroups, extras, machines, serviceScaling, services } from "./compute-facts";
import { loadBalancing } from "./edge-facts";
import { reach, ruleMatrix, subnets } from "./network-facts";
import { repositories, users } from "./platform-facts";

const PREFIX = "workshop";
const SERVICES = "packages/services/environments/ecs-workshop.ts";

const web = {
  tasks: 2,
  deployedBy: "ECS",
  runsOn: "FARGATE:1",
  publicIp: "DISABLED",
  cpu: "256",
  memory: "512",
  ownRoles: true,
  containers: ["django:8000", "nginx:80"],
};

const always: Facts = {
  "80 to the load balancer, 22 from administrators and 10000 from the world to the Docker host": [
    (aws) => ruleMatrix(aws, PREFIX),
    [
      "0.0.0.0/0 -> alb 80",
      "0.0.0.0/0 -> docker-host 10000",
      "203.0.113.7/32 -> docker-host 22",
      "::/0 -> alb 80",
      "::/0 -> docker-host 10000",
      "alb -> task 80",
    ],
  ],
  "a Docker host of 30 GiB": [
    machines,
    {
      "workshop-docker": {
        type: "t3.small",
        key: "workshop-admin",
        groups: ["workshop-docker-host"],
        tokens: "required",
        rootGiB: 30,
        encrypted: true,
      },
    },
  ],
};

testBlueprint({
  name: "ecs-workshop",
  facts: {
    ...always,
    "two public and two private subnets": [
      subnets,
      [
        "workshop-private-a 10.3.8.0/24 ap-northeast-2a private",
        "workshop-private-c 10.3.9.0/24 ap-northeast-2c private",
        "workshop-public-a 10.3.0.0/24 ap-northeast-2a public",
        "workshop-public-c 10.3.1.0/24 ap-northeast-2c public",
      ],
    ],
    "one NAT gateway in the first public subnet": [
      reach,
      [
        "workshop-private-a: nat in workshop-public-a",
        "workshop-private-c: nat in workshop-public-a",
        "workshop-public-a: internet",
        "workshop-public-c: internet",
      ],
    ],
    "three repositories": [
      repositories,
      ["django IMMUTABLE scan", "nginx IMMUTABLE scan", "webapp IMMUTABLE scan"],
    ],
    "a user for the CLI who may push, and nothing else": [users, ["workshop-developer: workshop-image-push"]],
    "Nginx before Django on Fargate": [(aws) => services(aws, PREFIX), { web }],
    "HTTP to Nginx": [
      loadBalancing,
      {
        listeners: ["workshop-web internet-facing 80 -> workshop-web-targets"],
        targetGroups: ["workshop-web-targets HTTP:80 ip /healthcheck"],
      },
    ],
  },
  more: testDrift,
  variants: [
    {
      title: "instances of EC2 in place of Fargate",
      edit(checkout) {
        checkout.edit(SERVICES, 'capacity: "fargate"', 'capacity: { group: "instances" }');
        checkout.edit(
          SERVICES,
          "  services: {\n",
          '  capacityGroups: {\n    instances: { min: 1, max: 4, subnetGroup: "private", securityGroup: "task" },\n  },\n  services: {\n',
        );
      },
      facts: {
        ...always,
        "tasks run on the capacity provider of a group": [
          (aws) => services(aws, PREFIX),
          { web: { ...web, runsOn: "capacity-workshop-instances:1" } },
        ],
        "a group of instances": [
          autoScalingGroups,
          [
            expect.objectContaining({
              name: "workshop-capacity-instances",
              size: "1 <= 1 <= 4",
              onDemandPercent: 100,
            }),
          ],
        ],
      },
    },
    {
      title: "FireLens, Service Connect, ECS Exec, and autoscaling by CPU and requests",
      edit(checkout) {
        checkout.edit(
          SERVICES,
          '      traffic: { loadBalancer: "web", container: "nginx" },\n',
          `      traffic: { loadBalancer: "web", container: "nginx" },
      logging: { kind: "firelens" },
      connect: { name: "web" },
      exec: true,
      autoscaling: { min: 2, max: 10, cpuPercent: 60, requestsPerTarget: 500 },
`,
        );
      },
      facts: {
        ...always,
        "a log router in each task": [
          (aws) => services(aws, PREFIX),
          {
            web: {
              ...web,
              runsOn: "capacity-workshop-instances:1",
              containers: [...web.containers, "log-router:"],
            },
          },
        ],
        "tasks by CPU and requests": [
          serviceScaling,
          [
            "service/workshop-cluster/workshop-web: 2 to 10 tasks",
            "service/workshop-cluster/workshop-web: ALBRequestCountPerTarget 500",
            "service/workshop-cluster/workshop-web: ECSServiceAverageCPUUtilization 60",
          ],
        ],
        "a name in Service Connect, and a shell by ECS Exec": [
          (aws) => extras(aws, PREFIX, "web"),
          { connect: ["web"], exec: true },
        ],
      },
    },
  ],
});

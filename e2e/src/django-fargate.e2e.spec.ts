import { testBlueprint, type Facts } from "./blueprint";
import { environmentSources, rollout, services } from "./compute-facts";
import { certificates, firewalls, loadBalancing, records } from "./edge-facts";
import { reach, ruleMatrix, subnets } from "./network-facts";
import { deploymentGroup, repositories, stages } from "./platform-facts";
import { testReviewed } from "./reviewed";

const PREFIX = "django";

const django = {
  tasks: 3,
  deployedBy: "ECS",
  runsOn: "FARGATE:1",
  publicIp: "DISABLED",
  cpu: "256",
  memory: "512",
  ownRoles: true,
  containers: ["app:8000"],
};

/** What no setting of the variant changes. */
const always: Facts = {
  "two zones of public and private subnets": [
    subnets,
    [
      "django-private-a 10.1.8.0/24 ap-northeast-2a private",
      "django-private-c 10.1.9.0/24 ap-northeast-2c private",
      "django-public-a 10.1.0.0/24 ap-northeast-2a public",
      "django-public-c 10.1.1.0/24 ap-northeast-2c public",
    ],
  ],
  "80 and 443 from the world, 8000 from the load balancer only": [
    (aws) => ruleMatrix(aws, PREFIX),
    ["0.0.0.0/0 -> alb 443", "0.0.0.0/0 -> alb 80", "::/0 -> alb 443", "::/0 -> alb 80", "alb -> task 8000"],
  ],
  "a wildcard certificate, checked by DNS": [
    certificates,
    ["ap-northeast-2 *.example.com, example.com ISSUED by DNS"],
  ],
  "a name for the load balancer": [records, ["app.example.com. A -> load balancer django-web"]],
  "a firewall before the load balancer": [firewalls, ["django-web: django-web"]],
  "a repository for the image": [repositories, ["django IMMUTABLE scan"]],
};

testBlueprint({
  name: "django-fargate",
  facts: {
    ...always,
    "the way out of private subnets is one NAT gateway": [
      reach,
      [
        "django-private-a: nat in django-public-a",
        "django-private-c: nat in django-public-a",
        "django-public-a: internet",
        "django-public-c: internet",
      ],
    ],
    "80 redirects to 443, and keeps host, path and query": [
      loadBalancing,
      {
        listeners: [
          "django-web internet-facing 443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> django-django-targets",
          "django-web internet-facing 80 redirects to HTTPS://#{host}:443/#{path}?#{query} (HTTP_301)",
        ],
        targetGroups: ["django-django-targets HTTP:8000 ip /healthcheck"],
      },
    ],
    "three tasks of one container, without public addresses, with two roles": [
      (aws) => services(aws, PREFIX),
      { django },
    ],
    "tasks are replaced one by one": [
      (aws) => rollout(aws, PREFIX, "django"),
      // 134 % of three are four.
      {
        minimumHealthyPercent: 100,
        maximumPercent: 134,
        circuitBreaker: { enable: true, rollback: true },
      },
    ],
    "the environment comes from lines, a file in S3 and Parameter Store": [
      (aws) => environmentSources(aws, PREFIX, "django", "app"),
      ["DJANGO_SETTINGS_MODULE=config.settings.production", "SECRET_KEY from ssm", "file django.env"],
    ],
    "source, build, rolling deployment": [
      (aws) => stages(aws, "django-django"),
      [
        "Source: Source (CodeStarSourceConnection)",
        "Build: Build (CodeBuild)",
        "Deploy: Deploy (ECS), Record (CodeBuild)",
      ],
    ],
  },
  more: testReviewed,
  variants: [
    {
      title: "blue/green, an inline buildspec, NAT in each zone, Fargate Spot",
      edit(checkout) {
        checkout.edit("packages/network/environments/django-fargate.ts", 'nat: "one"', 'nat: "per-zone"');
        const services = "packages/services/environments/django-fargate.ts";
        checkout.edit(services, 'capacity: "fargate"', 'capacity: "fargate-spot"');
        checkout.edit(
          services,
          'deployment: { kind: "rolling", oneByOne: true }',
          'deployment: { kind: "blue-green", testPort: 8443 }',
        );
        const pipeline = "packages/pipeline/environments/django-fargate.ts";
        checkout.edit(pipeline, /buildspec: \{[^]*?\n {8}\},/, 'buildspec: { kind: "inline" },');
        checkout.edit(pipeline, 'kind: "rolling"', 'kind: "blue-green"');
      },
      facts: {
        ...always,
        "each zone has its own way out": [
          reach,
          [
            "django-private-a: nat in django-public-a",
            "django-private-c: nat in django-public-c",
            "django-public-a: internet",
            "django-public-c: internet",
          ],
        ],
        "three tasks on Fargate Spot, the first on Fargate, replaced by CodeDeploy": [
          (aws) => services(aws, PREFIX),
          { django: { ...django, deployedBy: "CODE_DEPLOY", runsOn: "FARGATE_SPOT:1, FARGATE:0" } },
        ],
        "the new version is tried on 8443": [
          loadBalancing,
          {
            listeners: [
              "django-web internet-facing 443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> django-django-blue",
              "django-web internet-facing 80 redirects to HTTPS://#{host}:443/#{path}?#{query} (HTTP_301)",
              "django-web internet-facing 8443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> django-django-green",
            ],
            targetGroups: [
              "django-django-blue HTTP:8000 ip /healthcheck",
              "django-django-green HTTP:8000 ip /healthcheck",
            ],
          },
        ],
        "source, build, blue/green deployment": [
          (aws) => stages(aws, "django-django"),
          [
            "Source: Source (CodeStarSourceConnection)",
            "Build: Build (CodeBuild)",
            "Deploy: Deploy (CodeDeployToECS), Record (CodeBuild)",
          ],
        ],
        "the switch goes back by itself": [
          (aws) => deploymentGroup(aws, "django-django", "django-django"),
          {
            style: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
            targetGroups: ["django-django-blue", "django-django-green"],
            hasProductionListener: true,
            hasTestListener: true,
            rollback: {
              enabled: true,
              events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
            },
            alarms: true,
            waitMinutes: 5,
          },
        ],
      },
    },
  ],
});

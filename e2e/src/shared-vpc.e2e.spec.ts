import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DetachInternetGatewayCommand,
} from "@aws-sdk/client-ec2";
import { REGION, type Aws } from "./aws";
import { testBlueprint, type Facts } from "./blueprint";
import type { Checkout } from "./checkout";
import { environmentSources, services } from "./compute-facts";
import { caches } from "./data-facts";
import { balancerZones, loadBalancing, records } from "./edge-facts";
import { internetGateways, reach, ruleMatrix, subnets, vpcs } from "./network-facts";
import { deploymentGroup } from "./platform-facts";

const PREFIX = "shared";
const NETWORK = "packages/network/environments/shared-vpc.ts";

/** Makes the VPC of somebody else, with a gateway and two subnets, and names it in the settings. */
async function makeVpc({ ec2 }: Aws, checkout: Checkout): Promise<() => Promise<void>> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.5.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const gateway = { InternetGatewayId: InternetGateway?.InternetGatewayId, VpcId };
  await ec2.send(new AttachInternetGatewayCommand(gateway));
  const made: string[] = [];
  for (const [CidrBlock, zone] of [
    ["10.5.64.0/20", "a"],
    ["10.5.80.0/20", "c"],
  ] as const) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `${REGION}${zone}` }),
    );
    made.push(Subnet?.SubnetId ?? "");
  }
  checkout.edit(NETWORK, "vpc-0123456789abcdef0", VpcId);
  return async () => {
    for (const SubnetId of made) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await ec2.send(new DetachInternetGatewayCommand(gateway));
    await ec2.send(new DeleteInternetGatewayCommand(gateway));
    await ec2.send(new DeleteVpcCommand({ VpcId }));
  };
}

const always: Facts = {
  "443 from the world, the service from the load balancer, Redis from the service": [
    (aws) => ruleMatrix(aws, PREFIX),
    ["0.0.0.0/0 -> alb 443", "::/0 -> alb 443", "alb -> service 80", "service -> cache 6379"],
  ],
  "the gateway is the one that was there": [internetGateways, 1],
  "the load balancer is in three zones": [balancerZones, ["shared-web: 3"]],
  "a name for the load balancer": [records, ["app.example.com. A -> load balancer shared-web"]],
  "HTTPS, and 8443 for the new version": [
    loadBalancing,
    {
      listeners: [
        "shared-web internet-facing 443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> shared-django-blue",
        "shared-web internet-facing 80 redirects to HTTPS://#{host}:443/#{path}?#{query} (HTTP_301)",
        "shared-web internet-facing 8443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> shared-django-green",
      ],
      targetGroups: [
        "shared-django-blue HTTP:80 ip /healthcheck",
        "shared-django-green HTTP:80 ip /healthcheck",
      ],
    },
  ],
  "Django and Nginx in one task of a quarter vCPU": [
    (aws) => services(aws, PREFIX),
    {
      django: {
        tasks: 2,
        deployedBy: "CODE_DEPLOY",
        runsOn: "FARGATE:1",
        publicIp: "DISABLED",
        cpu: "256",
        memory: "1024",
        ownRoles: true,
        containers: ["django:8000", "nginx:80"],
      },
    },
  ],
  "the service knows its cache": [
    (aws) => environmentSources(aws, PREFIX, "django", "django"),
    [expect.stringMatching(/^REDIS_HOST=.*\.cache\.amazonaws\.com$/), "REDIS_PORT=6379"],
  ],
  "a cache that speaks Redis, encrypted in both ways": [
    caches,
    [{ name: "shared-main", encryptedAtRest: true, encryptedInTransit: true, engine: "valkey" }],
  ],
  "blue/green waits before the old tasks end, and goes back on failure or alarm": [
    (aws) => deploymentGroup(aws, "shared-django", "shared-django"),
    {
      style: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      targetGroups: ["shared-django-blue", "shared-django-green"],
      hasProductionListener: true,
      hasTestListener: true,
      rollback: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      alarms: true,
      waitMinutes: 15,
    },
  ],
};

testBlueprint({
  name: "shared-vpc",
  before: makeVpc,
  facts: {
    ...always,
    "nothing of the VPC is made": [vpcs, [": 10.5.0.0/16"]],
    "three subnets for the load balancer, two for tasks": [
      subnets,
      [
        "shared-cache-a 10.5.16.0/24 ap-northeast-2a private",
        "shared-cache-b 10.5.17.0/24 ap-northeast-2b private",
        "shared-load-balancer-a 10.5.0.0/24 ap-northeast-2a public",
        "shared-load-balancer-b 10.5.1.0/24 ap-northeast-2b public",
        "shared-load-balancer-c 10.5.2.0/24 ap-northeast-2c public",
        "shared-tasks-a 10.5.8.0/24 ap-northeast-2a private",
        "shared-tasks-b 10.5.9.0/24 ap-northeast-2b private",
      ],
    ],
    "tasks have one way out, the cache none": [
      reach,
      [
        "shared-cache-a: nothing",
        "shared-cache-b: nothing",
        "shared-load-balancer-a: internet",
        "shared-load-balancer-b: internet",
        "shared-load-balancer-c: internet",
        "shared-tasks-a: nat in shared-load-balancer-a",
        "shared-tasks-b: nat in shared-load-balancer-a",
      ],
    ],
  },
  more(strata) {
    test("a subnet over one of somebody else is refused before any plan, with the pair", async () => {
      const { checkout } = strata();
      checkout.edit(NETWORK, '"10.5.64.0/20", ', "");
      checkout.edit(NETWORK, '"10.5.8.0/24"', '"10.5.64.0/24"');
      const { exitCode, stdout, stderr } = await strata().run("plan");
      expect(exitCode).toBe(3);
      expect(stdout + stderr).toMatch(/10\.5\.64\.0\/24[^]*overlaps[^]*10\.5\.64\.0\/20/);
      expect(stdout + stderr).not.toContain("planning");
      checkout.edit(NETWORK, '"10.5.64.0/24"', '"10.5.8.0/24"');
      checkout.edit(NETWORK, "subnets: [", 'subnets: ["10.5.64.0/20", ');
    });
  },
  variants: [
    {
      title: "subnets for tasks from a secondary range",
      edit(checkout) {
        checkout.edit(
          NETWORK,
          "  availabilityZones:",
          '  secondaryCidrs: ["100.64.0.0/20"],\n  availabilityZones:',
        );
        checkout.edit(NETWORK, '"10.5.8.0/24", "10.5.9.0/24"', '"100.64.0.0/24", "100.64.1.0/24"');
      },
      facts: {
        ...always,
        "the VPC has a second range": [vpcs, [": 10.5.0.0/16, 100.64.0.0/20"]],
        "and tasks are in it": [
          subnets,
          [
            "shared-cache-a 10.5.16.0/24 ap-northeast-2a private",
            "shared-cache-b 10.5.17.0/24 ap-northeast-2b private",
            "shared-load-balancer-a 10.5.0.0/24 ap-northeast-2a public",
            "shared-load-balancer-b 10.5.1.0/24 ap-northeast-2b public",
            "shared-load-balancer-c 10.5.2.0/24 ap-northeast-2c public",
            "shared-tasks-a 100.64.0.0/24 ap-northeast-2a private",
            "shared-tasks-b 100.64.1.0/24 ap-northeast-2b private",
          ],
        ],
      },
    },
  ],
});

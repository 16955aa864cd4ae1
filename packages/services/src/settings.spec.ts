import { check } from "@strata/core";
import { servicesSettings, type ServicesSettingsInput } from "./settings";

type Service = NonNullable<ServicesSettingsInput["services"]>[string];

const service: Service = {
  containers: { app: { image: { repository: "shop", tag: "v1" }, port: 80 } },
  subnetGroup: "private",
  securityGroup: "app",
  traffic: { loadBalancer: "public" },
};
const loadBalancers: Required<ServicesSettingsInput>["loadBalancers"] = {
  public: { scheme: "public", subnetGroup: "public", securityGroup: "web" },
};
/** Two services, or one, on rules of one listener. */
const withRules = (shop: object, news?: object): object => ({
  loadBalancers,
  services: {
    shop: { ...service, traffic: { loadBalancer: "public", rule: shop } },
    ...(news === undefined ? {} : { news: { ...service, traffic: { loadBalancer: "public", rule: news } } }),
  },
});
const withService = (change: object): object => ({
  loadBalancers,
  services: { shop: { ...service, ...change } },
});

test("what has a default may be left out", () => {
  const { services } = check(servicesSettings, withService({}), "file.ts");
  expect(services.shop).toMatchObject({
    cpu: 256,
    memory: 512,
    desiredCount: 2,
    deployment: { kind: "rolling" },
    traffic: { healthCheckPath: "/healthcheck", healthCheckCodes: "200", deregistrationSeconds: 30 },
    containers: { app: { readonlyRootFilesystem: true, essential: true } },
  });
});

const app = { image: { uri: "app:1" }, port: 8000 };
const nginx = { image: { uri: "nginx:1" }, port: 80 };
const withContainers = (containers: object, change: object = {}): object =>
  withService({ containers, traffic: { loadBalancer: "public", container: "nginx" }, ...change });

const wrongServices: [string, object, string][] = [
  [
    "two containers on one port",
    withContainers({ app, nginx: { ...nginx, port: 8000 } }),
    "services.shop.containers.nginx.port: is also that of app",
  ],
  [
    "containers that wait for each other",
    withContainers({
      app: { ...app, dependsOn: { nginx: "start" } },
      nginx: { ...nginx, dependsOn: { app: "start" } },
    }),
    "services.shop.containers.app.dependsOn: must not lead back to itself: app -> nginx -> app",
  ],
  [
    "waiting for an unknown container",
    withContainers({ nginx: { ...nginx, dependsOn: { db: "start" } } }),
    "services.shop.containers.nginx.dependsOn.db: must be one of containers: nginx",
  ],
  [
    "waiting for the health of a container without a check",
    withContainers({ app, nginx: { ...nginx, dependsOn: { app: "healthy" } } }),
    "needs a healthCheck of app",
  ],
  [
    "waiting for the end of a container with which the task ends",
    withContainers({ app, nginx: { ...nginx, dependsOn: { app: "success" } } }),
    "needs essential: false of app",
  ],
  [
    "a task that no container ends",
    withContainers({ nginx: { ...nginx, essential: false } }),
    "services.shop.containers: must have an essential container",
  ],
  [
    "containers that want more than the task has",
    withContainers({ app: { ...app, memory: 300 }, nginx: { ...nginx, memory: 300 } }),
    "services.shop.containers: must not have more memory than the task: 600 of 512 MiB",
  ],
  [
    "a variable in two places",
    withContainers({ nginx: { ...nginx, environment: { A: "1" }, secrets: { A: { parameter: "/a" } } } }),
    "services.shop.containers.nginx.environment.A: is also in secrets",
  ],
  [
    "a file of environment variables of another name",
    withContainers({ nginx: { ...nginx, environmentFiles: ["django.txt"] } }),
    "services.shop.containers.nginx.environmentFiles[0]",
  ],
  [
    "Service Connect with blue/green",
    withService({ connect: { name: "shop" }, deployment: { kind: "blue-green", testPort: 81 } }),
    "services.shop.connect: is not for blue/green",
  ],
  [
    "scaling a blue/green service by requests",
    withService({
      autoscaling: { min: 1, max: 4, requestsPerTarget: 100 },
      deployment: { kind: "blue-green", testPort: 81 },
    }),
    "services.shop.autoscaling.requestsPerTarget: is not for blue/green: a deployment moves to another target group",
  ],
  [
    "scaling by requests that nobody sends",
    withService({ traffic: undefined, autoscaling: { min: 1, max: 4, requestsPerTarget: 100 } }),
    "services.shop.autoscaling.requestsPerTarget: needs traffic",
  ],
  [
    "a schedule with limits the wrong way round",
    withService({
      autoscaling: { min: 1, max: 4, schedule: { night: { cron: "0 22 * * ? *", min: 3, max: 1 } } },
    }),
    "services.shop.autoscaling.schedule.night: must keep min <= max, and has 3, 1",
  ],
  [
    "an unknown capacity group",
    withService({ capacity: { group: "pool" } }),
    "services.shop.capacity.group: must be one of capacityGroups: there are none",
  ],
  [
    "percentages beside one by one",
    withService({ deployment: { kind: "rolling", oneByOne: true, maximumPercent: 150 } }),
    "services.shop.deployment.oneByOne: chooses the percentages itself",
  ],
  [
    "a name of Service Connect for two services",
    {
      loadBalancers,
      services: {
        shop: { ...service, connect: { name: "api" } },
        news: { ...service, traffic: undefined, connect: { name: "api" } },
      },
    },
    "services.news.connect.name: is already that of service shop",
  ],
];

test.each(wrongServices)("%s: refused", (_, settings, message) => {
  expect(() => check(servicesSettings, settings, "file.ts")).toThrow(message);
});

const wrong: [string, object, string][] = [
  [
    "CPU that Fargate has not",
    withService({ cpu: 300 }),
    "services.shop.cpu: must be one of 256, 512, 1024, 2048, 4096, 8192, 16384 on Fargate (given: 300)",
  ],
  [
    "memory that Fargate has not with this CPU",
    withService({ cpu: 1024, memory: 512 }),
    "services.shop.memory: must be one of 2048, 3072, 4096, 5120, 6144, 7168, 8192 MiB with 1024 CPU units (given: 512)",
  ],
  [
    "an unknown load balancer",
    withService({ traffic: { loadBalancer: "edge" } }),
    'services.shop.traffic.loadBalancer: must be one of loadBalancers: public (given: "edge")',
  ],
  [
    "traffic for a container that does not exist",
    withService({ traffic: { loadBalancer: "public", container: "nginx" } }),
    'services.shop.traffic.container: must be one of containers: app (given: "nginx")',
  ],
  [
    "traffic for a container without a port",
    withService({ containers: { app: { image: { uri: "nginx:1" } } } }),
    "services.shop.containers.app.port: must be set, because the load balancer sends requests to it",
  ],
  [
    "two services on one listener",
    { loadBalancers, services: { shop: service, news: service } },
    "services.news.traffic.port: port public:80 is already used by service shop",
  ],
  [
    "two services with one priority",
    withRules({ priority: 1, paths: ["/a"] }, { priority: 1, paths: ["/b"] }),
    "services.news.traffic.rule.priority: priority 1 on public:80 is already that of service shop; choose another",
  ],
  [
    "two services with the same conditions",
    withRules(
      { priority: 1, hosts: ["a"], paths: ["/a", "/b"] },
      { priority: 2, hosts: ["a"], paths: ["/b", "/a"] },
    ),
    "services.news.traffic.rule: service shop has the same hosts and paths on public:80",
  ],
  [
    "a rule without conditions",
    withRules({ priority: 1 }),
    "services.shop.traffic.rule: must have one to five hosts and paths together, as AWS allows",
  ],
  [
    "a host which is none",
    withRules({ priority: 1, hosts: ["api_v1"] }),
    "services.shop.traffic.rule.hosts[0]: must be a name within the environment's domain, such as api, or a whole name",
  ],
  [
    "a port that redirects",
    {
      loadBalancers: { public: { ...loadBalancers.public, certificate: { name: "wildcard" } } },
      services: { shop: { ...service, traffic: { loadBalancer: "public", port: 80 } } },
    },
    "services.shop.traffic.port: port public:80 redirects to HTTPS; leave the port out, or choose another (given: 80)",
  ],
  [
    "a test listener where it redirects",
    {
      loadBalancers: { public: { ...loadBalancers.public, certificate: { name: "wildcard" } } },
      services: { shop: { ...service, deployment: { kind: "blue-green", testPort: 80 } } },
    },
    "services.shop.deployment.testPort: port public:80 redirects to HTTPS; choose another (given: 80)",
  ],
  [
    "a certificate which is none",
    { loadBalancers: { public: { ...loadBalancers.public, certificate: { arn: "wildcard" } } } },
    "loadBalancers.public.certificate",
  ],
  [
    "a record outside of the domain",
    { loadBalancers: { public: { ...loadBalancers.public, records: ["www.example.org"] } } },
    "loadBalancers.public.records[0]: must be a name within the environment's domain, such as app",
  ],
  [
    "a test listener on the port of users",
    withService({ deployment: { kind: "blue-green", testPort: 80 } }),
    "services.shop.deployment.testPort: port public:80 is already used by service shop",
  ],
  [
    "blue/green without a test port",
    withService({ deployment: { kind: "blue-green" } }),
    "services.shop.deployment.testPort",
  ],
  [
    "blue/green without traffic",
    withService({ traffic: undefined, deployment: { kind: "blue-green", testPort: 81 } }),
    "services.shop.deployment.kind: must be rolling, because the service has no traffic to switch",
  ],
  [
    "autoscaling that begins outside of its range",
    withService({ autoscaling: { min: 3, max: 4 } }),
    "services.shop.autoscaling: must keep min <= desiredCount <= max, and has 3, 2, 4",
  ],
  [
    "an environment variable of an unknown load balancer",
    withService({
      containers: { app: { ...service.containers.app, environment: { API: { loadBalancerUrl: "api" } } } },
    }),
    'services.shop.containers.app.environment.API.loadBalancerUrl: must be one of loadBalancers: public (given: "api")',
  ],
  [
    "a service without containers",
    withService({ containers: {} }),
    "services.shop.containers: must have at least one",
  ],
  [
    "a health check path without a slash",
    withService({ traffic: { loadBalancer: "public", healthCheckPath: "health" } }),
    "services.shop.traffic.healthCheckPath: must begin with /",
  ],
  [
    "a name that leads to two things",
    {
      loadBalancers: { public: { ...loadBalancers.public, records: ["www"] } },
      sites: { docs: { certificate: { name: "cdn" }, records: ["docs", "www"] } },
    },
    'sites.docs.records[1]: leads to loadBalancers.public already; choose another (given: "www")',
  ],
  [
    "a site with a name and no certificate",
    { sites: { docs: { records: ["docs"] } } },
    "sites.docs.certificate: must be set, because CloudFront answers to names of a certificate only",
  ],
  [
    "a certificate of another region for CloudFront",
    {
      sites: {
        docs: { certificate: { arn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/1" }, records: [] },
      },
    },
    "sites.docs.certificate",
  ],
  ["an address that is none", { alarmEmails: ["team"] }, "alarmEmails[0]: must be an e-mail address"],
];

test.each(wrong)("%s is refused", (_, settings, message) => {
  expect(() => check(servicesSettings, settings, "file.ts")).toThrow(message);
});

import { check } from "@strata/core";
import { servicesSettings } from "../settings";

const host = { subnetGroup: "public", securityGroup: "web" };
const group = { ...host, instanceTypes: ["t3.small"], min: 2, max: 6, desired: 3 };
const withHost = (change: object): object => ({ hosts: { web: { ...host, ...change } } });
const withGroup = (change: object): object => ({ autoScalingGroups: { web: { ...group, ...change } } });
const withScaling = (scaling: object): object => withGroup({ scaling });
const image = { uri: "nginx:1" };

const right: [string, object][] = [
  ["a host of defaults", withHost({})],
  ["a group of defaults", withGroup({})],
  [
    "a container behind Nginx",
    withHost({ docker: { app: { image, ports: { 8000: 80 } } }, nginx: { proxyTo: 8000 } }),
  ],
  ["Nginx before what the commands start", withHost({ nginx: { proxyTo: 3000 } })],
  ["a certificate for the record", withHost({ nginx: {}, certbot: {}, records: ["www"] })],
  [
    "all policies at once",
    withScaling({
      targetTracking: { cpuPercent: 50 },
      simple: [{ above: 80, add: 1 }],
      steps: [
        { above: 70, add: 2 },
        { above: 90, add: 4 },
      ],
      predictive: { cpuPercent: 50 },
      scheduled: { night: { recurrence: "0 22 * * *", timezone: "Asia/Seoul", min: 1, desired: 1 } },
    }),
  ],
];

test.each(right)("%s is taken", (_, settings) => {
  expect(() => check(servicesSettings, settings, "file.ts")).not.toThrow();
});

const wrong: [string, object, string][] = [
  [
    "a certificate without Nginx",
    withHost({ certbot: {}, records: ["www"] }),
    "hosts.web.nginx: must be set, because certbot puts the certificate into Nginx",
  ],
  [
    "a certificate for no name",
    withHost({ nginx: {}, certbot: {} }),
    "hosts.web.certbot.names: must name a domain, because the host has no records either",
  ],
  [
    "a certificate for every name",
    withHost({ nginx: {}, certbot: {}, records: ["*"] }),
    "hosts.web.certbot.names: must be names without *",
  ],
  [
    "a name of two hosts",
    { hosts: { web: { ...host, records: ["www"] }, other: { ...host, records: ["www"] } } },
    'hosts.other.records[0]: leads to hosts.web already; choose another (given: "www")',
  ],
  [
    "a host that gets the requests of another",
    {
      loadBalancers: { lb: { ...host, scheme: "public" } },
      hosts: {
        web: { ...host, traffic: { loadBalancer: "lb" } },
        other: { ...host, traffic: { loadBalancer: "lb" } },
      },
    },
    "hosts.other.traffic.port: port lb:80 is already used by host web",
  ],
  [
    "two containers on one port",
    withHost({ docker: { a: { image, ports: { 81: 80 } }, b: { image, ports: { 81: 80 } } } }),
    'hosts.web.docker.b.ports["81"]: is already the port of the container a; choose another (given: 80)',
  ],
  [
    "a container on the port of Nginx",
    withHost({ docker: { a: { image, ports: { 80: 80 } } }, nginx: {} }),
    'hosts.web.docker.a.ports["80"]: is already the port of Nginx; choose another (given: 80)',
  ],
  [
    "a port that is none",
    withHost({ docker: { a: { image, ports: { 70000: 80 } } } }),
    'hosts.web.docker.a.ports["70000"]: must be a port from 1 to 65535',
  ],
  [
    "Nginx before a port that no container answers",
    withHost({ docker: { a: { image, ports: { 8080: 80 } } }, nginx: { proxyTo: 8000 } }),
    "hosts.web.nginx.proxyTo: must be a port that a container of the machine answers: 8080 (given: 8000)",
  ],
  [
    "more user data than EC2 takes",
    withHost({ commands: ["x".repeat(16_400)] }),
    "hosts.web.commands: make user data of 16431 bytes with all that is installed, and EC2 takes 16384",
  ],
  [
    "a number of instances out of range",
    withGroup({ desired: 7 }),
    "autoScalingGroups.web: must keep min <= desired <= max, and has 2, 7, 6",
  ],
  [
    "a group of no machines",
    withGroup({ instanceTypes: undefined }),
    "autoScalingGroups.web.instanceTypes: must be set, or requirements",
  ],
  [
    "types and requirements",
    withGroup({ requirements: { vcpu: { min: 1, max: 2 }, memoryGiB: { min: 1, max: 2 } } }),
    "autoScalingGroups.web.requirements: must be left out, because instanceTypes",
  ],
  [
    "requirements that nothing meets",
    withGroup({
      instanceTypes: undefined,
      requirements: { vcpu: { min: 4, max: 2 }, memoryGiB: { min: 1, max: 2 } },
    }),
    "autoScalingGroups.web.requirements.vcpu.max: must not be less than min (given: 2)",
  ],
  [
    "steps out of order",
    withScaling({
      steps: [
        { above: 90, add: 4 },
        { above: 70, add: 2 },
      ],
    }),
    "autoScalingGroups.web.scaling.steps[1].above: must be more than 90, the step before it (given: 70)",
  ],
  [
    "a threshold below what target tracking holds",
    withScaling({ targetTracking: { cpuPercent: 50 }, simple: [{ above: 40, add: 1 }] }),
    "autoScalingGroups.web.scaling.simple[0].above: must be more than targetTracking.cpuPercent (50)",
  ],
  [
    "two simple policies at one threshold",
    withScaling({
      simple: [
        { above: 80, add: 1 },
        { above: 80, add: 2 },
      ],
    }),
    "autoScalingGroups.web.scaling.simple[1].above: must differ from simple[0] (given: 80)",
  ],
  [
    "predictive scaling alone",
    withScaling({ predictive: { cpuPercent: 50 } }),
    "autoScalingGroups.web.scaling.predictive: must stand beside targetTracking, simple or steps",
  ],
  [
    "a scheduled action out of range",
    withScaling({ scheduled: { noon: { recurrence: "0 12 * * *", desired: 9 } } }),
    "autoScalingGroups.web.scaling.scheduled.noon: must keep min <= desired <= max, and has 2, 9, 6",
  ],
  [
    "a scheduled action that does nothing",
    withScaling({ scheduled: { noon: { recurrence: "0 12 * * *" } } }),
    "autoScalingGroups.web.scaling.scheduled.noon: must set min, max or desired",
  ],
  [
    "a time that is none",
    withScaling({ scheduled: { noon: { recurrence: "at noon", desired: 3 } } }),
    "autoScalingGroups.web.scaling.scheduled.noon.recurrence: must be five fields of cron: minute, hour",
  ],
  [
    "a time zone that is none",
    withScaling({ scheduled: { noon: { recurrence: "0 12 * * *", timezone: "Seoul", desired: 3 } } }),
    'autoScalingGroups.web.scaling.scheduled.noon.timezone: must be a time zone, such as Asia/Seoul (given: "Seoul")',
  ],
];

test.each(wrong)("%s is refused", (_, settings, message) => {
  expect(() => check(servicesSettings, settings, "file.ts")).toThrow(message);
});

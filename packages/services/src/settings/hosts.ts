import { between, email, name, port } from "@strata/core/fields";
import { z } from "zod";
import { instanceTraffic } from "./load-balancers";
import { hostName, recordName } from "./names";

const PORT = "must be a port from 1 to 65535";
const portKey = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, PORT)
  .refine((text) => Number(text) <= 65_535, PORT);

const container = z.strictObject({
  image: z
    .union([
      z.strictObject({
        repository: z.string().describe("Repository of the registry layer."),
        tag: z.string().describe("Pulled at every start of the container."),
      }),
      z.strictObject({ uri: z.string().describe("An image of another registry.") }),
    ])
    .describe("What runs."),
  ports: z
    .record(portKey, port)
    .default({})
    .describe("Ports of the machine, each with the port of the container which answers it."),
  environment: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, "must be letters, digits and _"), z.string())
    .default({})
    .describe("Environment variables. No secrets: who may describe the machine can read them."),
});

/** What runs on a machine; the same for a host and for the instances of an auto scaling group. */
const software = {
  packages: z
    .array(z.string())
    .default([])
    .describe("Packages of Amazon Linux 2023 to install; docker is started too."),
  docker: z
    .record(name, container)
    .default({})
    .describe("Containers which Docker runs, again after a failure and after a reboot."),
  nginx: z
    .strictObject({
      proxyTo: port
        .optional()
        .describe("Port of the machine which gets the requests; left out, Nginx shows its own page."),
      serverNames: z
        .array(hostName)
        .default([])
        .describe("Names for which it answers: names within the environment's domain, or whole ones."),
    })
    .optional()
    .describe("Nginx on port 80."),
  commands: z
    .array(z.string())
    .default([])
    .describe("More lines of the shell script which root runs at the first start, after all else."),
};

/** What an EC2 machine has, whoever starts it. */
export const machine = {
  subnetGroup: name.describe("Subnet group of the network layer."),
  securityGroup: name.describe("Security group of the network layer."),
  rootVolumeGiB: between(8, 16_384, "GiB").default(30).describe("Size of the encrypted root volume in GiB."),
  keyPair: name
    .optional()
    .describe("Key pair of the network layer, for SSH; without one Session Manager is the way in."),
  registryAccess: z
    .enum(["none", "pull", "push"])
    .default("none")
    .describe(
      "What it may do with images; push includes pull, and so does an image of the registry in docker.",
    ),
  ...software,
  traffic: instanceTraffic.optional().describe("How requests get there from a load balancer."),
};

/** An EC2 host. */
export const host = z.strictObject({
  instanceType: z.string().default("t3.small").describe("EC2 instance type, x86-64."),
  zone: z
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe("Which subnet of the group it is in; 0 is that of the first availability zone."),
  elasticIp: z.boolean().default(false).describe("Whether it has a public address that stays."),
  records: z
    .array(recordName)
    .default([])
    .describe(
      "Names within the environment's domain that lead to it: to its Elastic IP, or without one to its private address.",
    ),
  certbot: z
    .strictObject({
      email: email.optional().describe("Who is told by Let's Encrypt of what concerns the certificate."),
      names: z
        .array(hostName)
        .default([])
        .describe("Names of the certificate, as in `serverNames`; left out, those of `records`."),
    })
    .optional()
    .describe("A certificate of Let's Encrypt in Nginx, renewed by cron; HTTP is then redirected to HTTPS."),
  ...machine,
});

export type Software = z.output<z.ZodObject<typeof software>>;
export type ContainerOnHost = Software["docker"][string];
export type HostSettings = z.output<typeof host>;

import { name } from "@strata/core/fields";
import { z } from "zod";

/** An EC2 host. */
export const host = z.strictObject({
  instanceType: z.string().default("t3.small").describe("EC2 instance type, x86-64."),
  subnetGroup: name.describe("Subnet group of the network layer; the host is in its first subnet."),
  securityGroup: name.describe("Security group of the network layer."),
  rootVolumeGiB: z.int().min(8).default(30).describe("Size of the encrypted root volume in GiB."),
  registryAccess: z
    .enum(["none", "pull", "push"])
    .default("none")
    .describe("What it may do with images; push includes pull."),
  packages: z
    .array(z.string())
    .default([])
    .describe("Packages of Amazon Linux 2023 to install; docker is started too."),
});

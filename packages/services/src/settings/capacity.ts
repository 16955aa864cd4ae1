import { between, name } from "@strata/core/fields";
import { z } from "zod";

export const architecture = z
  .enum(["X86_64", "ARM64"])
  .default("X86_64")
  .describe("Processors for which the images are built.");

/** On what the tasks of a service run. */
export const capacity = z.union([
  z.enum(["fargate", "fargate-spot"]),
  z.strictObject({ group: name.describe("Capacity group of this layer.") }),
]);

/** EC2 instances on which tasks run. */
export const capacityGroup = z.strictObject({
  instanceTypes: z
    .array(z.string())
    .min(1)
    .default(["t3.medium"])
    .describe("EC2 instance types, the preferred one first."),
  architecture,
  min: z.int().min(0).default(0).describe("Instances that always run."),
  max: between(1, 1000, "instances").describe("Instances that run at most; ECS decides how many."),
  subnetGroup: name.describe("Subnet group of the network layer."),
  securityGroup: name.describe("Security group of the network layer; tasks have their own."),
  rootVolumeGiB: between(30, 16384, "GiB")
    .default(30)
    .describe("Size of the encrypted root volume; the image of AWS needs 30 GiB."),
});

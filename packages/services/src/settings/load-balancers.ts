import { name, port } from "@strata/core/fields";
import { z } from "zod";

const path = z.string().startsWith("/", "must begin with /");

/** An application load balancer. */
export const loadBalancer = z.strictObject({
  scheme: z.enum(["public", "internal"]).describe("Whether it is reached from the internet."),
  subnetGroup: name.describe("Subnet group of the network layer."),
  securityGroup: name.describe("Security group of the network layer."),
});

/** How requests get from a load balancer to what serves them. */
export const traffic = z.strictObject({
  loadBalancer: name.describe("Load balancer of this layer."),
  port: port.default(80).describe("Port of the load balancer."),
  container: name.optional().describe("Container which gets the requests; the first when left out."),
  healthCheckPath: path.default("/healthcheck").describe("Answers 200 when the task can serve."),
  deregistrationSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .describe("How long a task that is going away may finish its requests."),
});

import { defineContract, list, map, string } from "@strata/core";

/** What the network layer publishes. */
export const networkContract = defineContract("network", 1, {
  vpcId: string("ID of the VPC."),
  vpcCidr: string("IPv4 range of the VPC, such as 10.0.0.0/16."),
  subnetIds: map(list(), "Subnet IDs by subnet group, in the order of the availability zones."),
  securityGroupIds: map(string(), "Security group IDs by the names of the settings."),
});

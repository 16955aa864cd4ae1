import { defineContract, list, map, string } from "@strata/core";

/** What the network layer publishes. */
export const networkContract = defineContract("network", 1, {
  vpcId: string("ID of the VPC."),
  vpcCidr: string("IPv4 range of the VPC, such as 10.0.0.0/16."),
  subnetIds: map(list(), "Subnet IDs by subnet group, in the order of the availability zones."),
  securityGroupIds: map(string(), "Security group IDs by the names of the settings."),
  zoneIds: map(string(), "Route 53 zone IDs by domain."),
  certificateArns: map(
    string(),
    "Validated certificates in the environment's region, for load balancers, by the names of the settings.",
  ),
  cloudFrontCertificateArns: map(
    string(),
    "Validated certificates in us-east-1, where CloudFront looks for them, by the names of the settings.",
  ),
  keyNames: map(string(), "EC2 key pairs of administrators, by the names of the settings."),
});

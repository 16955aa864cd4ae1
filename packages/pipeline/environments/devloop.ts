import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** Jenkins takes the place of CodePipeline: it builds the image and has the host run it. */
export const settings: PipelineSettingsInput = {
  kind: "jenkins",
  jenkins: {
    instanceType: "t2.medium",
    rootVolumeGiB: 8,
    subnetGroup: "private",
    securityGroup: "jenkins",
    keyPair: "admin",
    traffic: { loadBalancer: "web", port: 80, host: "jenkins.example.com" },
    repositories: ["devloop-server"],
    hosts: ["devloop-server"],
  },
};

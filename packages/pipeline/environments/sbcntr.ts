import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** A commit to the main branch of either repository is built and deployed. */
export const settings: PipelineSettingsInput = {
  connection: { provider: "GitHub" },
  pipelines: {
    backend: {
      service: "backend",
      repository: "sbcntr-backend",
      source: { repository: "owner/sbcntr-backend" }, // Yours: the repository at your Git host
      deployment: { kind: "blue-green" },
    },
    frontend: {
      service: "frontend",
      repository: "sbcntr-frontend",
      source: { repository: "owner/sbcntr-frontend" }, // Yours: the repository at your Git host
      deployment: { kind: "rolling" },
    },
  },
};

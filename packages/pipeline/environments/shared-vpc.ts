import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** A commit to the main branch is tested beside what runs; the old tasks wait a quarter of an hour to take back. */
export const settings: PipelineSettingsInput = {
  pipelines: {
    django: {
      service: "django",
      repository: "django",
      source: { repository: "owner/django" }, // Yours: the repository at your Git host
      deployment: { kind: "blue-green", waitMinutes: 15 },
    },
  },
};

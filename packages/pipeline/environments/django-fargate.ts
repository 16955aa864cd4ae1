import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** A commit to the main branch is built by the buildspec of its repository, and replaces the tasks one by one. */
export const settings: PipelineSettingsInput = {
  pipelines: {
    django: {
      service: "django",
      repository: "django",
      source: { repository: "owner/django" }, // Yours: the repository at your Git host
      build: {
        buildspec: {
          kind: "repository",
          file: "buildspec.yml",
          parameters: { DJANGO_SETTINGS_MODULE: "/django/settings-module" },
        },
      },
      deployment: { kind: "rolling" },
    },
  },
};

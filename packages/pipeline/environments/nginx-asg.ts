import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** Nothing is built from commits: the hosts are made by user data. */
export const settings: PipelineSettingsInput = { pipelines: {} };

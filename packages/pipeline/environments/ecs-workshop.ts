import type { PipelineSettingsInput } from "@strata/pipeline/settings";

/** Images are pushed by hand, with the CLI user of the registry layer. */
export const settings: PipelineSettingsInput = { pipelines: {} };

import type { FoundationSettingsInput } from "@strata/foundation/settings";

/** The defaults serve. */
export const settings: FoundationSettingsInput = {};

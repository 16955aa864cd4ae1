import type { DatabaseSettingsInput } from "@strata/database/settings";

/** The cache of the service django. */
export const settings: DatabaseSettingsInput = { caches: { main: {} } };

import type { DatabaseSettingsInput } from "@strata/database/settings";

/** It keeps nothing in a database. */
export const settings: DatabaseSettingsInput = { databases: {} };

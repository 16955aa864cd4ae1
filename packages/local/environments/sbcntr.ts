import type { LocalSettingsInput } from "@strata/local/settings";

/** The two apps, built from this repository. */
export const settings: LocalSettingsInput = {
  images: {
    "sbcntr-backend": { context: "apps/backend" },
    "sbcntr-frontend": { context: "apps/frontend" },
  },
};

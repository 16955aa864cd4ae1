import type { RegistrySettingsInput } from "@strata/registry/settings";

/** The images of the two services. */
export const settings: RegistrySettingsInput = {
  repositories: { "sbcntr-backend": {}, "sbcntr-frontend": {} },
};

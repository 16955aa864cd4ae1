import type { FoundationSettingsInput } from "@strata/foundation/settings";

export const settings: FoundationSettingsInput = {
  roles: {
    github: { repository: "owner/platform" }, // Yours: the repository at GitHub that holds this platform
  },
};

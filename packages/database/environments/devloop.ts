import type { DatabaseSettingsInput } from "@strata/database/settings";

/** The database of the host devloop-server. */
export const settings: DatabaseSettingsInput = {
  databases: {
    main: {
      databaseName: "devloop",
      instanceClass: "db.t4g.micro",
      // There is none for so small a class.
      performanceInsights: false,
    },
  },
};

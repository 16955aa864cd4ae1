import type { DatabaseSettingsInput } from "@strata/database/settings";

/** The one database of both services. */
export const settings: DatabaseSettingsInput = {
  databases: {
    main: {
      databaseName: "sbcntrapp",
      // A demo needs no standby, which doubles the cost.
      multiAz: false,
      // The sample applications connect without TLS, inside isolated subnets.
      requireTls: false,
    },
  },
};

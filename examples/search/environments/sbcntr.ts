import type { SearchSettingsInput } from "search/settings";

/** Beside the backend's containers, which alone may ask it. */
export const settings: SearchSettingsInput = {
  instanceType: "t3.small",
  subnetGroup: "container",
  securityGroup: "container",
};

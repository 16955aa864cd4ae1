import {
  databaseSettings,
  type DatabaseSettings,
  type DatabaseSettingsInput,
} from "@strata/database/settings";
import {
  servicesSettings,
  type ServicesSettings,
  type ServicesSettingsInput,
} from "@strata/services/settings";
import { localSettings, type LocalSettings, type LocalSettingsInput } from "./settings";

/** A service for specs: one container, on Fargate. */
export const oneService = (
  changes: Partial<NonNullable<ServicesSettingsInput["services"]>[string]> = {},
): NonNullable<ServicesSettingsInput["services"]>[string] => ({
  containers: { app: { image: { uri: "registry.example/app:1" }, port: 8000 } },
  subnetGroup: "private",
  securityGroup: "task",
  ...changes,
});

const balancer = { subnetGroup: "public", securityGroup: "ingress" };

/** Load balancers for specs: `web` is public, `inner` is not. */
export const loadBalancers = {
  web: { ...balancer, scheme: "public" },
  inner: { ...balancer, scheme: "internal" },
} as const;

export const services = (input: ServicesSettingsInput): ServicesSettings =>
  servicesSettings.parse({ loadBalancers, ...input });
export const database = (input: DatabaseSettingsInput = {}): DatabaseSettings =>
  databaseSettings.parse(input);
export const local = (input: LocalSettingsInput = {}): LocalSettings => localSettings.parse(input);

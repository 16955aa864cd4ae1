import type { Construct } from "constructs";
import { AppService } from "./constructs/app-service";
import { sharedByServices, type SharedByServices } from "./constructs/shared-by-services";
import { mapValues } from "./map-values";
import type { ServicePlatform } from "./platform";
import type { ServicesSettings } from "./settings";

/** Makes all services of the settings with what they share; without services, nothing. */
export function deployServices(
  scope: Construct,
  settings: ServicesSettings,
  basis: Omit<ServicePlatform, keyof SharedByServices>,
): Record<string, AppService> {
  if (Object.keys(settings.services).length === 0) return {};
  const platform = { ...basis, ...sharedByServices(scope, basis, settings) };
  return mapValues(
    settings.services,
    (key, service) => new AppService(scope, `service-${key}`, { key, platform, settings: service }),
  );
}

import type { Environment } from "@strata/core";
import type { ServiceSettings } from "./settings";

/** Whether ECS Exec opens shells in a service: what the settings say, or where nothing is protected. */
export const execOf = ({ exec }: ServiceSettings, environment: Environment): boolean =>
  exec ?? !environment.protected;

import { environmentLacks, type Environment } from "@strata/core";

/**
 * The whole of a name that settings give within the environment's domain: `api`, `*`, or `@` for the domain itself.
 * A name with dots is whole already.
 * @throws environmentLacks where the environment has no domain
 */
export function domainName(name: string, { name: environment, domain }: Environment): string {
  if (name.includes(".")) return name;
  if (domain === undefined) {
    throw environmentLacks(environment, "domain", "services", `its settings have the name "${name}"`);
  }
  return name === "@" ? domain : `${name}.${domain}`;
}

/** The first of some whole names that is one name, and not all of a domain. */
export const concreteName = (names: readonly string[]): string | undefined =>
  names.find((name) => !name.startsWith("*"));

import {
  ACCESS_LOCK_FILE,
  accessIn,
  ExitCode,
  layerLeftOut,
  readAccessLock,
  unknownLayer,
  type LayerAccess,
  type LayerRole,
} from "../core";
import { layerPolicies, scopeOf } from "../layer-policies";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { discoverLayers, ROOT } from "../workspace";

export interface PolicyOptions extends CommonOptions {
  readonly role?: LayerRole;
}

/**
 * `strata policy`: what the roles of a layer may do, as `access.lock.json` says and the foundation makes it. Without a
 * name, what the roles of all layers come to. No account is asked.
 * @throws accessLockMissing, accessUnknown, accessTypeUnknown, unknownLayer, layerLeftOut
 */
export function policy(name: string | undefined, options: PolicyOptions): ExitCode {
  const environment = readEnvironment(ROOT, environmentName(options.env));
  const access = accessIn(readAccessLock(ROOT), environment.name);
  const isMeant = ({ kind }: { readonly kind: LayerRole }): boolean =>
    options.role === undefined || kind === options.role;
  const rolesOf = (layer: string, its: LayerAccess) => layerPolicies(environment, layer, its).filter(isMeant);

  if (name !== undefined) {
    const its = Object.hasOwn(access, name) ? access[name] : undefined;
    if (its === undefined) throw noRoles(name, environment.name, Object.keys(access));
    print(rolesOf(name, its));
    return said(environment.name);
  }
  const roles = Object.entries(access).flatMap(([layer, its]) =>
    rolesOf(layer, its).map((role) => ({
      layer,
      kind: role.kind,
      role: role.role,
      reads: its.reads,
      ...scopeOf(role),
      policies: role.policies.length,
    })),
  );
  if (options.json === true) print(roles);
  else
    process.stdout.write(
      `${renderTable(
        ["ROLE", "READS THE STATES OF", "POLICIES", "ACTIONS", "SERVICES"],
        roles.map(({ role, layer, reads, policies, actions, services }) => [
          role,
          [layer, ...reads].join(", "),
          String(policies),
          String(actions),
          services.join(" "),
        ]),
      )}\n`,
    );
  return said(environment.name);
}

/** Where these come from, and what makes them so. */
function said(environment: string): ExitCode {
  process.stderr.write(`From ${ACCESS_LOCK_FILE}; made by ./strata bootstrap --env ${environment}.\n`);
  return ExitCode.done;
}

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

const noRoles = (name: string, environment: string, known: readonly string[]): Error =>
  discoverLayers().some((layer) => layer.name === name && layer.optional)
    ? layerLeftOut(name, environment)
    : unknownLayer(name, known);

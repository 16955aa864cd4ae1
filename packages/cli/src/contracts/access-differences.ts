/** How rights change: what one `access.lock.json` says that another one does not. */
import type { AccessLock, LayerAccess } from "../core";

/** What the role of one layer gains and loses in one environment. */
export interface AccessChange {
  readonly environment: string;
  readonly layer: string;
  /** Whether the layer is `new` in the environment, `gone` from it, or there before and after. */
  readonly layerIs: "new" | "gone" | "kept";
  readonly gained: LayerAccess;
  readonly lost: LayerAccess;
}

const NOTHING: LayerAccess = { reads: [], resources: [], data: [] };

/** The layers whose rights differ, in the order of environments and layers. */
export function accessChanges(was: AccessLock, now: AccessLock): AccessChange[] {
  return union(was.environments, now.environments).flatMap((environment) => {
    const [before = {}, after = {}] = [was.environments[environment], now.environments[environment]];
    return union(before, after).flatMap((layer): AccessChange[] => {
      const [old, current] = [before[layer], after[layer]];
      const gained = without(current ?? NOTHING, old ?? NOTHING);
      const lost = without(old ?? NOTHING, current ?? NOTHING);
      const layerIs = old === undefined ? "new" : current === undefined ? "gone" : "kept";
      const isSame = [gained, lost].every((access) => Object.values(access).flat().length === 0);
      return layerIs === "kept" && isSame ? [] : [{ environment, layer, layerIs, gained, lost }];
    });
  });
}

/** What differs, a line each as in a diff: `+` is new, `-` is no longer so. */
export const accessDifferences = (was: AccessLock, now: AccessLock): string[] =>
  accessChanges(was, now).flatMap(({ environment, layer, layerIs, gained, lost }) => {
    const role = `the access of ${layer} in ${environment}`;
    if (layerIs === "new") return [`+ ${role}: ${counts(gained)}`];
    if (layerIs === "gone") return [`- ${role}: ${counts(lost)}`];
    return [
      ...things(gained).map((thing) => `+ ${role}: ${thing}`),
      ...things(lost).map((thing) => `- ${role}: ${thing}`),
    ];
  });

const things = ({ repository, reads, resources, data }: LayerAccess): string[] => [
  ...(repository === undefined ? [] : [`is taken on by jobs of ${repository}`]),
  ...reads.map((producer) => `reads the state of ${producer}`),
  ...resources.map((type) => `makes ${type}`),
  ...data.map((type) => `looks up ${type}`),
];

const counts = ({ reads, resources, data }: LayerAccess): string =>
  `reads ${plural(reads.length, "state")}, makes ${plural(resources.length, "type")}, looks up ${data.length}`;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const union = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();

const without = (access: LayerAccess, other: LayerAccess): LayerAccess => ({
  ...(access.repository !== undefined &&
    access.repository !== other.repository && { repository: access.repository }),
  reads: access.reads.filter((one) => !other.reads.includes(one)),
  resources: access.resources.filter((one) => !other.resources.includes(one)),
  data: access.data.filter((one) => !other.data.includes(one)),
});

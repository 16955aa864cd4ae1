import type { LayerReport, Report, ReportedChange } from "./report";

type Action = ReportedChange["action"];

/** What is done with a resource, in one word. In the order in which they are counted. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  create: "add",
  update: "change",
  replace: "replace",
  delete: "destroy",
  move: "move",
  import: "import",
  forget: "forget",
};

const ACTIONS = Object.keys(ACTION_WORDS) as Action[];

/** `1 output`, `2 outputs`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `3 to add, 1 to destroy`; undefined when nothing is done. */
export function countedActions(counts: Readonly<Record<Action, number>>): string | undefined {
  const parts = ACTIONS.filter((action) => counts[action] > 0).map(
    (action) => `${counts[action]} to ${ACTION_WORDS[action]}`,
  );
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** All that a plan does with a layer, counted; undefined when it does nothing. */
export function countedChanges({ counts }: LayerReport): string | undefined {
  const parts = [
    countedActions(counts),
    counts.outputs > 0 ? `${plural(counts.outputs, "output")} to change` : undefined,
    counts.drift > 0 ? `${counts.drift} changed outside of Terraform` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** The actions of all layers together. */
export function totalOf(layers: readonly LayerReport[]): Record<Action, number> {
  const total = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;
  for (const { counts } of layers) for (const action of ACTIONS) total[action] += counts[action];
  return total;
}

/** Whether a report has anything to say of a layer. */
export const isNews = (layer: LayerReport): boolean =>
  layer.error !== undefined ||
  countedChanges(layer) !== undefined ||
  layer.findings.some(({ waiver }) => waiver === undefined);

/** Whether a report has anything to say. */
export const hasNews = ({ layers, rights = [] }: Report): boolean => layers.some(isNews) || rights.length > 0;

export const destroys = ({ action }: ReportedChange): boolean => action === "delete" || action === "replace";

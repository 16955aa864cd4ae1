import { configuredIn, withoutKey, type IsConfigured } from "./configured";
import { countsOf } from "./counts";
import { differences, type Difference, type Leaf } from "./differences";
import { relevantDrift } from "./drift";
import { lostWith } from "./holds-data";
import { findRenames } from "./moves";
import { outputChanges } from "./output-changes";
import { attributePath, overlap, type Path } from "./paths";
import type { Plan, PlanResourceChange } from "./plan";
import { isWhatIfHelper, type PlannedLayer } from "./planned-layer";
import { reasonOf } from "./reason";
import type {
  LayerReport,
  Report,
  ReportedAttribute,
  ReportedChange,
  ReportedFinding,
  Shown,
} from "./report";
import { isSecretPlace } from "./secret-places";
import { Secrets } from "./secrets";

/** A layer with its plan, where it could be planned. */
export interface ReportInput {
  readonly layer: PlannedLayer;
  readonly plan?: Plan;
}

export interface ReportOptions {
  /** What linters found, of all layers: the findings of `strata lint --json`. */
  readonly findings?: readonly (ReportedFinding & { readonly layer: string })[];
}

type Action = ReportedChange["action"];

/** What a set of plans would do. Nothing that is sensitive is in it. */
export function buildReport(inputs: readonly ReportInput[], { findings = [] }: ReportOptions = {}): Report {
  const layers = inputs.map(({ layer }) => layer);
  const secrets = Secrets.of(inputs.flatMap(({ plan }) => plan ?? []));
  const commit = layers.find((layer) => layer.commit !== undefined)?.commit;
  return {
    version: 1,
    environment: layers[0]?.environment ?? "",
    ...(commit !== undefined && { commit }),
    plannedAt: layers.map(({ plannedAt }) => plannedAt).sort()[0] ?? "",
    layers: inputs.map(({ layer, plan }) => {
      const ofLayer = findings
        .filter((finding) => finding.layer === layer.layer)
        .map(({ tool, rule, resource, message, waiver }) => ({
          tool,
          rule,
          resource,
          message: secrets.cover(message),
          ...(waiver !== undefined && { waiver }),
        }));
      return reportLayer(layer, plan, layers, secrets, ofLayer);
    }),
    edges: layers.flatMap(({ layer: reader, reads }) =>
      reads.map(({ name: producer, uses }) => ({ reader, producer, uses })),
    ),
  };
}

function reportLayer(
  layer: PlannedLayer,
  plan: Plan | undefined,
  layers: readonly PlannedLayer[],
  secrets: Secrets,
  findings: ReportedFinding[],
): LayerReport {
  const isConfigured = plan === undefined ? () => true : configuredIn(plan);
  const isOurs: IsConfigured = (address, path) =>
    isConfigured(address, path) && !isIgnored(layer, address, path);
  const resources = (plan?.resource_changes ?? []).filter(
    ({ address, mode }) => mode === "managed" && !isWhatIfHelper(address),
  );
  const compared = new Map(
    resources.map((resource) => [resource.address, { resource, found: differencesOf(resource) }]),
  );
  const changes = [...compared.values()].flatMap(({ resource, found }): ReportedChange[] => {
    const action = actionOf(resource);
    if (action === undefined) return [];
    return [
      reportChange(resource, action, worthShowing(resource, action, found, isConfigured), layer, secrets),
    ];
  });
  const drift = (plan?.resource_drift ?? [])
    .filter(({ address, mode }) => mode === "managed" && !isWhatIfHelper(address))
    .flatMap((resource): ReportedChange[] => {
      const now = compared.get(resource.address);
      const planned = now === undefined || actionOf(now.resource) === "delete" ? [] : now.found;
      const found = relevantDrift(layer.kind, resource, differencesOf(resource), planned, isOurs);
      const isGone = resource.change.actions.includes("delete");
      if (!isGone && found.length === 0) return [];
      return [reportChange(resource, isGone ? "delete" : "update", found, layer, secrets)];
    });
  const outputs =
    plan === undefined
      ? []
      : outputChanges(layer.layer, plan, layers).map(({ written, before, after, readers }) => ({
          path: secrets.cover(written),
          ...sides(before, after, secrets),
          readers: [...readers],
        }));
  return {
    layer: layer.layer,
    owner: layer.owner,
    kind: layer.kind,
    ...(layer.error !== undefined && { error: secrets.cover(layer.error.message) }),
    counts: countsOf({ changes, outputs, drift }),
    changes: changes.sort(byDanger),
    outputs,
    drift: drift.sort(byDanger),
    moves: findRenames(resources, isConfigured).map(({ from, to }) => {
      const path = layer.paths[withoutKey(to)];
      return { from, to, ...(path !== undefined && { path }) };
    }),
    findings,
  };
}

/** Whether the code leaves an attribute to others, such as the number of tasks to autoscaling. */
function isIgnored({ ignored = {} }: PlannedLayer, address: string, [name]: Path): boolean {
  const names = ignored[withoutKey(address)] ?? [];
  return names.includes("all") || names.some((one) => one === name || one.startsWith(`${String(name)}[`));
}

const differencesOf = ({ type, change }: PlanResourceChange): Difference[] =>
  differences(change, (path) => isSecretPlace(type, path));

/** What is done with a resource; undefined when nothing is, or it is only read. */
function actionOf({ change, address, previous_address }: PlanResourceChange): Action | undefined {
  const actions = change.actions.filter((action) => action !== "no-op" && action !== "read");
  const [first, second] = actions;
  if (second !== undefined && actions.includes("delete")) return "replace";
  switch (first) {
    case "create":
    case "update":
    case "delete":
    case "forget":
      return first;
    default:
      if (change.importing !== undefined && change.importing !== null) return "import";
      return previous_address !== undefined && previous_address !== address ? "move" : undefined;
  }
}

/**
 * Of a new resource, what the code sets: the provider's defaults and what AWS will give it are known to everybody. Of
 * tags, one of the two attributes that have them.
 */
function worthShowing(
  { address, change }: PlanResourceChange,
  action: Action,
  found: readonly Difference[],
  isConfigured: IsConfigured,
): Difference[] {
  const isNew = action === "create" || action === "replace";
  const forces = forcedBy(change.replace_paths);
  const tags = new Set(found.flatMap(({ path: [name, key] }) => (name === "tags" ? [key] : [])));
  return found.filter((difference) => {
    const [name, key] = difference.path;
    if (name === "tags_all" && tags.has(key)) return false;
    if (!isNew || forces(difference.path)) return true;
    const isOnlyGiven = action === "create" || difference.after?.kind === "unknown";
    return !isOnlyGiven || isConfigured(address, difference.path);
  });
}

const forcedBy =
  (replacePaths: readonly Path[] = []) =>
  (path: Path): boolean =>
    replacePaths.some((forcing) => overlap(forcing, path));

function reportChange(
  resource: PlanResourceChange,
  action: Action,
  found: readonly Difference[],
  layer: PlannedLayer,
  secrets: Secrets,
): ReportedChange {
  const { address, previous_address: previous, type, change } = resource;
  const path = layer.paths[withoutKey(address)];
  const reason = reasonOf(resource);
  const holds = action === "delete" || action === "replace" ? lostWith(type) : undefined;
  const forces = forcedBy(change.replace_paths);
  return {
    address: secrets.cover(address),
    ...(previous !== undefined && previous !== address && { previousAddress: secrets.cover(previous) }),
    type,
    ...(path !== undefined && { path }),
    action,
    ...(reason !== undefined && { reason: secrets.cover(reason) }),
    ...(holds !== undefined && { holds }),
    attributes: found.map(
      (difference): ReportedAttribute => ({
        path: secrets.cover(attributePath(difference.path)),
        ...sides(difference.before, difference.after, secrets),
        forcesReplacement: action === "replace" && forces(difference.path),
      }),
    ),
  };
}

const sides = (
  before: Leaf | undefined,
  after: Leaf | undefined,
  secrets: Secrets,
): { before?: Shown; after?: Shown } => ({
  ...(before !== undefined && { before: show(before, secrets) }),
  ...(after !== undefined && { after: show(after, secrets) }),
});

function show(leaf: Leaf, secrets: Secrets): Shown {
  if (leaf.kind !== "value") return leaf;
  const covered = secrets.coverValue(leaf.value);
  // A secret as a whole is masked like any other one.
  if (typeof leaf.value === "string" && secrets.isOne(leaf.value)) return { kind: "masked" };
  return { kind: "value", json: JSON.stringify(covered) };
}

/** What destroys data, then destructions, replacements, changes and the rest. */
const DANGER: readonly Action[] = ["delete", "replace", "update", "create", "import", "move", "forget"];

function byDanger(left: ReportedChange, right: ReportedChange): number {
  const rank = ({ holds, action }: ReportedChange): number =>
    (holds === undefined ? DANGER.length : 0) + DANGER.indexOf(action);
  return (
    rank(left) - rank(right) || (left.address < right.address ? -1 : left.address > right.address ? 1 : 0)
  );
}

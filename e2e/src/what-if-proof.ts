import { LAYERS } from "./results";
import type { RunJson, Strata } from "./strata";

/** What is done in each layer: action and address of every resource, sorted. */
export type Actions = Readonly<Record<string, readonly string[]>>;

export interface Proof {
  readonly whatIf: RunJson;
  readonly planned: Actions;
  readonly done: Actions;
}

/** What a what-if of all layers says, and what their deployment then does. Throws where it fails. */
export async function prove(strata: Strata): Promise<Proof> {
  const whatIf = await strata.runJson("plan", "--what-if");
  const deployment = await strata.runJson("deploy");
  const errors = deployment.layers.flatMap(({ layer, error }) =>
    error ? [`${layer}: ${error.message}`] : [],
  );
  if (errors.length > 0)
    throw new Error(`What the what-if was made of could not be deployed.\n${errors.join("\n")}`);
  return { whatIf, planned: actionsOf(whatIf), done: actionsOf(deployment) };
}

const actionsOf = ({ layers }: RunJson): Actions =>
  Object.fromEntries(
    layers.map(({ layer, status, planned, error }) => [
      layer,
      status === "done"
        ? (planned?.resources ?? []).map(({ action, address }) => `${action} ${address}`).sort()
        : [`${status}: ${error?.message ?? ""}`],
    ]),
  );

const ACTIONS = ["create", "update", "replace", "delete"] as const;
const WORDS = { create: "add", update: "change", replace: "replace", delete: "destroy" } as const;

const counts = (actions: readonly string[] = []): string =>
  ACTIONS.flatMap((action) => {
    const count = actions.filter((one) => one.startsWith(`${action} `)).length;
    return count === 0 ? [] : [`${count} ${WORDS[action]}`];
  }).join(", ");

/** What a proof showed, as cells: for each layer what the what-if says, with what the deployment does where it differs. */
export function cells({ planned, done }: Proof): string[] {
  const isSame = JSON.stringify(planned) === JSON.stringify(done);
  const ofLayers = LAYERS.map((layer) => {
    const [before, after] = [counts(planned[layer]), counts(done[layer])];
    return before === after ? before : `${before || "nothing"} (does: ${after || "nothing"})`;
  });
  return [...ofLayers, isSame ? "yes" : "no"];
}

import type { LayerReport, Report, ReportedChange, ReportedRights } from "../report";
import { bootstrapCommand, rightsAdvice, rightsIn, rightsTitle } from "../rights";
import { ACTION_NAMES, ACTIONS, type Action } from "./actions";
import { changeAnchor, layerAnchor } from "./anchors";
import { markup, type Markup } from "./markup";

const counted = (action: Action, count: number): string => {
  if (action === "outputs") return `${count} ${count === 1 ? "output" : "outputs"}`;
  return action === "drift" ? `${count} drifted` : `${count} to ${ACTIONS[action].word}`;
};

/** A count with sign and word, such as "+ 12 to add". */
export const tally = (action: Action, count: number): Markup =>
  markup`<span class="tally ${action}"><span aria-hidden="true">${ACTIONS[action].sign}</span> ${counted(action, count)}</span> `;

/** What a layer has of each kind, without those of which it has none. */
export const tallies = (counts: LayerReport["counts"]): Markup[] =>
  ACTION_NAMES.filter((action) => counts[action] > 0).map((action) => tally(action, counts[action]));

const total = (report: Report, action: Action): number =>
  report.layers.reduce((sum, { counts }) => sum + counts[action], 0);

/** ISO 8601 to the minute; anything else stays as it is. */
const minute = (time: string): string => time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, "$1 $2 UTC");

/** What the report is of, and what it comes to. */
export function renderHeader(report: Report): Markup {
  const { environment, commit, plannedAt, layers } = report;
  const drift = layers.length > 0 && layers.every(({ kind }) => kind === "drift");
  const whatIf = layers.filter(({ kind }) => kind === "what-if");
  const sums = ACTION_NAMES.map((action) => [action, total(report, action)] as const).filter(
    ([, sum]) => sum > 0,
  );
  return markup`<header>
<p class="kicker">${drift ? "Drift report" : "Plan report"}</p>
<h1>${environment}</h1>
<p class="meta">Planned <time datetime="${plannedAt}">${minute(plannedAt)}</time>${commit !== undefined && markup`, commit <code>${commit.slice(0, 12)}</code>`}, ${layers.length} ${layers.length === 1 ? "layer" : "layers"}</p>
<p class="tallies">${sums.length === 0 ? "Nothing changes." : sums.map(([action, sum]) => tally(action, sum))}</p>
${
  whatIf.length > 0 &&
  markup`<p class="meta">What-if: ${whatIf.map(({ layer }) => layer).join(", ")} ${whatIf.length === 1 ? "was" : "were"} planned against planned outputs of layers which are not applied yet.</p>`
}
</header>`;
}

interface Loss {
  readonly layer: LayerReport;
  readonly change: ReportedChange;
  readonly anchor: string;
}

/** What the roles of layers may do from now on, and what has to be run for it. */
export function renderRights({ environment, rights = [] }: Report): Markup {
  if (rights.length === 0) return markup``;
  const [before, after] = rightsAdvice(rights);
  return markup`<section class="alert" aria-labelledby="rights"><h2 id="rights">${rightsTitle(rights)}</h2>
<p>${before} <code>${bootstrapCommand(environment)}</code> ${after}</p>
<ul>${rights.map(({ layer, gained, lost }) => [renderGain(layer, "may now", gained), renderGain(layer, "may no longer", lost)])}</ul></section>`;
}

const renderGain = (layer: string, may: string, rights: ReportedRights["gained"]): Markup[] =>
  rightsIn(rights).map(
    ({ verb, names }) =>
      markup`<li><b>${layer}</b> ${may} ${verb} ${names.map((name, index) => markup`${index > 0 && ", "}<code>${name}</code>`)}</li>`,
  );

/** First of all: what loses data, in words. Then what could not be planned. */
export function renderAlerts({ layers }: Report): Markup {
  const losses: Loss[] = layers.flatMap((layer, place) =>
    layer.changes.flatMap((change, index) =>
      change.holds === undefined ? [] : [{ layer, change, anchor: changeAnchor(place, index) }],
    ),
  );
  const failed = layers
    .map((layer, index) => ({ layer, index }))
    .filter(({ layer }) => layer.error !== undefined);
  const lost =
    losses.length === 0
      ? markup`<section class="calm" aria-labelledby="losses"><h2 id="losses">Nothing that holds data is destroyed or replaced${failed.length > 0 && ", as far as could be planned"}</h2></section>`
      : markup`<section class="alert" aria-labelledby="losses"><h2 id="losses">${losses.length === 1 ? "1 change loses data" : markup`${losses.length} changes lose data`}</h2><ul>${losses.map(renderLoss)}</ul></section>`;
  if (failed.length === 0) return lost;
  return markup`${lost}
<section class="alert" aria-labelledby="failed"><h2 id="failed">${failed.length} ${failed.length === 1 ? "layer" : "layers"} could not be planned</h2>
${failed.map(
  ({ layer, index }) =>
    markup`<div id="${layerAnchor(layer, index)}" tabindex="-1"><h3>${layer.layer} <span class="owner">${layer.owner}</span></h3><pre>${layer.error}</pre></div>`,
)}</section>`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function renderLoss({ layer, change, anchor }: Loss): Markup {
  return markup`<li><b>${capitalized(change.holds ?? "")}</b>: <a href="#${anchor}"><code>${change.address}</code></a>${
    change.path !== undefined && markup` (<code>${change.path}</code>)`
  } <span class="${change.action}">${ACTIONS[change.action].says}</span>${
    change.reason !== undefined && markup`, because ${change.reason}`
  }. <span class="owner">${layer.layer}, ${layer.owner}</span>`;
}

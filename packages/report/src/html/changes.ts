import type { LayerReport, Move, Report, ReportedChange, ReportedFinding, ReportedOutput } from "../report";
import { ACTION_NAMES, ACTIONS } from "./actions";
import { changeAnchor, layerAnchor } from "./anchors";
import { markup, type Content, type Markup } from "./markup";
import { tallies } from "./summary";
import { renderAttributes, renderValue } from "./values";

/*
 * What the script looks for: `data-a` is the action of an entry that can be filtered, `.q` what is searched in it, and
 * `data-g` marks a group which goes when all of its entries do.
 */

const isEmpty = ({ changes, outputs, drift, moves, findings }: LayerReport): boolean =>
  [changes, outputs, drift, moves, findings].every((list) => list.length === 0);

/** The filter, and the layers with all that happens to them. */
export function renderChanges({ layers }: Report): Markup {
  const placed = layers
    .map((layer, index) => ({ layer, index }))
    .filter(({ layer }) => layer.error === undefined);
  const quiet = placed.filter(({ layer }) => isEmpty(layer));
  return markup`<section aria-labelledby="changes"><h2 id="changes" tabindex="-1">Changes</h2>
${renderFilter(layers)}
${placed.filter(({ layer }) => !isEmpty(layer)).map(({ layer, index }) => renderLayer(layer, index))}
${
  quiet.length > 0 &&
  markup`<div class="quiet"><h3>No changes</h3><ul>${quiet.map(
    ({ layer, index }) =>
      markup`<li id="${layerAnchor(layer, index)}" tabindex="-1">${layer.layer} <span class="owner">${layer.owner}</span>`,
  )}</ul></div>`
}
</section>`;
}

function renderFilter(layers: readonly LayerReport[]): Markup {
  const chips = ACTION_NAMES.map((action) => ({
    action,
    count: layers.reduce((sum, { counts }) => sum + counts[action], 0),
  })).filter(({ count }) => count > 0);
  if (chips.length === 0) return markup``;
  // Without its script the page shows everything, and no filter that would do nothing.
  return markup`<form id="filter" role="search" aria-label="Filter of the changes" hidden>
<fieldset><legend>Show only</legend>${chips.map(
    ({ action, count }) =>
      markup`<label class="chip ${action}"><input type="checkbox" value="${action}"><span><span aria-hidden="true">${ACTIONS[action].sign}</span> ${ACTIONS[action].word} <small>${count}</small></span></label>`,
  )}</fieldset>
<label class="search">Address or construct path <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<button type="reset">Show all</button><button type="button" id="expand">Expand all</button>
<p role="status" id="shown"></p>
</form>`;
}

const block = (title: string, content: Content): Markup =>
  markup`<div data-g><h4>${title}</h4>${content}</div>`;

function renderLayer(layer: LayerReport, index: number): Markup {
  const { changes, outputs, drift, moves, findings } = layer;
  const anchor = layerAnchor(layer, index);
  return markup`<section class="layer" id="${anchor}" data-g="layer" tabindex="-1" aria-labelledby="${anchor}-name">
<h3 id="${anchor}-name">${layer.layer} <span class="owner">${layer.owner}</span>${layer.kind === "what-if" && markup` <small>what-if</small>`}</h3>
<p class="tallies">${tallies(layer.counts)}</p>
${moves.length > 0 && block("Looks like a rename", moves.map(renderMove))}
${changes.length > 0 && markup`<div data-g>${changes.map((change, place) => renderChange(change, changeAnchor(index, place)))}</div>`}
${outputs.length > 0 && block("Outputs that change", renderOutputs(outputs))}
${
  drift.length > 0 &&
  block(
    "Changed outside of Terraform",
    drift.map((change) => renderDrift(change)),
  )
}
${findings.length > 0 && block("Findings of the linters", renderFindings(findings))}
</section>`;
}

const names = ({ address, previousAddress, path }: ReportedChange): Markup =>
  markup`<span class="names"><code class="q">${address}</code>${
    previousAddress !== undefined &&
    markup` <span class="path">from <code class="q">${previousAddress}</code></span>`
  }${path !== undefined && markup` <span class="path"><code class="q">${path}</code></span>`}</span>`;

function renderChange(change: ReportedChange, anchor: string): Markup {
  const { action, holds, attributes } = change;
  const { sign, word } = ACTIONS[action];
  return markup`<details class="change" id="${anchor}" data-a="${action}"><summary><span class="act ${action}"><span aria-hidden="true">${sign}</span> ${word}</span> ${names(change)} ${
    holds !== undefined && markup`<b class="delete">loses data</b>`
  }${attributes.length > 0 && markup`<small>${attributes.length} ${attributes.length === 1 ? "attribute" : "attributes"}</small>`}</summary>${renderBody(change)}</details>`;
}

function renderDrift(change: ReportedChange): Markup {
  const { sign, word } = ACTIONS.drift;
  const was = change.action === "delete" ? "destroyed" : "changed";
  return markup`<details class="change" data-a="drift"><summary><span class="act drift"><span aria-hidden="true">${sign}</span> ${word}</span> ${names(change)} <small>was ${was}</small></summary>${renderBody(change)}</details>`;
}

function renderBody(change: ReportedChange): Markup {
  const { reason, holds, attributes } = change;
  return markup`<div class="body">${holds !== undefined && markup`<p class="delete"><b>Lost: ${holds}.</b></p>`}${
    reason !== undefined && markup`<p>Because ${reason}.</p>`
  }${attributes.length > 0 ? renderAttributes(change) : markup`<p class="path">No attribute changes.</p>`}</div>`;
}

const renderOutputs = (outputs: readonly ReportedOutput[]): Markup =>
  markup`<table class="diff both"><thead><tr><th>Output<th>Before<th>After<th>Read by<tbody>${outputs.map(
    ({ path, before, after, readers }) =>
      markup`<tr data-a="outputs"><th class="q">${path}<td>${renderValue(before, after)}<td>${renderValue(after, before)}<td>${
        readers.length === 0
          ? markup`<i>nobody</i>`
          : readers.map(
              ({ layer, owner }, index) =>
                markup`${index > 0 && ", "}${layer} <span class="owner">${owner}</span>`,
            )
      }`,
  )}</table>`;

/** `moved` is written in HCL here; `moveFromId` is what makes it in CDKTF. */
const renderMove = ({ from, to, path }: Move): Markup =>
  markup`<div data-a="" class="move"><p>One resource is destroyed and a like one added. If it is the same with another name${
    path !== undefined && markup` (<code class="q">${path}</code>)`
  }, say so, and nothing is destroyed:</p><pre><code>moved {
  from = <span class="q">${from}</span>
  to   = <span class="q">${to}</span>
}</code></pre></div>`;

const renderFindings = (findings: readonly ReportedFinding[]): Markup =>
  markup`<table class="diff"><thead><tr><th>Rule<th>Resource<th>Says<tbody>${findings.map(
    ({ tool, rule, resource, message, waiver }) =>
      markup`<tr data-a=""><th>${rule} <small>${tool}</small><td><code class="q">${resource}</code><td>${message}${waiver !== undefined && markup` <i>Waived: ${waiver}</i>`}`,
  )}</table>`;

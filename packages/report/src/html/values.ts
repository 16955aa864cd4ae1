import type { ReportedAttribute, ReportedChange, Shown } from "../report";
import { markup, type Content, type Markup } from "./markup";

/** A longer value is folded, with a glimpse of it in sight. */
const LONG = 400;
const GLIMPSE = 140;

/** A value in a cell. Where there is none, the attribute is not set. */
export function renderValue(value: Shown | undefined, other?: Shown): Markup {
  if (value === undefined) return markup`<i>not set</i>`;
  if (value.kind === "unknown") return markup`<i>(known after apply)</i>`;
  if (value.kind === "masked") return markup`<i>(sensitive)</i>`;
  const { json } = value;
  const difference = other?.kind === "value" ? differing(json, other.json) : undefined;
  if (json.length <= LONG) return markup`<code>${marked(json, difference)}</code>`;
  const start = Math.max(0, (difference?.start ?? 0) - GLIMPSE / 4);
  const glimpse = `${start > 0 ? "…" : ""}${json.slice(start, start + GLIMPSE)}…`;
  return markup`<details><summary><code>${glimpse}</code> <i>${json.length} characters</i></summary><code>${marked(json, difference)}</code></details>`;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** What is different of a text, when most of it is as in the other; else nothing, as all of it is new. */
function differing(text: string, other: string): Part | undefined {
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start++;
  let same = 0;
  while (same < shorter - start && text.at(-1 - same) === other.at(-1 - same)) same++;
  const part = { start, end: text.length - same };
  return start + same >= text.length / 2 && part.end > start ? part : undefined;
}

const marked = (text: string, part: Part | undefined): Content =>
  part === undefined
    ? text
    : markup`${text.slice(0, part.start)}<mark>${text.slice(part.start, part.end)}</mark>${text.slice(part.end)}`;

/** The attributes of a change: one column of values where there is but one side, else before and after. */
export function renderAttributes({
  action,
  attributes,
}: Pick<ReportedChange, "action" | "attributes">): Markup {
  const side =
    action === "create" || action === "import" ? "after" : action === "delete" ? "before" : undefined;
  const only =
    side !== undefined && attributes.every((one) => one[side === "after" ? "before" : "after"] === undefined);
  const head = only ? markup`<th>Value` : markup`<th>Before<th>After`;
  const cells = (one: ReportedAttribute): Markup =>
    only
      ? markup`<td>${renderValue(one[side])}`
      : markup`<td>${renderValue(one.before, one.after)}<td>${renderValue(one.after, one.before)}`;
  // The ends of rows and cells may be left out in HTML: in a report of thousands of attributes that is a third of the file.
  return markup`<table class="diff${!only && " both"}"><thead><tr><th>Attribute${head}<tbody>${attributes.map(
    (one) =>
      markup`<tr><th>${one.path}${one.forcesReplacement && markup` <b class="replace">forces replacement</b>`}${cells(one)}`,
  )}</table>`;
}

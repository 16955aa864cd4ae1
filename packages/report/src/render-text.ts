import { excerpts, textOf } from "./diff-lines";
import { clipped, visible } from "./harmless";
import type { LayerReport, Report, ReportedAttribute, ReportedChange, ReportedRights } from "./report";
import { bootstrapCommand, rightsAdvice, rightsIn, rightsTitle } from "./rights";
import { ACTION_WORDS, countedChanges, destroys, isNews, plural } from "./words";

/** Gives a text a colour, or none. */
export type Painter = (look: "danger" | "add" | "change" | "title" | "faint", text: string) => string;

export interface TextOptions {
  /** Without it, the text has no colours. */
  readonly paint?: Painter;
  /** How many attributes of a change are shown; the others are counted. */
  readonly attributes?: number;
}

const ATTRIBUTES = 6;

/** As `terraform plan` writes them. */
const SIGNS: Readonly<Record<ReportedChange["action"], string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  move: "->",
  import: "<-",
  forget: ".",
};

/**
 * A report for a terminal: what loses data, then what happens in each layer. Attributes of changes and replacements only:
 * what is new says by its name what it is. Empty when nothing changes.
 */
export function renderText(report: Report, options: TextOptions = {}): string {
  const { paint = (_, text) => text, attributes = ATTRIBUTES } = options;
  const layers = report.layers.filter(isNews);
  const blocks = [
    losses(layers, paint),
    rightsLines(report, paint),
    ...layers.map((layer) => layerLines(layer, paint, attributes)),
    renames(layers),
  ].filter((lines) => lines.length > 0);
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}

function losses(layers: readonly LayerReport[], paint: Painter): string[] {
  const lines = layers.flatMap(({ layer, changes }) =>
    changes
      .filter((change) => destroys(change) && change.holds !== undefined)
      .map(
        ({ action, address, holds }) =>
          `  ${paint("danger", ACTION_WORDS[action])} ${line(address)} in ${line(layer)}: ${line(holds ?? "")}`,
      ),
  );
  return lines.length === 0 ? [] : [paint("danger", "Data would be lost"), ...lines];
}

function rightsLines({ environment, rights = [] }: Report, paint: Painter): string[] {
  if (rights.length === 0) return [];
  const [before, after] = rightsAdvice(rights);
  const lines = (of: ReportedRights["gained"], layer: string, may: string): string[] =>
    rightsIn(of).map(({ verb, names }) => `  ${line(layer)} ${may} ${verb} ${names.map(line).join(", ")}`);
  return [
    paint("change", rightsTitle(rights)),
    ...rights.flatMap(({ layer, gained, lost }) => [
      ...lines(gained, layer, "may now"),
      ...lines(lost, layer, "may no longer"),
    ]),
    `  ${before} ${line(bootstrapCommand(environment))} ${after}`,
  ];
}

function layerLines(layer: LayerReport, paint: Painter, attributes: number): string[] {
  const { changes, outputs, drift, findings } = layer;
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const kind = layer.kind === "plan" ? "" : ` (${layer.kind})`;
  const counted = countedChanges(layer);
  const what = layer.error === undefined ? (counted ?? "nothing changes") : "could not be planned";
  return [
    `${paint("title", line(layer.layer))}${kind}: ${what} ${paint("faint", line(layer.owner))}`,
    ...changes.flatMap((change) => changeLines(change, paint, attributes)),
    ...outputs.map((output) => {
      const readers = output.readers.map(({ layer: reader, owner }) => `${reader} of ${owner}`).join(", ");
      return `  output ${valueText(output)}${readers === "" ? "" : paint("faint", ` read by ${line(readers)}`)}`;
    }),
    ...drift.flatMap((change) => [
      `  ${paint("change", change.action === "delete" ? "gone" : "changed")} outside of Terraform: ${line(change.address)}`,
      ...(change.action === "delete" ? [] : attributeLines(change.attributes, attributes)),
    ]),
    ...open.map(
      ({ tool, rule, resource, message }) =>
        `  ${line(tool)} ${line(rule)}${resource === "" ? "" : ` at ${line(resource)}`}: ${line(message)}`,
    ),
  ];
}

function changeLines(change: ReportedChange, paint: Painter, attributes: number): string[] {
  const { action, address, previousAddress, path, reason } = change;
  const look = destroys(change) ? "danger" : action === "create" ? "add" : "change";
  const remarks = [
    path === undefined ? "" : ` (${line(path)})`,
    previousAddress === undefined ? "" : ` was ${line(previousAddress)}`,
    reason === undefined ? "" : `: ${line(reason)}`,
  ].join("");
  const isShown = action === "update" || action === "replace" || action === "import";
  return [
    `  ${paint(look, SIGNS[action])} ${line(address)}${paint("faint", remarks)}`,
    ...(isShown ? attributeLines(change.attributes, attributes) : []),
  ];
}

const attributeLines = (all: readonly ReportedAttribute[], most: number): string[] => [
  ...all.slice(0, most).map((attribute) => `      ${valueText(attribute)}`),
  ...(all.length > most ? [`      and ${plural(all.length - most, "attribute")} more`] : []),
];

function valueText({ path, before, after }: Pick<ReportedAttribute, "path" | "before" | "after">): string {
  const [left, right] = excerpts(textOf(before), textOf(after));
  const name = line(path);
  if (left === undefined) return `${name}: ${right ?? ""}`;
  return right === undefined ? `${name}: ${left} is removed` : `${name}: ${left} -> ${right}`;
}

const renames = (layers: readonly LayerReport[]): string[] =>
  layers.flatMap(({ moves }) =>
    moves.map(
      ({ from, to, path }) =>
        `Is ${line(to)} only ${line(from)} with another name? Then call .moveFromId(${JSON.stringify(line(from))})` +
        ` on the construct${path === undefined ? "" : ` ${line(path)}`}, and nothing is destroyed.`,
    ),
  );

/** A text which stays on its line, and can't steer the terminal. */
const line = (text: string): string => clipped(visible(text));

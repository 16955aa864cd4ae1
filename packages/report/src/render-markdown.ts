import {
  attributeLines,
  changeLine,
  driftLines,
  outputLines,
  shortChangeLine,
  type DiffLine,
} from "./diff-lines";
import { fit, fixed, type Cut, type Part } from "./draft";
import { clipped, visible } from "./harmless";
import { code, codeCell, fenceFor, htmlCode, prose } from "./markdown-code";
import { mermaid } from "./mermaid";
import type { LayerReport, Report, ReportedChange, ReportedFinding } from "./report";
import { bootstrapCommand, rightsAdvice, rightsIn, rightsTitle } from "./rights";
import { ACTION_WORDS, countedActions, countedChanges, destroys, isNews, plural, totalOf } from "./words";

/** GitHub's limit for a comment. */
export const COMMENT_LIMIT = 65_536;

export interface MarkdownOptions {
  /** The most characters; `COMMENT_LIMIT` when it isn't said. */
  readonly limit?: number;
  /** Where the whole report is, for what does not fit. An address of http or https. */
  readonly reportUrl?: string;
  /** The first line, by which the comment is found again. It is written as it is. */
  readonly marker?: string;
}

/** What gives way when a text is too long, in this order. */
const Step = {
  attributes: 1,
  lists: 2,
  lesserChanges: 3,
  shorterDestructions: 4,
  shorterLosses: 5,
  countedDestructions: 6,
  namedLosses: 7,
  countedLosses: 8,
} as const;

/**
 * A report as a comment in GitHub's Markdown. Destructions and replacements stay when it must be cut, at last as a count
 * by layer beside the names of those that hold data.
 */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const { limit = COMMENT_LIMIT, reportUrl, marker } = options;
  const head = marker === undefined ? "" : `${marker}\n`;
  const room = limit - head.length;
  const whole = fit(document(report, undefined), room);
  if (!whole.isCut && whole.text.length <= room) return head + whole.text;
  const link = wholeReport(reportUrl);
  const cut = fit(document(report, link), room);
  return head + (cut.text.length <= room ? cut.text : bareCounts(report, link, room));
}

const wholeReport = (url: string | undefined): string =>
  url === undefined
    ? "`strata report --format html` shows all of it."
    : `[The whole report](<${new URL(url).href.replace(/[<>\\]/g, encodeURIComponent)}>) shows all of it.`;

function document(report: Report, link: string | undefined): Part[] {
  const layers = report.layers.filter(isNews);
  return [
    fixed(`${title(report)}\n\n${summary(report, layers)}\n\n`),
    ...(link === undefined ? [] : [fixed(`Not everything fits in here. ${link}\n\n`)]),
    ...losses(layers),
    ...rightsChanges(report),
    ...layers.flatMap(failure),
    ...table(layers),
    ...unchanged(report),
    ...graph(report, layers),
    ...layers.flatMap((layer) => details(layer, link)),
    ...renames(layers),
  ];
}

const isDriftReport = ({ layers }: Report): boolean =>
  layers.length > 0 && layers.every(({ kind }) => kind === "drift");

const title = (report: Report): string =>
  `## ${isDriftReport(report) ? "Drift" : "Plan"} of ${code(report.environment)}`;

function summary(report: Report, layers: readonly LayerReport[]): string {
  const when = `Planned ${code(report.plannedAt)}${
    report.commit === undefined ? "" : ` at commit ${code(report.commit.slice(0, 12))}`
  }.`;
  const failed = layers.filter(({ error }) => error !== undefined).length;
  const outputs = layers.reduce((sum, { counts }) => sum + counts.outputs, 0);
  const drift = layers.reduce((sum, { counts }) => sum + counts.drift, 0);
  const counts = [
    countedActions(totalOf(layers)),
    outputs > 0 ? `${plural(outputs, "output")} to change` : undefined,
    drift > 0 ? `${drift} changed outside of Terraform` : undefined,
    failed > 0 ? `${plural(failed, "layer")} not planned` : undefined,
  ].filter((part) => part !== undefined);
  const { rights = [] } = report;
  const rightsToo = rights.length === 0 ? "" : ` **${rightsTitle(rights)}.**`;
  const what =
    counts.length === 0
      ? rightsToo === ""
        ? "Nothing changes."
        : "No resource changes."
      : `**${counts.join(", ")}**, in ${layers.length} of ${plural(report.layers.length, "layer")}.`;
  const whatIf = layers.some(({ kind }) => kind === "what-if")
    ? "\n\nA what-if plan is made against what its producers would publish once they are applied."
    : "";
  return `${what}${rightsToo} ${when}${whatIf}`;
}

/** What loses data, in words: before all else, and the last to be cut. */
function losses(layers: readonly LayerReport[]): Part[] {
  const parts = layers.flatMap(({ layer, changes, moves }): Part[] => {
    const lost = changes.filter((change) => destroys(change) && change.holds !== undefined);
    if (lost.length === 0) return [];
    const named = lost.map(({ action, address }) => `**${ACTION_WORDS[action]}** ${code(address)}`);
    const versions = [
      lost
        .map((change) => {
          const isRenamed = moves.some(({ from }) => from === change.address);
          return `- ${lossSentence(layer, change)}${isRenamed ? " It looks renamed: see below." : ""}\n`;
        })
        .join(""),
      named.map((name) => `- ${name} in ${code(layer)}\n`).join(""),
      `- in ${code(layer)}: ${lost.map(({ address }) => code(address)).join(" ")}\n`,
      `- in ${code(layer)}: ${lost.length} which hold data\n`,
    ];
    return [
      {
        versions,
        cuts: [{ step: Step.shorterLosses }, { step: Step.namedLosses }, { step: Step.countedLosses }],
      },
    ];
  });
  return parts.length === 0 ? [] : [fixed("### Data would be lost\n\n"), ...parts, fixed("\n")];
}

function lossSentence(layer: string, { action, address, path, holds, reason }: ReportedChange): string {
  const where = path === undefined ? code(layer) : `${code(layer)} at ${code(path)}`;
  const why = reason === undefined ? "" : ` Because ${reasonText(reason)}.`;
  return `**${ACTION_WORDS[action]}** ${code(address)} in ${where}: ${prose(holds ?? "")}.${why}`;
}

/** Of a reason which begins with attributes, these are code. */
const reasonText = (reason: string): string => {
  const end = " can't be changed in place";
  return reason.endsWith(end) && !reason.startsWith("it ")
    ? `${code(reason.slice(0, -end.length))}${end}`
    : prose(reason);
};

/** What the roles may do from now on: with the change, or there is no deployment. */
function rightsChanges({ environment, rights = [] }: Report): Part[] {
  if (rights.length === 0) return [];
  const [before, after] = rightsAdvice(rights);
  const lines = rights.flatMap(({ layer, gained, lost }) => [
    ...rightsIn(gained).map((right) => ({ layer, may: "may now", ...right })),
    ...rightsIn(lost).map((right) => ({ layer, may: "may no longer", ...right })),
  ]);
  return [
    fixed(`### ${rightsTitle(rights)}\n\n${before} ${code(bootstrapCommand(environment))} ${after}\n\n`),
    ...lines.map(({ layer, may, verb, names }): Part => {
      const head = `- ${code(layer)} ${may} ${verb}`;
      return {
        versions: [
          `${head} ${names.map(code).join(", ")}\n`,
          `${head} ${names.length} of them, not shown\n`,
          "",
        ],
        cuts: [{ step: Step.lists }, { step: Step.lesserChanges }],
      };
    }),
    fixed("\n"),
  ];
}

/** Enough for a person to see what it is about; the log has the rest. */
const LONGEST_ERROR = 1500;

function failure({ layer, error }: LayerReport): Part[] {
  if (error === undefined) return [];
  const head = `### ${code(layer)} could not be planned\n\n`;
  const lines = error.split("\n").map((line) => visible(line.trimEnd()));
  const text = clipped(lines.join("\n"), LONGEST_ERROR);
  const fence = fenceFor(text);
  return [{ versions: [`${head}${fence}text\n${text}\n${fence}\n\n`, head], cuts: [{ step: Step.lists }] }];
}

interface Column {
  readonly head: string;
  readonly cell: (layer: LayerReport) => string;
  /** Whether it is left out when it is empty in all rows. */
  readonly isRare?: boolean;
}

const number = (count: number): string => (count === 0 ? "" : String(count));
const loud = (count: number): string => (count === 0 ? "" : `**${count}**`);

const COLUMNS: readonly Column[] = [
  {
    head: "layer",
    cell: ({ layer, kind, error }) =>
      `${codeCell(layer)}${kind === "what-if" ? " (what-if)" : ""}${error === undefined ? "" : " **not planned**"}`,
  },
  { head: "owner", cell: ({ owner }) => codeCell(owner) },
  { head: "add", cell: ({ counts }) => number(counts.create) },
  { head: "change", cell: ({ counts }) => number(counts.update) },
  { head: "replace", cell: ({ counts }) => loud(counts.replace) },
  { head: "destroy", cell: ({ counts }) => loud(counts.delete) },
  { head: "move", cell: ({ counts }) => number(counts.move), isRare: true },
  { head: "import", cell: ({ counts }) => number(counts.import), isRare: true },
  { head: "forget", cell: ({ counts }) => number(counts.forget), isRare: true },
  { head: "changed outside", cell: ({ counts }) => number(counts.drift), isRare: true },
  { head: "to mend", cell: ({ findings }) => number(findings.filter(isOpen).length), isRare: true },
  { head: "outputs", cell: ({ counts }) => number(counts.outputs) },
  { head: "read by", cell: readersCell },
];

/** Readers of a row that are named; the others are counted. */
const READERS_SHOWN = 6;

function readersCell({ outputs }: LayerReport): string {
  const readers = [
    ...new Map(outputs.flatMap((output) => output.readers).map((reader) => [reader.layer, reader])).values(),
  ];
  const named = readers
    .slice(0, READERS_SHOWN)
    .map(({ layer, owner }) => `${codeCell(layer)} of ${codeCell(owner)}`);
  const more = readers.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

const isOpen = ({ waiver }: ReportedFinding): boolean => waiver === undefined;

function table(layers: readonly LayerReport[]): Part[] {
  if (layers.length === 0) return [];
  const columns = COLUMNS.filter(
    ({ cell, isRare }) => isRare !== true || layers.some((layer) => cell(layer) !== ""),
  );
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return [
    fixed(row(columns.map(({ head }) => head))),
    fixed(row(columns.map(() => "---"))),
    ...layers.map((layer) => fixed(row(columns.map(({ cell }) => cell(layer))))),
    fixed("\n"),
  ];
}

function unchanged({ layers }: Report): Part[] {
  const names = layers.filter((layer) => !isNews(layer)).map(({ layer }) => code(layer));
  if (names.length === 0) return [];
  return [
    {
      versions: [
        `No changes: ${names.join(", ")}.\n\n`,
        `No changes in ${plural(names.length, "layer")}.\n\n`,
      ],
      cuts: [{ step: Step.lists }],
    },
  ];
}

function graph(report: Report, layers: readonly LayerReport[]): Part[] {
  if (layers.length < 2) return [];
  return [{ versions: [`\`\`\`mermaid\n${mermaid(report)}\n\`\`\`\n\n`, ""], cuts: [{ step: Step.lists }] }];
}

/** All that happens in a layer, folded. */
function details(layer: LayerReport, link: string | undefined): Part[] {
  const blocks = [
    ...diff(layer),
    ...list(
      "Outputs",
      layer.outputs.map((output) => outputLines(output)),
      `${plural(layer.outputs.length, "output")} to change`,
    ),
    ...list(
      "Changed outside of Terraform",
      layer.drift.map(driftLines),
      plural(layer.drift.length, "resource"),
    ),
    ...findings(layer.findings),
  ];
  if (blocks.length === 0) return [];
  const counted = countedChanges(layer) ?? `${layer.findings.filter(isOpen).length} to mend`;
  return [
    fixed(`<details><summary>${htmlCode(layer.layer)}: ${counted}</summary>\n\n`),
    ...blocks,
    ...(link === undefined ? [] : [fixed(`${link}\n\n`)]),
    fixed("</details>\n\n"),
  ];
}

const written = (lines: readonly DiffLine[]): string =>
  lines.map(({ sign, text }) => `${sign} ${text}\n`).join("");

function diff({ layer, changes }: LayerReport): Part[] {
  if (changes.length === 0) return [];
  const others: Cut = { step: Step.lesserChanges, group: `${layer}: others` };
  const destructions: Cut = { step: Step.countedDestructions, group: `${layer}: destructions` };
  const parts = changes.flatMap((change): Part[] => {
    const header = written([changeLine(change)]);
    const attributes = change.action === "delete" ? [] : change.attributes;
    const whole = written(attributes.flatMap(attributeLines));
    const hidden = `      (${plural(attributes.length, "attribute")} not shown)\n`;
    return [
      destroys(change)
        ? {
            versions: [header, written([shortChangeLine(change)]), ""],
            cuts: [{ step: Step.shorterDestructions, group: `${layer}: destructions` }, destructions],
          }
        : { versions: [header, ""], cuts: [others] },
      {
        versions: [whole, whole.length < hidden.length ? whole : hidden, ""],
        cuts: [{ step: Step.attributes }, destroys(change) ? { step: Step.shorterDestructions } : others],
      },
    ];
  });
  const counted = (cut: Cut, isMeant: (change: ReportedChange) => boolean): Part => {
    const counts = totalOf([]);
    for (const { action } of changes.filter(isMeant)) counts[action]++;
    const text = countedActions(counts);
    return text === undefined ? fixed("") : { versions: ["", `  (${text}: not shown)\n`], cuts: [cut] };
  };
  const fence = fenceFor(parts.map(({ versions }) => versions[0]).join(""));
  return [
    fixed(`${fence}diff\n`),
    ...parts,
    counted(destructions, destroys),
    counted(others, (change) => !destroys(change)),
    fixed(`${fence}\n\n`),
  ];
}

/** A block of entries under a heading; when there is no room, how many there are. */
function list(heading: string, entries: readonly (readonly DiffLine[])[], counted: string): Part[] {
  if (entries.length === 0) return [];
  const text = written(entries.flat());
  const fence = fenceFor(text);
  return [
    {
      versions: [
        `**${heading}**\n\n${fence}diff\n${text}${fence}\n\n`,
        `**${heading}**: ${counted}, not shown.\n\n`,
      ],
      cuts: [{ step: Step.lists }],
    },
  ];
}

function findings(all: readonly ReportedFinding[]): Part[] {
  const open = all.filter(isOpen);
  const waived = all.length - open.length;
  const remark =
    waived === 0 ? "" : `${plural(waived, "finding")} ${waived === 1 ? "is" : "are"} waived.\n\n`;
  if (open.length === 0) return remark === "" ? [] : [fixed(remark)];
  const lines = open.map(
    ({ tool, rule, resource, message }) =>
      `- ${code(rule)} of ${prose(tool)}${resource === "" ? "" : ` at ${code(resource)}`}: ${prose(message)}\n`,
  );
  return [
    {
      versions: [
        `**To mend**\n\n${lines.join("")}\n${remark}`,
        `**To mend**: ${plural(open.length, "finding")}, not shown.\n\n${remark}`,
      ],
      cuts: [{ step: Step.lists }],
    },
  ];
}

function renames(layers: readonly LayerReport[]): Part[] {
  const lines = layers.flatMap(({ layer, moves }) =>
    moves.map(
      ({ from, to, path }) =>
        `- in ${code(layer)}: ${code(from)} to ${code(to)}. On the construct${
          path === undefined ? "" : ` ${code(path)}`
        }: ${code(`.moveFromId(${JSON.stringify(from)})`)}\n`,
    ),
  );
  if (lines.length === 0) return [];
  const heading = "### Renamed?\n\n";
  return [
    {
      versions: [
        `${heading}These are destroyed and created again in their own likeness. If only the name in the code has changed, ` +
          `say so, and nothing is destroyed (CDKTF then writes the \`moved\` block):\n\n${lines.join("")}\n`,
        `${heading}${plural(lines.length, "resource")} may only have another name in the code.\n\n`,
      ],
      cuts: [{ step: Step.lists }],
    },
  ];
}

/** When not even the table fits: what is destroyed and replaced, by layer, as far as it goes. */
function bareCounts(report: Report, link: string, room: number): string {
  const lines = [`${title(report)}\n`, `${summary(report, report.layers.filter(isNews))} ${link}\n`];
  const rest = report.layers.filter(({ changes }) => changes.some(destroys));
  let length = lines.join("\n").length;
  for (const { layer, counts, changes } of rest) {
    const lost = changes.filter((change) => destroys(change) && change.holds !== undefined).length;
    const line = `- ${code(layer)}: ${counts.delete} to destroy, ${counts.replace} to replace; ${lost} of them hold data`;
    if (length + line.length + 1 > room) break;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join("\n");
}

import { clipped, visible } from "./harmless";
import type { ReportedAttribute, ReportedChange, ReportedOutput, Shown } from "./report";
import { ACTION_WORDS } from "./words";

/** A line of a diff; by its sign readers colour it. */
export interface DiffLine {
  readonly sign: "+" | "-" | "!" | " ";
  readonly text: string;
}

const SIGNS: Readonly<Record<ReportedChange["action"], DiffLine["sign"]>> = {
  create: "+",
  update: "!",
  replace: "-",
  delete: "-",
  move: " ",
  import: " ",
  forget: " ",
};

/** Of two long values, how much is shown before the place where they begin to differ. */
const CONTEXT = 40;
const LONGEST_VALUE = 160;

/** What is done with a resource, and why, in one line. */
export function changeLine(change: ReportedChange): DiffLine {
  const { previousAddress, path, reason } = change;
  const short = shortChangeLine(change);
  const more = [
    path === undefined ? "" : ` (${shortened(path)})`,
    previousAddress === undefined ? "" : `, was ${shortened(previousAddress)}`,
    reason === undefined ? "" : `: ${shortened(reason)}`,
  ];
  return { ...short, text: `${short.text}${more.join("")}` };
}

const shortened = (text: string): string => clipped(visible(text));

/** The same in as few words as possible. */
export const shortChangeLine = ({ action, address }: ReportedChange): DiffLine => ({
  sign: SIGNS[action],
  text: `${ACTION_WORDS[action]} ${shortened(address)}`,
});

/** What was done to a resource outside of Terraform. */
export const driftLines = ({ action, address, path, attributes }: ReportedChange): DiffLine[] => {
  const where = `${shortened(address)}${path === undefined ? "" : ` (${shortened(path)})`}`;
  return action === "delete"
    ? [{ sign: "-", text: `gone ${where}` }]
    : [{ sign: "!", text: `changed ${where}` }, ...attributes.flatMap(attributeLines)];
};

/** How an attribute differs: a line for what goes, one for what comes. */
export const attributeLines = (attribute: ReportedAttribute): DiffLine[] => valueLines(attribute, "");

/** How an output differs, and who uses it. */
export const outputLines = (output: ReportedOutput): DiffLine[] => {
  const readers = output.readers.map(({ layer, owner }) => `${layer} of ${owner}`);
  return valueLines(output, readers.length === 0 ? "" : shortened(` (read by ${readers.join(", ")})`));
};

function valueLines(
  { path, before, after }: Pick<ReportedAttribute, "path" | "before" | "after">,
  remark: string,
): DiffLine[] {
  const name = clipped(visible(path), LONGEST_VALUE);
  const [left, right] = excerpts(textOf(before), textOf(after));
  return [
    ...(left === undefined
      ? []
      : [{ sign: "-" as const, text: `    ${name}: ${left}${right === undefined ? remark : ""}` }]),
    ...(right === undefined ? [] : [{ sign: "+" as const, text: `    ${name}: ${right}${remark}` }]),
  ];
}

/** What is shown of a value, in words where it is not the value. */
export function textOf(shown: Shown | undefined): string | undefined {
  switch (shown?.kind) {
    case undefined:
      return undefined;
    case "value":
      return visible(shown.json);
    case "unknown":
      return "(known after apply)";
    case "masked":
      return "(sensitive)";
  }
}

/** Two texts, of long ones the part where they differ. */
export function excerpts(
  before: string | undefined,
  after: string | undefined,
): [before: string | undefined, after: string | undefined] {
  if (before === undefined || after === undefined || Math.max(before.length, after.length) <= LONGEST_VALUE)
    return [before && clipped(before, LONGEST_VALUE), after && clipped(after, LONGEST_VALUE)];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const skipped = Math.max(0, same - CONTEXT);
  const excerpt = (text: string): string =>
    clipped(visible(`${skipped > 0 ? "…" : ""}${text.slice(skipped)}`), LONGEST_VALUE);
  return [excerpt(before), excerpt(after)];
}

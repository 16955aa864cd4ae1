/** Characters which Markdown would take for more than themselves, HTML included. */
const SPECIAL = /[\\*_[\]<>~|#]/g;

/**
 * A text as a cell of a Markdown table shows it. What stands between backticks is code already, in which only the
 * table's own bars are special.
 */
export function escapeCell(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .split(/(`[^`]*`)/)
    .map((part) => (/^`.*`$/.test(part) ? part.replaceAll("|", "\\|") : part.replace(SPECIAL, "\\$&")))
    .join("");
}

/** A text as code in a cell; a bar in it would end the cell. */
export const codeCell = (text: string): string => `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;

/** A Markdown table of cells which are Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

import { clipped, visible } from "./harmless";

/*
 * Whatever comes from a plan is shown as code: in code nothing is a link, a mention, an issue, an emoji or HTML, and
 * Markdown has no other way to end it than its own fence, which is made longer than any in the text.
 */

/** A text as code in a line. */
export function code(text: string): string {
  const shown = clipped(visible(text));
  if (shown === "") return "(empty)";
  const fence = fenceFor(shown, 1);
  const space = /^`|`$|^ .* $/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** A text as code in a cell of a table, where a bar would end the cell in some readers however it is escaped. */
export const codeCell = (text: string): string => code(text.replaceAll("|", "｜"));

/** A text as code in HTML, such as a summary. */
export const htmlCode = (text: string): string =>
  `<code>${clipped(visible(text)).replace(/[&<>"'@]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;

/** The fence of a block of code, longer than any in it. */
export const fenceFor = (text: string, shortest = 3): string =>
  "`".repeat(Math.max(shortest, 1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))));

/** Plain words as they are, and any other text as code. */
export const prose = (text: string): string => (/^[A-Za-z ,;:'()]+$/.test(text) ? text : code(text));

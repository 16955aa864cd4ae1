/** A name or value longer than this is cut in its middle. */
const LONGEST = 240;

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * A text on one line in which every character can be seen: line ends, controls, and what turns the direction of
 * reading, are written as `\u{202e}`.
 */
export const visible = (text: string): string =>
  text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`);

/** A text of a bounded length: begin and end, and how much is missing between them. */
export function clipped(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2) - 12;
  return `${wellFormed(text.slice(0, half))}…(${text.length - 2 * half} more)…${wellFormed(text.slice(-half))}`;
}

/** Without the halves of characters that a cut leaves. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, "");

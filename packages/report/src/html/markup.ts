/**
 * Markup that is safe to show. Only the templates of the renderer make it: whatever comes from a plan is text, and is
 * escaped on its way in.
 */
export class Markup {
  private constructor(private readonly text: string) {}

  /** Takes a text as markup. Only for what the renderer itself wrote, such as its styles. */
  static own(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template. Nothing is shown of `false` and `undefined`. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * What must not reach the reader as it is: marks of HTML, and characters that can't be seen, of which some (those for the
 * direction of text) make a name look like another one. A surrogate alone is not a character at all.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[&<>"'`]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** A text as markup, in an element or between the quotes of an attribute. What can't be seen is written as `\u202e`. */
export const escape = (text: string): string =>
  text.replace(
    UNSAFE,
    (character) => ENTITIES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function toMarkup(content: Content): string {
  if (typeof content === "string") return escape(content);
  if (content instanceof Markup) return content.toString();
  if (content === undefined || content === false) return "";
  if (typeof content === "number") return String(content);
  return content.map(toMarkup).join("");
}

/**
 * A template of markup; values are escaped. Attributes must be written with double quotes, and values must stand in an
 * element or in an attribute's quotes: never in a tag's name, in a script or in styles.
 */
export const markup = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  Markup.own(parts.map((part, index) => part + toMarkup(values[index])).join(""));

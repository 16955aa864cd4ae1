/** What a page says after a form, by the word in its address. Other words in the address say nothing. */
const NOTICES = {
  added: { isGood: true, text: "The item was added." },
  marked: { isGood: true, text: "The item is a favourite now." },
  unmarked: { isGood: true, text: "The item is no longer a favourite." },
  read: { isGood: true, text: "All notifications are read." },
  title: { isGood: false, text: "The item was not added: its title is missing or too long." },
  name: { isGood: false, text: "The item was not added: its name is missing or too long." },
  img: { isGood: false, text: "The item was not added: choose one of the pictures." },
  form: { isGood: false, text: "The form was not understood, and nothing was changed." },
  missing: { isGood: false, text: "Nothing was changed: this item is not there any more." },
  refused: { isGood: false, text: "Nothing was changed: the backend refused it." },
  away: {
    isGood: false,
    text: "It is not known to be done: the backend didn't answer as it should. Look, then try again.",
  },
} as const;

export type NoticeName = keyof typeof NOTICES;

export interface Notice {
  readonly name: NoticeName;
  /** Done, or not done. */
  readonly isGood: boolean;
  readonly text: string;
}

/** What a page's address says with `notice=`. */
export function noticeOf(word: string | readonly string[] | undefined): Notice | undefined {
  return isName(word) ? { name: word, ...NOTICES[word] } : undefined;
}

const isName = (word: unknown): word is NoticeName =>
  typeof word === "string" && Object.hasOwn(NOTICES, word);

/** The title of a page. Screen readers say it first, so it begins with what has just happened. */
export function pageTitle(page: string, notice: Notice | undefined): string {
  const said = notice === undefined ? "" : `${notice.isGood ? "" : "Error: "}${notice.text} `;
  return `${said}${page} · Strata`;
}

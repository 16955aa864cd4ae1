import type { ReportedChange } from "../report";
import { ACTION_WORDS } from "../words";

/** What the page can be filtered by: the actions on resources, and what else a layer's report holds. */
export type Action = ReportedChange["action"] | "outputs" | "drift";

interface ActionText {
  /** As Terraform draws it, so that colour is never the only signal. */
  readonly sign: string;
  /** As in tables, such as "12 to add". */
  readonly word: string;
  /** What happens, in a sentence after the resource. */
  readonly says: string;
}

/** In the order of the columns. */
export const ACTIONS: Readonly<Record<Action, ActionText>> = {
  create: { sign: "+", word: ACTION_WORDS.create, says: "will be added" },
  update: { sign: "~", word: ACTION_WORDS.update, says: "will be changed in place" },
  replace: { sign: "-/+", word: ACTION_WORDS.replace, says: "will be replaced" },
  delete: { sign: "-", word: ACTION_WORDS.delete, says: "will be destroyed" },
  move: { sign: "→", word: ACTION_WORDS.move, says: "will be moved" },
  import: { sign: "⇥", word: ACTION_WORDS.import, says: "will be imported" },
  forget: { sign: "○", word: ACTION_WORDS.forget, says: "will no longer be managed, and is not destroyed" },
  outputs: { sign: "◇", word: "outputs", says: "will have another value" },
  drift: { sign: "≠", word: "drift", says: "was changed outside of Terraform" },
};

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[];

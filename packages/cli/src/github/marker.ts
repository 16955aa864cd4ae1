/** What is marked: the comment with an environment's plans, or the issue about a layer's drift. */
export type Marked =
  | { readonly kind: "plan"; readonly environment: string }
  | { readonly kind: "drift"; readonly environment: string; readonly layer: string };

/**
 * The line by which Strata finds its own text again: an HTML comment, which GitHub keeps and does not show. Whoever
 * can write a comment can write this line too, so it counts only in what the same user wrote.
 */
export function marker(marked: Marked): string {
  const names = marked.kind === "plan" ? [marked.environment] : [marked.environment, marked.layer];
  // Whatever a name holds, it can't end the HTML comment.
  return `<!-- strata:${[marked.kind, ...names.map(encodeURIComponent)].join(" ")} -->`;
}

/** Whether a text begins with a marker; one that is quoted somewhere in it means nothing. */
export const isMarked = (text: string | null | undefined, marked: Marked): boolean =>
  text?.startsWith(marker(marked)) ?? false;

/** Whether two texts are the same for a reader. GitHub may keep line ends in another way than they were sent. */
export const isSameText = (one: string | null | undefined, other: string): boolean =>
  normalized(one ?? "") === normalized(other);

const normalized = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();

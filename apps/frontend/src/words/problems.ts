import type { Problem } from "../backend/client";

/** What a page says in the place of what it can't show. */
export function problemText(problem: Problem): string {
  switch (problem) {
    case "unreachable":
      return "The backend can't be reached.";
    case "faulty":
      return "The backend answers with an error. Its database may be away.";
    case "missing":
    case "refused":
    case "unexpected":
      return "The backend answers something that this page doesn't understand.";
  }
}

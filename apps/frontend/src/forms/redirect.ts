import type { Problem } from "../backend/client";
import type { NoticeName } from "../words/notices";

/**
 * "Look there now": after a form the browser asks for a page, so that a reload sends nothing twice. The address is
 * relative, because behind a proxy the server doesn't know its own.
 */
export function seeOther(
  path: string,
  query: Readonly<Record<string, string>> = {},
  fragment = "",
): Response {
  const search = new URLSearchParams(query).toString();
  const location = `${path}${search === "" ? "" : `?${search}`}${fragment === "" ? "" : `#${fragment}`}`;
  return new Response(null, { status: 303, headers: { location } });
}

/** What the page says of a form that the backend didn't do. */
export function noticeOfProblem(problem: Problem): NoticeName {
  return problem === "missing" || problem === "refused" ? problem : "away";
}

import { Suspense } from "react";
import { backendOfRequest } from "../app/backend";
import type { Answer } from "../backend/client";
import { withPatience } from "../backend/patience";

/** How many notifications are unread; nothing when there are none, or when the backend doesn't say. A late answer follows the page. */
export async function Badge() {
  const answer = (await backendOfRequest()).unreadCount();
  const early = await withPatience(answer);
  if (early !== undefined) return <Unread answer={early} />;
  return (
    <Suspense>
      <Late answer={answer} />
    </Suspense>
  );
}

async function Late({ answer }: { readonly answer: Promise<Answer<number>> }) {
  return <Unread answer={await answer} />;
}

function Unread({ answer }: { readonly answer: Answer<number> }) {
  if (!answer.ok || answer.data === 0) return null;
  return (
    <span className="badge">
      {answer.data > 99 ? "99+" : answer.data}
      <span className="hidden"> unread</span>
    </span>
  );
}

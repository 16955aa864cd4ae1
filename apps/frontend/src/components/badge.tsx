import { backendOfRequest } from "../app/backend";

/** How long the head of the page waits for the number, in milliseconds. It is left out rather than waited for. */
const PATIENCE = 500;

/** How many notifications are unread; nothing when there are none, or when the backend doesn't say. */
export async function Badge() {
  const count = (await backendOfRequest()).unreadCount();
  const answer = await Promise.race([
    count,
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE)),
  ]);
  if (answer?.ok !== true || answer.data === 0) return null;
  return (
    <span className="badge">
      {answer.data > 99 ? "99+" : answer.data}
      <span className="hidden"> unread</span>
    </span>
  );
}

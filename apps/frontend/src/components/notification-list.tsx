import type { Notification } from "../backend/schemas";
import { MomentText } from "./moment";

/** All notifications, the newest first, as the backend sends them. */
export function NotificationList({ notifications }: { readonly notifications: readonly Notification[] }) {
  const unread = notifications.filter((notification) => notification.unread).length;
  return (
    <>
      <div className="section-head">
        <h1 id="notifications">Notifications</h1>
        {unread > 0 && (
          <form method="post" action="/notifications/read">
            <button type="submit">Mark all as read</button>
          </form>
        )}
      </div>
      {notifications.length === 0 ? (
        <div className="empty">
          <p role="status">There are no notifications.</p>
        </div>
      ) : (
        <>
          <p role="status" className="sum">
            {unread === 0 ? "All are read" : `${unread} unread`}
          </p>
          <ul className="cards">
            {notifications.map((notification) => (
              <li key={notification.id} className={notification.unread ? "card unread" : "card"}>
                <div className="words">
                  <h2>
                    {notification.unread && <span className="dot">Unread</span>}
                    {notification.title}
                  </h2>
                  <p className="description">{notification.description}</p>
                  <p>
                    <span className="tag">{notification.category}</span>{" "}
                    <MomentText timestamp={notification.createdAt} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

import type { Cache } from "./cache";
import type { Store } from "./store";

/** A store whose answers are kept in a cache until a write makes them old. */
export const cachedStore = (store: Store, cache: Cache): Store => ({
  items: (favorite) => cache.read("items", String(favorite), () => store.items(favorite)),
  addItem: async (item) => {
    await store.addItem(item);
    await cache.forget("items");
  },
  markItem: async (id, favorite) => {
    const item = await store.markItem(id, favorite);
    await cache.forget("items");
    return item;
  },
  notifications: (id) => cache.read("notifications", String(id), () => store.notifications(id)),
  unreadNotifications: () => cache.read("notifications", "unread", () => store.unreadNotifications()),
  readNotifications: async () => {
    const newest = await store.readNotifications();
    await cache.forget("notifications");
    return newest;
  },
});

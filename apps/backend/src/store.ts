import type { Selectable } from "kysely";
import type { Database } from "./database";
import type { Item, NewItem, Notification } from "./schemas";
import type { Tables } from "./tables";

/** What the API keeps: items and notifications. */
export interface Store {
  /** All items by id, or those with or without the mark. */
  items(favorite?: boolean): Promise<Item[]>;
  addItem(item: NewItem): Promise<void>;
  /** The item as it is then; undefined when there is none of this id. */
  markItem(id: number, favorite: boolean): Promise<Item | undefined>;
  /** All notifications, the newest first, or the one of this id. */
  notifications(id?: number): Promise<Notification[]>;
  unreadNotifications(): Promise<number>;
  /** Marks all as read and gives the newest; undefined when there is none at all. */
  readNotifications(): Promise<Notification | undefined>;
}

/** The database is away, or refused what it was asked. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The store in the database: where every answer comes from in the end. All its methods throw DatabaseError. */
export function databaseStore(database: Database): Store {
  return {
    items: (favorite) =>
      asked(async () => {
        const all = database.selectFrom("Item").selectAll().orderBy("id");
        const chosen = favorite === undefined ? all : all.where("favorite", "=", Number(favorite));
        return (await chosen.execute()).map(toItem);
      }),

    addItem: (item) =>
      asked(async () => {
        await database.insertInto("Item").values(item).execute();
      }),

    markItem: (id, favorite) =>
      asked(async () => {
        await database
          .updateTable("Item")
          .set({ favorite: Number(favorite) })
          .where("id", "=", id)
          .execute();
        const row = await database.selectFrom("Item").selectAll().where("id", "=", id).executeTakeFirst();
        return row && toItem(row);
      }),

    notifications: (id) =>
      asked(async () => {
        const all = database.selectFrom("Notification").selectAll().orderBy("id", "desc");
        const chosen = id === undefined ? all : all.where("id", "=", id);
        return (await chosen.execute()).map(toNotification);
      }),

    unreadNotifications: () =>
      asked(async () => {
        const count = database
          .selectFrom("Notification")
          .select(({ fn }) => fn.countAll<number>().as("unread"));
        return (await count.where("unread", "=", 1).executeTakeFirstOrThrow()).unread;
      }),

    readNotifications: () =>
      asked(async () => {
        await database.updateTable("Notification").set({ unread: 0 }).where("unread", "=", 1).execute();
        const newest = database.selectFrom("Notification").selectAll().orderBy("id", "desc").limit(1);
        const row = await newest.executeTakeFirst();
        return row && toNotification(row);
      }),
  };
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new DatabaseError(error);
  }
}

/** Every field by its name: a table of the sample may have columns that are not ours to show. */
const toItem = ({
  id,
  title,
  name,
  favorite,
  img,
  createdAt,
  updatedAt,
}: Selectable<Tables["Item"]>): Item => ({
  ...{ id, title, name, favorite: favorite !== 0, img, createdAt, updatedAt },
});
const toNotification = (row: Selectable<Tables["Notification"]>): Notification => {
  const { id, title, description, category, unread, createdAt, updatedAt } = row;
  return { id, title, description, category, unread: unread !== 0, createdAt, updatedAt };
};

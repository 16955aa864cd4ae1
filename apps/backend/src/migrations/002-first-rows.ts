import type { Kysely, Migration } from "kysely";
import type { Tables } from "../tables";

const items = [
  { title: "Coffee", name: "A cup of filter coffee", img: "" },
  { title: "Sandwich", name: "Cheese and tomato on rye", img: "" },
];
const notifications = [
  { title: "Welcome", description: "This page is served by your own platform.", category: "information" },
  {
    title: "Two items are there",
    description: "Mark one as a favourite, or add your own.",
    category: "information",
  },
];

/** A few rows in tables that have none, so that a new page shows something: the API itself makes no notifications. */
export const firstRows: Migration = {
  up: async (db: Kysely<Tables>) => {
    if (await isEmpty(db, "Item")) await db.insertInto("Item").values(items).execute();
    if (await isEmpty(db, "Notification"))
      await db.insertInto("Notification").values(notifications).execute();
  },
};

const isEmpty = async (db: Kysely<Tables>, table: keyof Tables): Promise<boolean> =>
  (await db.selectFrom(table).select("id").limit(1).executeTakeFirst()) === undefined;

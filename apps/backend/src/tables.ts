import type { Generated } from "kysely";

/** The tables, with the sample's names. Times are UTC, as `YYYY-MM-DD HH:MM:SS`; a mark is 0 or 1. */
export interface Tables {
  readonly Item: ItemTable;
  readonly Notification: NotificationTable;
}

interface ItemTable {
  readonly id: Generated<number>;
  readonly title: string;
  readonly name: string;
  readonly favorite: Generated<number>;
  readonly img: string;
  readonly createdAt: Generated<string>;
  readonly updatedAt: Generated<string>;
}

interface NotificationTable {
  readonly id: Generated<number>;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly unread: Generated<number>;
  readonly createdAt: Generated<string>;
  readonly updatedAt: Generated<string>;
}

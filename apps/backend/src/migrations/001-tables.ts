import { sql, type Kysely, type Migration } from "kysely";

/** The two tables. A database of the sample application has them already, and keeps them. */
export const tables: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql`
      create table if not exists Item (
        id int not null auto_increment primary key,
        title varchar(255) not null,
        name varchar(255) not null,
        favorite tinyint(1) not null default 0,
        img varchar(1024) not null,
        createdAt datetime not null default current_timestamp,
        updatedAt datetime not null default current_timestamp on update current_timestamp
      ) default charset = utf8mb4`.execute(db);
    await sql`
      create table if not exists Notification (
        id int not null auto_increment primary key,
        title varchar(255) not null,
        description varchar(1024) not null,
        category varchar(255) not null,
        unread tinyint(1) not null default 1,
        createdAt datetime not null default current_timestamp,
        updatedAt datetime not null default current_timestamp on update current_timestamp
      ) default charset = utf8mb4`.execute(db);
  },
};

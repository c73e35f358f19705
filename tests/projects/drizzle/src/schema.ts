import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const notes = sqliteTable("notes", {
  id: integer().primaryKey({ autoIncrement: true }),
  author: text().notNull(),
  text: text().notNull(),
  tags: text({ mode: "json" }).$type<string[]>().notNull().default([]),
  at: integer({ mode: "timestamp_ms" }).notNull(),
});

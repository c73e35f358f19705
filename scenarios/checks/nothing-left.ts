/// <reference path="../../models/script/dormouse.d.ts" />
// Rooms that have done their work, and store nothing any more.

export const nothingIsLeft: DormouseCheck = {
  name: "nothing is left in storage",
  atEnd(run) {
    for (const room of ["reminders", "guestbook", "diary"]) {
      const stored = run.storage(room);
      if (!stored) continue;
      const keys = Object.keys(stored.kv);
      if (keys.length > 0) return `${room} still stores ${keys}`;
      for (const [table, rows] of Object.entries<unknown[]>(stored.sql))
        if (rows.length > 0) return `${room} still has ${rows.length} rows in ${table}`;
    }
    return true;
  },
};

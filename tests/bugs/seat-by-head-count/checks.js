export const oneEach = {
  name: "no two sit on one seat",
  always(record) {
    if (record.record !== "received") return undefined;
    const message = JSON.parse(record.body);
    if (message.type !== "table") return undefined;
    const seats = message.table.split(" ").filter(Boolean).map((one) => one.split("=")[0]);
    return new Set(seats).size === seats.length || message.table;
  },
};

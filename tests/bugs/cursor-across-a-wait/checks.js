export const nothingIsLost = {
  name: "the bank is worth 400",
  always: (record) => (record.record === "http-answered" && record.body?.startsWith?.("worth") ? record.body === "worth 400" || record.body : undefined),
};

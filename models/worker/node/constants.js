import { constants } from "unenv/node/os";
export default { ...constants.errno, ...constants.signals, ...constants.priority };

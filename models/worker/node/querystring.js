import library from "unenv/node/querystring";
export default library;

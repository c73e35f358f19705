export { URL } from "whatwg-url";

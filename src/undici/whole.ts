// What dist/undici-whole.js is built from: see undici.ts.
export { fetch, ProxyAgent } from "undici";

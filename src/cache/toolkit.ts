// What `@actions/cache` is made of. Its public `restoreCache` unpacks an entry to wherever that says before anybody could look at it, and the
// package exports nothing else: so its parts are imported by their files, of exactly the version that package.json names. Large: to be
// loaded when an entry is asked for, and not before.

export { downloadCache, saveCache } from "../../node_modules/@actions/cache/lib/internal/cacheHttpClient.js";
export {
  getCacheMode,
  isCacheReadable,
  isCacheWritable,
} from "../../node_modules/@actions/cache/lib/internal/config.js";
export { internalCacheTwirpClient } from "../../node_modules/@actions/cache/lib/internal/shared/cacheTwirpClient.js";

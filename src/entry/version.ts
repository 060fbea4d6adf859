/** The version of package.json, which is not there wherever dist/ is; a test holds the two together. */
export const version = "0.1.0";

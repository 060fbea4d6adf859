import { expect, it } from "vitest";

import { engineEnvironment, keptBackVariableIn } from "../../../../src/engine/pulumi/environment.ts";

const base = {
  PATH: "/usr/bin",
  AWS_REGION: "eu-west-1",
  PULUMI_CONFIG_PASSPHRASE: "p",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_TOKEN: "ghs_1",
  GH_TOKEN: "ghs_1",
  MY_COPY: "ghs_1",
  INPUT_TOKEN: "x",
  "INPUT_WORKING-DIRECTORY": ".",
  STATE_lock: "x",
  ACTIONS_RUNTIME_TOKEN: "x",
  ACTIONS_ID_TOKEN_REQUEST_URL: "x",
  GITHUB_ENV: "/f",
  GITHUB_OUTPUT: "/f",
  GITHUB_PATH: "/f",
  GITHUB_STATE: "/f",
  GITHUB_STEP_SUMMARY: "/f",
  UNSET: undefined,
};

it("keeps back tokens under any name, inputs, state and the runner's files", () => {
  expect(engineEnvironment({ base, passEnv: [], token: "ghs_1", path: ["/launcher", "/engine"] })).toEqual({
    PATH: "/launcher:/engine:/usr/bin",
    AWS_REGION: "eu-west-1",
    PULUMI_CONFIG_PASSPHRASE: "p",
    GITHUB_REPOSITORY: "acme/shop",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_DEBUG_COMMANDS: "true",
  });
});

const held = "ghs_4fH7kQ29xZpL0aB3";
const base64 = (text: string) => Buffer.from(text).toString("base64");

it.each([
  ["a header", `Authorization: Bearer ${held}`],
  ["basic auth", `AUTHORIZATION: basic ${base64(`x-access-token:${held}`)}`],
  ["an address", `https://x-access-token:${held}@github.com/acme/shop.git`],
  ["base64 alone", base64(held)],
  ["JSON", JSON.stringify({ headers: [{ auth: `token ${held}` }] })],
  ["base64 of JSON", base64(JSON.stringify({ auths: { "ghcr.io": { auth: base64(`octocat:${held}`) } } }))],
  ["an encoded form", `grant=${encodeURIComponent(`bearer ${held}`)}`],
])("keeps back a token in %s, whatever it is called and wherever the token came from", (_, value) => {
  const given = { PATH: "/usr/bin", NOTE: value };
  const without = { path: [], passEnv: [] };
  expect(engineEnvironment({ ...without, base: given, token: held })).not.toHaveProperty("NOTE");
  for (const name of [
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "INPUT_TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  ]) {
    const environment = engineEnvironment({ ...without, base: { ...given, [name]: held }, token: null });
    expect(environment).not.toHaveProperty("NOTE");
    expect(JSON.stringify(environment)).not.toContain(held);
  }
  expect(engineEnvironment({ base: given, path: [], passEnv: ["NOTE"], token: held })).toMatchObject({ NOTE: value });
});

it("hands on what only looks like it", () => {
  const given = { NOTE: `Bearer ${held.slice(0, -1)}`, GITHUB_TOKEN: held, SHORT: "short", INPUT_SHORT_TOKEN: "rt" };
  const environment = engineEnvironment({ base: given, path: [], passEnv: [], token: held });
  expect(environment).toMatchObject({ NOTE: given.NOTE, SHORT: "short" });
});

it("leaves git settings that git can read", () => {
  const given = {
    GIT_CONFIG_COUNT: "3",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
    GIT_CONFIG_KEY_1: "http.https://github.com/.extraheader",
    GIT_CONFIG_VALUE_1: `AUTHORIZATION: basic ${base64(`x-access-token:${held}`)}`,
    GIT_CONFIG_KEY_2: "core.longpaths",
    GIT_CONFIG_VALUE_2: "true",
  };
  const environment = engineEnvironment({ base: given, path: [], passEnv: [], token: held });
  expect(Object.entries(environment).filter(([name]) => name.startsWith("GIT_"))).toEqual([
    ["GIT_CONFIG_COUNT", "2"],
    ["GIT_CONFIG_KEY_0", "safe.directory"],
    ["GIT_CONFIG_VALUE_0", "*"],
    ["GIT_CONFIG_KEY_1", "core.longpaths"],
    ["GIT_CONFIG_VALUE_1", "true"],
  ]);
});

it("leaves what the user sets of Go's garbage collector", () => {
  const given = { GOGC: "50", GOMEMLIMIT: "100MiB" };
  expect(engineEnvironment({ base: given, passEnv: [], token: null, path: [] })).toMatchObject(given);
});

it("keeps a proxy out of what engine and program say to each other", () => {
  const proxied = (given: Record<string, string>) =>
    engineEnvironment({ base: given, passEnv: [], token: null, path: [] })["no_proxy"];
  expect(proxied({ http_proxy: "http://proxy:3128" })).toBe("127.0.0.1,localhost");
  expect(proxied({ https_proxy: "http://proxy:3128", NO_PROXY: "acme.example" })).toBe(
    "acme.example,127.0.0.1,localhost",
  );
  expect(proxied({ NO_PROXY: "acme.example" })).toBeUndefined();
});

it("hands on what the user names", () => {
  const passEnv = ["GITHUB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"];
  expect(engineEnvironment({ base, passEnv, token: "ghs_1", path: [] })).toMatchObject({
    GITHUB_TOKEN: "ghs_1",
    ACTIONS_ID_TOKEN_REQUEST_URL: "x",
  });
});

it("names a variable that an error misses, unless it was handed on", () => {
  const text = "Error: GITHUB_TOKEN must be set";
  expect(keptBackVariableIn(text, [])).toBe("GITHUB_TOKEN");
  expect(keptBackVariableIn(text, ["GITHUB_TOKEN"])).toBeNull();
  expect(keptBackVariableIn("AccessDenied", [])).toBeNull();
});

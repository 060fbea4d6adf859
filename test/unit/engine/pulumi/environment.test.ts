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
    GOGC: "400",
    GOMEMLIMIT: "2GiB",
  });
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

import { expect, test } from "vitest";

import { stageUrl, stageUrls } from "../../../src/report/url.ts";

function outputs(values: Record<string, unknown>): Record<string, { value: unknown; secret: boolean }> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, secret: false }]));
}

test.each([
  [{}, null],
  [{ name: "shop", size: 3, list: ["https://a.example"] }, null],
  [
    {
      docs: "https://docs.example",
      apiUrl: "https://api.example",
      siteUrl: "https://site.example",
      url: "https://it.example",
    },
    "https://it.example",
  ],
  [{ apiUrl: "https://api.example", siteUrl: "https://site.example" }, "https://site.example"],
  [{ endpoint: "https://other.example", apiUrl: "https://api.example" }, "https://api.example"],
  [{ queueUrl: "https://sqs.example/1", endpoint: "https://other.example" }, "https://other.example"],
  [{ a: "http://plain.example", b: "https://safe.example" }, "https://safe.example"],
  [{ url: "http://127.0.0.1:8080" }, "http://127.0.0.1:8080"],
  [{ url: "javascript:alert(1)" }, null],
  [{ url: "https://user:pass@site.example" }, null],
  [{ url: "https://site.example and more" }, null],
  [{ url: `https://site.example/${"x".repeat(3000)}` }, null],
])("of %j it is %j", (values, expected) => {
  expect(stageUrl(outputs(values))).toBe(expected);
});

test("a secret address is never told", () => {
  expect(stageUrls({ url: { value: "https://site.example", secret: true } })).toEqual([]);
});

test("all are told, by name, the most fitting first", () => {
  expect(stageUrls(outputs({ queueUrl: "https://q.example", url: "https://a.example" }))).toEqual([
    { name: "url", url: "https://a.example" },
    { name: "queueUrl", url: "https://q.example" },
  ]);
});

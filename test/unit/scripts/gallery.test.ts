import { expect, it } from "vitest";

import { galleryPages, galleryStates } from "../../../scripts/gallery.ts";
import { githubPage } from "../../../scripts/github-page.ts";

it("shows the comment in at least fifteen states, light and dark, each closed before the next", async () => {
  expect(Object.keys(await galleryStates()).length).toBeGreaterThanOrEqual(15);
  const pages = Object.values(await galleryPages());
  expect(pages).toHaveLength(2);
  for (const page of pages) {
    expect(page.split("<article").length).toBe(page.split("</article>").length);
    expect(page.split("<details").length).toBe(page.split("</details>").length);
    expect(page).toContain("markdown-alert-caution");
    expect(page).not.toContain("<script");
  }
});

it("colours a diff as GitHub does", async () => {
  const page = await githubPage("x", [{ title: "x", markdown: "```diff\n+ a\n- b\n! c\n# d\n  e\n```" }], "dark");
  expect(page.match(/<span class="pl-\w+">.*?<\/span>/gu)).toEqual([
    '<span class="pl-mi1">+ a</span>',
    '<span class="pl-md">- b</span>',
    '<span class="pl-mc">! c</span>',
    '<span class="pl-c"># d</span>',
  ]);
});

it("lets no HTML through that GitHub would not", async () => {
  const page = await githubPage(
    "x",
    [{ title: "<b>", markdown: "<script>alert(1)</script><img onerror=x src=y>" }],
    "light",
  );
  expect(page).not.toMatch(/<script|onerror/u);
  expect(page).toContain("&lt;b&gt;");
});

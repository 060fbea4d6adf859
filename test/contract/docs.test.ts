import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { root } from "../../scripts/root.ts";
import { inputsPageWithGenerated, readmeWithGenerated } from "../../scripts/update-readme.ts";
import { inputUses } from "../../src/entry/input-uses.ts";
import { readInputs } from "../../src/entry/inputs.ts";
import { rulesOf } from "../../src/entry/request.ts";
import { unusedInputs, unusedInWords } from "../../src/entry/unused-inputs.ts";
import { parseBranchRules } from "../../src/events/branch-rules.ts";
import { branchStage } from "../../src/events/branch-stage.ts";
import { explainTarget } from "../../src/events/explain.ts";
import { parseEvent } from "../../src/events/parse-event.ts";
import { resolveTarget } from "../../src/events/resolve-target.ts";

const packageSchema = z.looseObject({ scripts: z.record(z.string(), z.string()) });

type Page = { readonly file: string; readonly text: string };

const docs = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
const pages: Page[] = await Promise.all(["README.md", "CONTRIBUTING.md", ...docs.sort()].map(readPage));
const stages = pageOf("docs/stages.md");
const usualTexts = Object.entries(inputUses).map(([name, use]) => [name, use.default] as const);

describe.each(pages)("$file", ({ file, text }) => {
  test("links to what is there", async () => {
    const links = [...prose(text).matchAll(/\]\((?<link>[^)\s]+)\)/gu)].map((match) => match.groups?.["link"] ?? "");

    expect(await filtered(links.filter(isRelative), (link) => leadsNowhere(file, link))).toEqual([]);
  });

  test("names files and folders that are there", async () => {
    const named = [
      ...text.matchAll(/`(?:node )?(?<path>(?:\.ci|bench|scripts|src|test|workflows-examples)\/[\w./-]*)`/gu),
    ];
    const paths = named.map((match) => match.groups?.["path"] ?? "");

    expect(await filtered(paths, (path) => isMissing(join(root, path)))).toEqual([]);
  });

  test("names commands that package.json has", async () => {
    const { scripts } = packageSchema.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
    const named = [...text.matchAll(/npm (?:run (?<script>[\w-]+)|(?<test>test))/gu)];
    const names = named.map(({ groups }) => groups?.["script"] ?? groups?.["test"] ?? "");

    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("names errors and skips that the code has", async () => {
    const source = await allSources();
    const codes = tables(text)
      .filter(({ head }) => head[0] === "code")
      .flatMap(({ rows }) => rows.map(([code]) => plain(code)));
    const inBrackets = [...text.matchAll(/\(`(?<code>[a-z]+(?:-[a-z]+)+)`[);]/gu)].map(
      ({ groups }) => groups?.["code"] ?? "",
    );

    expect([...codes, ...inBrackets].filter((code) => !source.includes(`"${code}"`))).toEqual([]);
  });
});

test("every page of docs/ is reached from the README", () => {
  const { text } = pageOf("README.md");

  expect(docs.filter((file) => !text.includes(`(${file})`))).toEqual([]);
});

test("README.md has action.yml's inputs and outputs, and the comment as it is rendered (run scripts/update-readme.ts)", async () => {
  const { text } = pageOf("README.md");

  expect(text).toBe(readmeWithGenerated(text, await readFile(join(root, "action.yml"), "utf8")));
});

test("docs/inputs.md says what uses each input, as the code does (run scripts/update-readme.ts)", () => {
  const { text } = pageOf("docs/inputs.md");

  expect(text).toBe(inputsPageWithGenerated(text));
});

test("docs/architecture.md names every folder of src/", async () => {
  const { text } = pageOf("docs/architecture.md");
  const entries = await readdir(join(root, "src"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

  expect(folders.filter((folder) => !text.includes(`\`src/${folder}\``))).toEqual([]);
});

test("docs/inputs.md shows what `explain` prints", () => {
  const event = parseEvent("push", {
    ref: "refs/heads/main",
    before: "0".repeat(40),
    after: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
    repository: { id: 1, full_name: "acme/shop", default_branch: "main" },
    sender: { login: "octocat" },
  });
  const given = new Map([...usualTexts, ["impact", "true"], ["adopt", "urn:pulumi:a=b"]]);
  const getInput = (name: string) => given.get(name) ?? "";
  const inputs = readInputs(getInput);
  const target = resolveTarget(event, rulesOf(inputs, null));
  const unused = unusedInputs({ inputs, getInput, event, target, runner: { kind: null } });
  const lines = [...explainTarget(event, target), ...unused.map((one) => `unused   ${unusedInWords(one)}`)];

  expect(pageOf("docs/inputs.md").text).toContain(lines.join("\n"));
});

describe("docs/stages.md", () => {
  test.each(rowsOf(stages, ["branch", "stage"]))("branch %s comes to stage %s", (branch, stage) => {
    const place = branchStage({ branch: plain(branch), rules: [], defaultBranch: "main" });

    expect("kind" in place ? "none" : place.stage).toBe(stage.startsWith("none") ? "none" : plain(stage));
  });

  test.each(rowsOf(stages, ["`branches`", "branch", "stage", "kind"]))(
    "with the rules [%s], branch %s comes to stage %s, %s",
    (rules, branch, ...[stage, kind]) => {
      const place = branchStage({
        branch: plain(branch.replace(" (default)", "")),
        rules: parseBranchRules(rules.replaceAll("`", "")),
        defaultBranch: "main",
      });

      expect(place).toMatchObject({ stage: plain(stage), ephemeral: kind === "ephemeral" });
    },
  );

  test("shows what `explain` prints", () => {
    const event = parseEvent("pull_request", {
      action: "opened",
      pull_request: {
        number: 12,
        title: "Add a greeting",
        head: { ref: "greeting", sha: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d", repo: { id: 1 } },
        base: { ref: "main" },
      },
      repository: { id: 1, full_name: "acme/shop", default_branch: "main" },
      sender: { login: "octocat" },
    });
    const rules = { branches: [], command: "auto", stage: null, pullRequest: null, commit: null } as const;

    expect(stages.text).toContain(explainTarget(event, resolveTarget(event, rules)).join("\n"));
  });
});

async function readPage(file: string): Promise<Page> {
  return { file, text: await readFile(join(root, file), "utf8") };
}

function pageOf(file: string): Page {
  const page = pages.find((one) => one.file === file);
  if (page === undefined) {
    throw new Error(`there is no ${file}`);
  }
  return page;
}

/** The text without its blocks and words of code, in which brackets mean something else. */
function prose(text: string): string {
  return text.replaceAll(/^ *(?<fence>`{3,})[\s\S]*?^ *\k<fence>$/gmu, "").replaceAll(/`[^`\n]*`/gu, "code");
}

function isRelative(link: string): boolean {
  return !/^[a-z]+:/u.test(link);
}

/** Whether a link leads to no file of the repository, or to no heading of that page. */
async function leadsNowhere(from: string, link: string): Promise<boolean> {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(root, from) : resolve(join(root, dirname(from)), path);
  if (relative(root, target).startsWith("..") || (await isMissing(target))) {
    return true;
  }
  return anchor !== undefined && !anchorsOf(await readFile(target, "utf8")).includes(anchor);
}

/** The headings of a page as GitHub names them in links: small letters, no punctuation, `-` for a space. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (?<heading>.+)$/gmu)].map(({ groups }) => groups?.["heading"] ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/gu, "")
      .trim()
      .replaceAll(/\s/gu, "-"),
  );
}

async function isMissing(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}

async function filtered<T>(values: readonly T[], keep: (value: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(values.map(keep));
  return values.filter((_, index) => kept[index]);
}

async function allSources(): Promise<string> {
  const files = (await readdir(join(root, "src"), { recursive: true })).filter((name) => name.endsWith(".ts"));
  return (await Promise.all(files.map((name) => readFile(join(root, "src", name), "utf8")))).join("\n");
}

/** The tables of a page, cell by cell. */
function tables(text: string): { readonly head: readonly string[]; readonly rows: readonly string[][] }[] {
  const blocks = text.match(/^\|.*\|\n\| ---.*\|\n(?:\|.*\|\n)*/gmu) ?? [];
  return blocks.map((block) => {
    const [head = [], , ...rows] = block.trim().split("\n").map(cells);
    return { head, rows };
  });
}

function cells(line: string): string[] {
  return line
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}

/** The rows of the one table with that head. */
function rowsOf(page: Page, head: readonly string[]): string[][] {
  const found = tables(page.text).filter((table) => table.head.join("|") === head.join("|"));
  expect(found).toHaveLength(1);
  return found.flatMap((table) => [...table.rows]);
}

function plain(cell = ""): string {
  return cell.replaceAll("`", "").trim();
}

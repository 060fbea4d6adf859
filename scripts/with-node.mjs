// Runs a script of this project under the Node it is written for, on a machine with any Node from 20 on:
//   node scripts/with-node.mjs scripts/test.ts [arguments]
// Gets that Node from the npm registry into the cache folder, installs the packages of package-lock.json, and hands on.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const started = Date.now();

/** Stops with one clear error. */
class Stop extends Error {}

function say(text) {
  console.log(`[set-up ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

function cacheFolder() {
  const given = process.env.STAGEWRIGHT_CACHE;
  return given || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "stagewright");
}

/** Runs npm; its output is shown only when it fails. `node` is the Node that runs it, null for the present one. */
async function npm(args, { cwd, node }) {
  const path = node === null ? process.env.PATH : [dirname(node), process.env.PATH].join(delimiter);
  // `npm run` tells its scripts which npm they run under; by hand it is the one on PATH.
  const own = process.env.npm_execpath?.endsWith(".js") ? process.env.npm_execpath : null;
  const command = own === null ? ["npm", ...args] : [node ?? process.execPath, own, ...args];
  // Settings of a surrounding `npm run` (this project's .npmrc) must not leak into another folder's install.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:config_(?:engine_strict|local_prefix|prefix)|package_|lifecycle_)/i.test(name),
  );
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...Object.fromEntries(inherited), PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Stop(`npm cannot be started: ${error.message}. Node and npm are needed.`)));
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new Stop(`npm ${args.join(" ")} failed (exit code ${code}) in ${cwd}:\n${output.trim()}`);
  }
}

/** The wanted Node's program, from the cache folder or else from the npm registry. In the cache it is whole or not there. */
async function ensureNode() {
  const version = (await readFile(join(root, ".node-version"), "utf8")).trim();
  if (process.version === `v${version}`) {
    return process.execPath;
  }
  const folder = join(cacheFolder(), "node", version);
  const program = join(folder, "node_modules", "node", "bin", "node");
  if (existsSync(program)) {
    return program;
  }
  say(`getting Node ${version} from the npm registry`);
  await mkdir(dirname(folder), { recursive: true });
  const made = await mkdtemp(join(dirname(folder), `.${version}-`));
  try {
    await writeFile(join(made, "package.json"), '{"private":true}');
    // The package fetches the program of this kind of machine in its install script.
    await npm(["install", `node@${version}`, "--ignore-scripts=false", "--no-audit", "--no-fund"], {
      cwd: made,
      node: null,
    });
    if (!existsSync(join(made, "node_modules", "node", "bin", "node"))) {
      throw new Stop(
        `npm installed node@${version} without its program: are install scripts forbidden on this machine?`,
      );
    }
    await rename(made, folder).catch((error) => {
      // Another process was quicker.
      if (!existsSync(program)) {
        throw error;
      }
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  say(`Node ${version} is in ${folder}`);
  return program;
}

/** Whether node_modules holds exactly what package-lock.json names. npm writes down what it installed, last of all. */
async function packagesAreThere() {
  const read = async (path) => JSON.parse(await readFile(join(root, path), "utf8")).packages;
  const wanted = await read("package-lock.json");
  const there = await read("node_modules/.package-lock.json").catch(() => ({}));
  const right = ([path, { version, optional }]) =>
    path === "" || there[path]?.version === version || (optional && !there[path]);
  return Object.entries(wanted).every(right) && Object.keys(there).every((path) => path in wanted);
}

/** Installs the packages of package-lock.json unless exactly those are there. */
async function ensurePackages(node) {
  if (await packagesAreThere()) {
    return;
  }
  say("installing the packages of package-lock.json");
  await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root, node });
  say("packages are installed");
}

/** Runs the script; its exit code becomes ours. Signals reach it by the terminal or by us, once. */
async function handOn(node, [script, ...args]) {
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  const child = spawn(node, [script, ...args], { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      // From the terminal SIGINT has reached the child already.
      if (signal === "SIGTERM" || !process.stdin.isTTY) {
        child.kill(signal);
      }
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

try {
  const wanted = process.argv.slice(2);
  if (wanted.length === 0) {
    throw new Stop("usage: node scripts/with-node.mjs <script> [arguments]");
  }
  const node = await ensureNode();
  await ensurePackages(node);
  process.exitCode = await handOn(node, wanted);
} catch (error) {
  console.error(error instanceof Stop ? `error: ${error.message}` : error);
  process.exitCode = 1;
}

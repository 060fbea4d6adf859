export const id = 960;
export const ids = [960];
export const modules = {

/***/ 911:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ updateOf)
/* harmony export */ });
/** More changes than this are counted in history, and not listed. */
const mostChanges = 1000;
/** A command as history keeps it, from its masked report. */
function updateOf(report) {
    const changes = report.changeSet?.changes ?? [];
    return {
        command: report.command,
        outcome: outcomeOf(report.state),
        reason: report.failure?.message ?? report.reason,
        commit: report.commit,
        actor: report.actor,
        run: report.run?.url ?? null,
        startedAt: report.startedAt,
        endedAt: report.endedAt ?? report.startedAt,
        counts: { ...report.changeSet?.counts },
        changes: changes.slice(0, mostChanges).map(({ op, urn, status, properties, replaceKeys }) => ({
            op,
            urn,
            status,
            properties: properties.map(({ path }) => path),
            replaceKeys: [...replaceKeys],
        })),
        moreChanges: Math.max(0, changes.length - mostChanges),
    };
}
function outcomeOf(state) {
    return state === "failed" || state === "cancelled" ? state : "succeeded";
}


/***/ }),

/***/ 7936:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L5: () => (/* binding */ UNKNOWN_TEXT),
/* harmony export */   dG: () => (/* binding */ SECRET_TEXT)
/* harmony export */ });
/* unused harmony export changeOps */
const changeOps = (/* unused pure expression or super */ null && ([
    "create",
    "update",
    "replace",
    "delete",
    "import",
    "read",
    "refresh",
    "same",
]));
/** What stands in place of a secret, and of a value that is only known once the engine ran. */
const SECRET_TEXT = "[secret]";
const UNKNOWN_TEXT = "[unknown]";


/***/ }),

/***/ 7718:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ pendingOf),
/* harmony export */   p: () => (/* binding */ settlePending)
/* harmony export */ });
/** The operations that were under way when an engine died on this stage, as its state names them. */
function pendingOf(checkpoint) {
    const pending = checkpoint?.checkpoint.latest?.pending_operations ?? [];
    return pending.map((operation) => ({ urn: operation.resource.urn, type: operation.type }));
}
/**
 * The state without the pending creations that it named before a run. A successful run has created each of those again, and the engine
 * itself would keep the stale entries for ever (`pulumi up` warns, goes on and leaves them); null when there are none to settle.
 */
function settlePending(checkpoint, before) {
    const stale = new Set(before.filter((operation) => operation.type === "creating").map((operation) => operation.urn));
    const { latest } = checkpoint.checkpoint;
    const pending = latest?.pending_operations ?? [];
    const kept = pending.filter((operation) => operation.type !== "creating" || !stale.has(operation.resource.urn));
    if (latest === null || latest === undefined || kept.length === pending.length) {
        return null;
    }
    return { ...checkpoint, checkpoint: { ...checkpoint.checkpoint, latest: { ...latest, pending_operations: kept } } };
}


/***/ }),

/***/ 8856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LX: () => (/* binding */ requireProject),
/* harmony export */   Wh: () => (/* binding */ readProject),
/* harmony export */   hN: () => (/* binding */ parseYaml),
/* harmony export */   qC: () => (/* binding */ readIfThere)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8815);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7697);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7428);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);





const projectSchema = zod__WEBPACK_IMPORTED_MODULE_4__/* .looseObject */ ._H3({
    name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().min(1),
    runtime: zod__WEBPACK_IMPORTED_MODULE_4__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .looseObject */ ._H3({ name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() })]),
    /** Folder of the `Pulumi.<stack>.yaml` files; `config` as a string is its older name. */
    stackConfigDir: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    config: zod__WEBPACK_IMPORTED_MODULE_4__/* .unknown */ .L5J().optional(),
    backend: zod__WEBPACK_IMPORTED_MODULE_4__/* .looseObject */ ._H3({ url: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional() }).nullish(),
    requiredPulumiVersion: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    plugins: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .looseObject */ ._H3({ path: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional() })).nullish()).nullish(),
});
const fileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
/** Reads the project file in a folder; null when there is none. A file that is no project is a `Failure` that names it. */
async function readProject(directory) {
    for (const fileName of fileNames) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, fileName);
        const text = await readIfThere(path);
        if (text !== null) {
            return toProject(path, directory, text);
        }
    }
    return null;
}
/** The project in a folder; none (or no folder, where nothing was checked out) is a `Failure`. */
async function requireProject(directory) {
    const project = directory === null ? null : await readProject(directory);
    if (project !== null) {
        return project;
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
        code: "no-project",
        message: `There is no Pulumi.yaml in ${directory ?? "the workspace"}.`,
        next: "Check the repository out before this step, or point the input `working-directory` at the folder of the project.",
    });
}
function toProject(path, directory, text) {
    const parsed = projectSchema.safeParse(parseYaml(path, text));
    if (!parsed.success) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
            code: "broken-project",
            message: `${path} is not a Pulumi project file:\n${zod__WEBPACK_IMPORTED_MODULE_5__/* .prettifyError */ .S1(parsed.error)}`,
            next: "It needs at least a `name` and a `runtime`.",
        });
    }
    const { data } = parsed;
    const configFolder = data.stackConfigDir ?? (typeof data.config === "string" ? data.config : ".");
    return {
        name: data.name,
        directory,
        configDirectory: (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, configFolder),
        backendUrl: data.backend?.url ?? null,
        requiredPulumiVersion: data.requiredPulumiVersion ?? null,
        plugins: data.plugins ?? {},
    };
}
/** Parses YAML; a syntax error is a `Failure` with the file's name and the line. */
function parseYaml(path, text) {
    try {
        return (0,yaml__WEBPACK_IMPORTED_MODULE_2__/* .parse */ .qg)(text);
    }
    catch (cause) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
            code: "broken-yaml",
            message: `${path} is not valid YAML: ${cause instanceof yaml__WEBPACK_IMPORTED_MODULE_2__/* .YAMLParseError */ .XT ? cause.message : String(cause)}`,
            next: "Mend the file and run again.",
            cause,
        });
    }
}
/** A file's text, or null when there is no such file. */
async function readIfThere(path) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, "utf8");
    }
    catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
            return null;
        }
        throw error;
    }
}


/***/ }),

/***/ 6620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   No: () => (/* binding */ checkConfigCanBeOpened),
/* harmony export */   TN: () => (/* binding */ keyOf),
/* harmony export */   Xg: () => (/* binding */ readConfig),
/* harmony export */   g0: () => (/* binding */ checkStateCanBeOpened),
/* harmony export */   o5: () => (/* binding */ writeConfigFile),
/* harmony export */   og: () => (/* binding */ secureValues),
/* harmony export */   u0: () => (/* binding */ findConfig)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8815);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7697);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7428);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1957);
/* harmony import */ var _project_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8856);






const configSchema = zod__WEBPACK_IMPORTED_MODULE_5__/* .looseObject */ ._H3({
    encryptionsalt: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP().optional(),
    secretsprovider: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP().optional(),
    encryptedkey: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP().optional(),
    config: zod__WEBPACK_IMPORTED_MODULE_5__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_5__/* .unknown */ .L5J()).nullish(),
});
/**
 * The stage's own `Pulumi.<stage>.yaml`, or else that of the stage it is told to take it from; else an empty one. A `configFrom` that
 * was named and is missing is a `Failure`.
 */
async function findConfig(project, stage, configFrom) {
    const own = await readConfig(project, stage);
    if (own !== null) {
        return own;
    }
    if (configFrom === null) {
        return { file: null, isBorrowed: false, config: {} };
    }
    const borrowed = await readConfig(project, configFrom);
    if (borrowed === null) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
            code: "no-configuration",
            message: `Stage ${stage} was to take its configuration from Pulumi.${configFrom}.yaml, and ${project.configDirectory} has no such file.`,
            next: "Add the file, or change the input `config-from`.",
        });
    }
    return { ...borrowed, isBorrowed: true };
}
/** Reads `Pulumi.<stage>.yaml` (or `.yml`) of the project; null when there is none. */
async function readConfig(project, stage) {
    for (const extension of ["yaml", "yml"]) {
        const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(project.configDirectory, `Pulumi.${stage}.${extension}`);
        const text = await (0,_project_js__WEBPACK_IMPORTED_MODULE_4__/* .readIfThere */ .qC)(file);
        if (text !== null) {
            return { file, isBorrowed: false, config: parseConfig(file, text) };
        }
    }
    return null;
}
function parseConfig(file, text) {
    const parsed = configSchema.safeParse((0,_project_js__WEBPACK_IMPORTED_MODULE_4__/* .parseYaml */ .hN)(file, text) ?? {});
    if (!parsed.success) {
        throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
            code: "broken-configuration",
            message: `${file} is not a stack configuration:\n${zod__WEBPACK_IMPORTED_MODULE_6__/* .prettifyError */ .S1(parsed.error)}`,
            next: "Mend the file and run again.",
        });
    }
    return parsed.data;
}
/**
 * Writes the configuration for the engine's `--config-file` into a folder outside the user's tree: the engine writes into that file (a
 * new salt), never into the project. A stage that has a state keeps that state's salt when its configuration names no key of its own.
 */
async function writeConfigFile(order) {
    const { config } = order.found;
    const hasKey = config.encryptionsalt !== undefined || config.secretsprovider !== undefined;
    const complete = hasKey ? config : { ...config, ...keyOf(order.checkpoint) };
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(order.folder, `Pulumi.${order.stage}.yaml`);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, (0,yaml__WEBPACK_IMPORTED_MODULE_2__/* .stringify */ .As)(complete), { mode: 0o600 });
    return path;
}
const passphraseStateSchema = zod__WEBPACK_IMPORTED_MODULE_5__/* .looseObject */ ._H3({ salt: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP() });
const cloudStateSchema = zod__WEBPACK_IMPORTED_MODULE_5__/* .looseObject */ ._H3({ url: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP(), encryptedkey: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP() });
/** The lines of a configuration file that let the engine open a state's secrets: its salt, or its key service and encrypted data key. */
function keyOf(checkpoint) {
    const provider = checkpoint?.checkpoint.latest?.secrets_providers;
    if (provider?.type === "passphrase") {
        return { encryptionsalt: passphraseStateSchema.parse(provider.state).salt };
    }
    if (provider?.type === "cloud") {
        const state = cloudStateSchema.parse(provider.state);
        return { secretsprovider: state.url, encryptedkey: state.encryptedkey };
    }
    return {};
}
/** The encrypted values of a configuration, wherever they are nested. */
function secureValues(value) {
    if (Array.isArray(value)) {
        return value.flatMap(secureValues);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, inner]) => key === "secure" && typeof inner === "string" ? [inner] : secureValues(inner));
}
/** Refuses a configuration whose encrypted values no key can open here, before anything runs. */
function checkConfigCanBeOpened(found) {
    const { config } = found;
    const encrypted = secureValues(config.config ?? {});
    if (encrypted.length === 0 || config.encryptionsalt !== undefined || config.encryptedkey !== undefined) {
        return;
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
        code: "foreign-secrets",
        message: `${found.file ?? "The configuration"} holds encrypted values but neither \`encryptionsalt\` nor \`encryptedkey\`: they were encrypted by Pulumi Cloud for one stack and cannot be opened elsewhere.`,
        next: "Set them again with a passphrase (`pulumi stack change-secrets-provider passphrase`), or keep the state in Pulumi Cloud with `home: backend`.",
    });
}
/** Refuses a state of ours whose secrets no key can open here: Pulumi Cloud encrypted them, for itself alone. */
function checkStateCanBeOpened(checkpoint) {
    if (checkpoint?.checkpoint.latest?.secrets_providers?.type !== "service") {
        return;
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .H({
        code: "foreign-secrets",
        message: "The state's secrets were encrypted by Pulumi Cloud and can be opened by nobody else.",
        next: "Export the state with `pulumi stack export --show-secrets` from there and import it here, or use `home: backend` with Pulumi Cloud.",
    });
}


/***/ }),

/***/ 8951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ stillRuns)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var _lock_machine_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(966);


/** Clocks of two processes are read in different ways, the boot's moment to a hundredth of a second; nothing starts this close to its own past. */
const slackMs = 2000;
/**
 * Whether the process that had this id on this machine at a given moment (milliseconds since the epoch) still runs. A later process with
 * the same id is told from it where the system says when a process started; else the id alone counts.
 */
async function stillRuns(pid, moment) {
    const start = await (0,_lock_machine_js__WEBPACK_IMPORTED_MODULE_1__/* .processStart */ .gy)(pid);
    if (start === "ended") {
        return false;
    }
    if (start === null) {
        return true;
    }
    const boot = process.platform === "linux" ? Date.now() - (0,node_os__WEBPACK_IMPORTED_MODULE_0__.uptime)() * 1000 : 0;
    return boot + start <= moment + slackMs;
}


/***/ }),

/***/ 676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  j: () => (/* binding */ readEvent)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 6 modules
var schemas = __webpack_require__(7697);
;// CONCATENATED MODULE: ./lib/events/payload-schemas.js

// Only what is needed is asked for, and everything else may be there: payloads grow, and older GitHub Enterprise servers send less.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
const repositorySchema = schemas/* looseObject */._H3({
    id: schemas/* number */.aig(),
    full_name: schemas/* string */.YjP().regex(/^[^/]+\/[^/]+$/),
    default_branch: schemas/* string */.YjP().nullish(),
});
const common = {
    repository: repositorySchema,
    sender: schemas/* looseObject */._H3({ login: schemas/* string */.YjP() }).nullish(),
};
/** What of any payload may be looked at, also of a kind that is not known. */
const anySchema = schemas/* looseObject */._H3({ repository: repositorySchema.nullish(), sender: common.sender });
const pushSchema = schemas/* looseObject */._H3({
    ...common,
    ref: schemas/* string */.YjP(),
    before: schemas/* string */.YjP(),
    after: schemas/* string */.YjP(),
    deleted: schemas/* boolean */.zMY().nullish(),
});
const deleteSchema = schemas/* looseObject */._H3({ ...common, ref: schemas/* string */.YjP(), ref_type: schemas/* enum */.k5n(["branch", "tag"]) });
const pullRequestSchema = schemas/* looseObject */._H3({
    ...common,
    action: schemas/* string */.YjP(),
    before: schemas/* string */.YjP().nullish(),
    pull_request: schemas/* looseObject */._H3({
        number: schemas/* number */.aig().int().positive(),
        title: schemas/* string */.YjP(),
        merged: schemas/* boolean */.zMY().nullish(),
        user: schemas/* looseObject */._H3({ login: schemas/* string */.YjP() }).nullish(),
        head: schemas/* looseObject */._H3({
            ref: schemas/* string */.YjP(),
            sha: schemas/* string */.YjP(),
            /** null: the fork is gone. Absent is taken for the same, which is the careful reading. */
            repo: schemas/* looseObject */._H3({ id: schemas/* number */.aig() }).nullish(),
        }),
        base: schemas/* looseObject */._H3({ ref: schemas/* string */.YjP() }),
    }),
});
const workflowDispatchSchema = schemas/* looseObject */._H3({
    ...common,
    ref: schemas/* string */.YjP(),
    inputs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]).nullish()).nullish(),
});

;// CONCATENATED MODULE: ./lib/events/parse-event.js


const HEADS = "refs/heads/";
const TAGS = "refs/tags/";
const NO_COMMIT = /^0+$/;
/**
 * What happened, from an event's name (`GITHUB_EVENT_NAME`) and its payload (the parsed `GITHUB_EVENT_PATH`). Texts are kept as they are.
 * An event that Stagewright does not act on is `ignored`, with the reason.
 * Throws `Failure` (`bad-event`) naming the first field that an event should have and has not.
 */
function parseEvent(name, payload) {
    switch (name) {
        case "push":
            return parsePush(payload);
        case "delete":
            return parseDelete(payload);
        case "pull_request":
        case "pull_request_target":
            return parsePullRequest(name, payload);
        case "workflow_dispatch":
            return parseDispatch(payload);
        default:
            return ignored({ name, payload, reason: reasonToIgnore(name) });
    }
}
function parsePush(payload) {
    const push = read({ name: "push", schema: pushSchema, payload });
    const removed = push.deleted === true || NO_COMMIT.test(push.after);
    const change = {
        ...commonOf(push),
        action: removed ? "removed" : "pushed",
        by: "push",
        commit: removed ? push.before : push.after,
    };
    if (push.ref.startsWith(HEADS)) {
        const before = NO_COMMIT.test(push.before) ? null : push.before;
        return { kind: "branch", branch: push.ref.slice(HEADS.length), ...change, before };
    }
    if (push.ref.startsWith(TAGS)) {
        return { kind: "tag", tag: push.ref.slice(TAGS.length), ...change };
    }
    return ignored({ name: "push", payload, reason: `${push.ref} is neither a branch nor a tag.` });
}
/** `delete` gives the short name: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delete */
function parseDelete(payload) {
    const removal = read({ name: "delete", schema: deleteSchema, payload });
    const change = { ...commonOf(removal), action: "removed", by: "delete", commit: null };
    return removal.ref_type === "branch"
        ? { kind: "branch", branch: removal.ref, ...change, before: null }
        : { kind: "tag", tag: removal.ref, ...change };
}
function parsePullRequest(name, payload) {
    const event = read({ name, schema: pullRequestSchema, payload });
    const pull = event.pull_request;
    return {
        kind: "pull_request",
        ...commonOf(event),
        action: event.action,
        number: pull.number,
        title: pull.title,
        head: { branch: pull.head.ref, commit: pull.head.sha },
        base: { branch: pull.base.ref },
        before: event.before ?? null,
        merged: pull.merged === true,
        fork: pull.head.repo?.id !== event.repository.id,
        // The author, never the actor: a run that a person starts again has no more secrets than the first one.
        dependabot: pull.user?.login === "dependabot[bot]",
        fromBase: name === "pull_request_target",
    };
}
function parseDispatch(payload) {
    const dispatch = read({ name: "workflow_dispatch", schema: workflowDispatchSchema, payload });
    const inputs = Object.entries(dispatch.inputs ?? {}).map(([key, value]) => [key, String(value ?? "")]);
    return { kind: "manual", ...commonOf(dispatch), ref: dispatch.ref, inputs: Object.fromEntries(inputs) };
}
function ignored(what) {
    const { repository, sender } = anySchema.safeParse(what.payload).data ?? {};
    return {
        kind: "ignored",
        name: what.name,
        reason: what.reason,
        repository: repository ? repositoryOf(repository) : null,
        sender: sender?.login ?? "ghost",
    };
}
function reasonToIgnore(name) {
    switch (name) {
        case "create":
            return "A new branch or tag comes with a push event, which is the one that counts.";
        case "merge_group":
            return "A merge queue tries commits that are not merged yet; they get no stage.";
        default:
            return `No stage follows from the event ${name}.`;
    }
}
function commonOf(payload) {
    return { repository: repositoryOf(payload.repository), sender: payload.sender?.login ?? "ghost" };
}
function repositoryOf(repository) {
    const [owner = "", name = ""] = repository.full_name.split("/");
    return { id: repository.id, owner, name, defaultBranch: repository.default_branch ?? null };
}
function read(what) {
    const parsed = what.schema.safeParse(what.payload);
    if (parsed.success) {
        return parsed.data;
    }
    const issue = parsed.error.issues[0];
    const field = issue === undefined || issue.path.length === 0 ? "the payload itself" : issue.path.join(".");
    throw new failure/* Failure */.H({
        code: "bad-event",
        message: `The ${what.name} event cannot be used: ${field}: ${issue?.message ?? "unreadable"}.`,
        next: "Check that the file at GITHUB_EVENT_PATH is the payload that GitHub sent for this event.",
        cause: parsed.error,
    });
}

;// CONCATENATED MODULE: ./lib/entry/event-file.js



/** Reads and parses the event that the runner wrote down. An absent file or broken JSON is a `Failure` that names the file. */
async function readEvent(name, path) {
    return parseEvent(name, parseJson(path, await readText(path)));
}
async function readText(path) {
    try {
        return await (0,promises_.readFile)(path, "utf8");
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "no-event",
            message: `The event file ${path} (GITHUB_EVENT_PATH) cannot be read.`,
            next: "The runner writes it before each job. Inside a container, mount the runner's temporary folder as well.",
            cause,
        });
    }
}
function parseJson(path, text) {
    try {
        return JSON.parse(text);
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "broken-event",
            message: `The event file ${path} (GITHUB_EVENT_PATH) is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
            next: "Run the job again; if the file is your own, correct it.",
            cause,
        });
    }
}


/***/ }),

/***/ 7395:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readInputs)
/* harmony export */ });
/* unused harmony export inputsSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7697);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);


const optional = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .transform((text) => (text === "" ? null : text));
const minutes = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .regex(/^\d+(?:\.\d+)?$/u, "must be a number of minutes")
    .transform(Number)
    .refine((value) => value > 0, "must be more than 0");
const count = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .regex(/^[1-9]\d*$/u, "must be a whole number of at least 1")
    .transform(Number);
const names = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().transform((text) => text.split(/[\s,]+/u).filter((name) => name !== ""));
const home = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .regex(/^(?:backend|local|local:.+|s3:\/\/.+)$/u, "must be `s3://bucket/prefix`, `backend`, `local` or `local:/some/folder`");
const pullRequest = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .regex(/^\d*$/u, "must be a pull request's number")
    .transform((text) => (text === "" ? null : Number(text)));
/** What is no id is as good as none: servers that do not know the expression leave it empty, and only the early take-over of locks rests on it. */
const jobId = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    .trim()
    .transform((text) => (/^\d+$/u.test(text) ? Number(text) : null));
/** Every input of action.yml, by its name there. A contract test holds the two together. */
const inputsSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    command: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .trim()
        .pipe(zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["auto", "deploy", "remove", "diff"])),
    stage: optional,
    "pull-request": pullRequest,
    branches: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    "working-directory": zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().trim(),
    app: optional,
    home,
    throwaway: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().trim().pipe(zod__WEBPACK_IMPORTED_MODULE_1__/* .stringbool */ .uEf("must be `true` or `false`")),
    "config-from": optional,
    "pass-env": names,
    comment: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
        .trim()
        .pipe(zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["on", "off"])),
    "pulumi-version": optional,
    "pulumi-path": optional,
    "pulumi-mirror": optional,
    "lock-timeout": minutes,
    "engine-grace": minutes,
    "keep-snapshots": count,
    "inactivity-limit": minutes,
    token: optional,
    "job-id": jobId,
});
/** Reads the inputs by `getInput` (a name in, its text out). One `Failure` names every input that is malformed, and how. */
function readInputs(getInput) {
    const raw = Object.fromEntries(Object.keys(inputsSchema.shape).map((name) => [name, getInput(name)]));
    const parsed = inputsSchema.safeParse(raw);
    if (parsed.success) {
        return parsed.data;
    }
    const problems = parsed.error.issues.map((issue) => {
        const name = issue.path.map(String).join(".");
        return `input \`${name}\` is ${JSON.stringify(raw[name])}: ${issue.message}`;
    });
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
        code: "bad-input",
        message: problems.join("\n"),
        next: "Correct the step's `with:`; action.yml describes every input.",
    });
}


/***/ }),

/***/ 9905:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ withFormFields),
/* harmony export */   f: () => (/* binding */ requestOf)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _events_branch_rules_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3279);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);



/** What the run is asked for, by its inputs, its runner and its event. Throws `Failure` for inputs that do not fit. */
function requestOf(from) {
    const { inputs, runner, event } = from;
    const path = relativePath(inputs["working-directory"]);
    return {
        event,
        rules: {
            branches: (0,_events_branch_rules_js__WEBPACK_IMPORTED_MODULE_1__/* .parseBranchRules */ .df)(inputs.branches),
            command: inputs.command,
            stage: inputs.stage,
            pullRequest: inputs["pull-request"],
            commit: runner.commit,
        },
        directory: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(runner.workspace, path),
        path,
        app: inputs.app,
        configFrom: inputs["config-from"],
        comment: inputs.comment === "on",
        lockTimeoutSeconds: inputs["lock-timeout"] * 60,
        engineGraceSeconds: inputs["engine-grace"] * 60,
    };
}
/**
 * The step's inputs by name. A manual run's form (`on.workflow_dispatch.inputs`) counts where the step itself says nothing: its fields
 * `command`, `stage`, `pull-request` and `app` need no wiring.
 */
function withFormFields(getInput, event) {
    if (event.kind !== "manual") {
        return getInput;
    }
    const field = (name) => event.inputs[name]?.trim() ?? "";
    const isTargeted = getInput("stage") !== "" || getInput("pull-request") !== "";
    return (name) => {
        const given = getInput(name);
        switch (name) {
            case "command":
                return given === "auto" && field(name) !== "" ? field(name) : given;
            case "stage":
            case "pull-request":
                return isTargeted ? given : field(name);
            case "app":
                return given === "" ? field(name) : given;
            default:
                return given;
        }
    };
}
/** The project's folder relative to the repository's root, with `/`, `.` for the root. It must not lead out of the repository. */
function relativePath(input) {
    const parts = input.split(/[/\\]+/u).filter((part) => part !== "" && part !== ".");
    if (!parts.includes("..") && !/^(?:\/|[A-Za-z]:)/u.test(input)) {
        return parts.length === 0 ? "." : parts.join("/");
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .H({
        code: "bad-input",
        message: `input \`working-directory\` is ${JSON.stringify(input)}: it must be a folder inside the repository, without "..".`,
        next: "Give the project's folder relative to the repository's root, like `infra` or `services/shop`.",
    });
}


/***/ }),

/***/ 4838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ createRunnerLog)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(6421);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(5944);
;// CONCATENATED MODULE: ./lib/report/neutral.js

/**
 * A log line that the runner cannot take for a workflow command. The runner reads a command where a line, without the white space before
 * it, starts with `::`, and wherever `##[` stands in it (actions/runner, `ActionCommand.TryParseV2` and `TryParse`). One line in, one out.
 */
function neutraliseLogLine(line) {
    return (0,visible/* visible */.R)(line)
        .trimEnd()
        .replaceAll("\n", " ")
        .replaceAll("##[", "## [")
        .replace(/^(\s*)::/, "$1: :");
}

;// CONCATENATED MODULE: ./lib/entry/runner-log.js


/** A log into the runner's: what it is given is masked, and can never be read as a workflow command. */
function createRunnerLog(mask) {
    const safe = (text) => mask.hide(text).split("\n").map(neutraliseLogLine).join("\n");
    return {
        info: (text) => core/* info */.pq(safe(text)),
        warning: (text) => core/* warning */.$e(safe(text)),
        error: (text) => core/* error */.z3(safe(text)),
        debug: (text) => core/* debug */.Yz(safe(text)),
    };
}


/***/ }),

/***/ 7484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   De: () => (/* binding */ temporaryDirectory),
/* harmony export */   fY: () => (/* binding */ readRunner)
/* harmony export */ });
/* unused harmony export cacheDirectory */
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);



/** Reads the runner's variables; the ones that nothing can be done without are a `Failure` when missing. */
function readRunner(environment) {
    const [owner, name] = required(environment, "GITHUB_REPOSITORY").split("/");
    const kind = environment["RUNNER_ENVIRONMENT"];
    return {
        eventName: required(environment, "GITHUB_EVENT_NAME"),
        eventPath: required(environment, "GITHUB_EVENT_PATH"),
        workspace: environment["GITHUB_WORKSPACE"] ?? process.cwd(),
        temporaryDirectory: temporaryDirectory(environment),
        cacheDirectory: cacheDirectory(environment),
        repository: { owner: owner ?? "", name: name ?? "" },
        serverUrl: environment["GITHUB_SERVER_URL"] ?? "https://github.com",
        apiUrl: environment["GITHUB_API_URL"] ?? "https://api.github.com",
        commit: environment["GITHUB_SHA"] ?? null,
        runId: numberOrNull(environment["GITHUB_RUN_ID"]),
        attempt: numberOrNull(environment["GITHUB_RUN_ATTEMPT"]) ?? 1,
        actor: environment["GITHUB_TRIGGERING_ACTOR"] ?? environment["GITHUB_ACTOR"] ?? "unknown",
        kind: kind === "github-hosted" || kind === "self-hosted" ? kind : null,
        host: environment["RUNNER_NAME"] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)(),
    };
}
/** A folder of the job's own, which the runner empties. */
function temporaryDirectory(environment) {
    return environment["RUNNER_TEMP"] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_0__.tmpdir)();
}
/** Where the engine is kept from run to run: `STAGEWRIGHT_CACHE`, else the user's cache folder. */
function cacheDirectory(environment) {
    const given = environment["STAGEWRIGHT_CACHE"];
    if (given !== undefined && given !== "") {
        return given;
    }
    const base = environment["XDG_CACHE_HOME"];
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(base === undefined || base === "" ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_0__.homedir)(), ".cache") : base, "stagewright");
}
function required(environment, name) {
    const value = environment[name];
    if (value !== undefined && value !== "") {
        return value;
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .H({
        code: "no-runner",
        message: `${name} is not set: this does not run as a step of a GitHub workflow.`,
        next: "Use Stagewright as a step (`uses:`), or the command line: `stagewright --help`.",
    });
}
function numberOrNull(text) {
    const value = Number(text);
    return text === undefined || text === "" || !Number.isSafeInteger(value) ? null : value;
}


/***/ }),

/***/ 1009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ secretsInEnvironment)
/* harmony export */ });
/** The variables' names by which people hand secrets to a step. */
const secretName = /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|PASSWD|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|AUTH)$/u;
/**
 * The values of the environment that look like secrets by their variables' names. The runner masks a workflow's secrets in its log,
 * but not in what is sent to GitHub's API, so we hide these ourselves.
 */
function secretsInEnvironment(environment) {
    return Object.entries(environment).flatMap(([name, value]) => value !== undefined && value !== "" && secretName.test(name.toUpperCase()) ? [value] : []);
}


/***/ }),

/***/ 4016:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  j: () => (/* binding */ createTrail),
  h: () => (/* binding */ readTrail)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(6421);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 6 modules
var schemas = __webpack_require__(7697);
;// CONCATENATED MODULE: ./lib/commands/left-trail.js

const keySchema = schemas/* strictObject */.rej({ app: schemas/* string */.YjP(), stage: schemas/* string */.YjP() });
/** What a main step left for `post:` (see `Trail`); what it did not come to is null. It comes back to us from the runner as we wrote it. */
const leftTrailSchema = schemas/* strictObject */.rej({
    lock: schemas/* strictObject */.rej({ key: keySchema, token: schemas/* string */.YjP() }).nullable(),
    state: schemas/* string */.YjP().nullable(),
    engine: schemas/* strictObject */.rej({ pid: schemas/* number */.aig(), startedAt: schemas/* number */.aig(), mark: schemas/* string */.YjP(), folder: schemas/* string */.YjP() }).nullable(),
    comment: schemas/* strictObject */.rej({ id: schemas/* number */.aig(), url: schemas/* string */.YjP() }).nullable(),
    report: schemas/* custom */.IeY((value) => typeof value === "object").nullable(),
    cancelled: schemas/* literal */.euz(true).nullable(),
    finished: schemas/* literal */.euz(true).nullable(),
});

;// CONCATENATED MODULE: ./lib/entry/trail.js


const stateNames = ["lock", "state", "engine", "comment", "report", "cancelled", "finished"];
/** Writes the trail as it goes: the runner reads the saved state even when the step is killed. */
function createTrail() {
    const save = (name) => (value) => core/* saveState */.LZ(name, JSON.stringify(value));
    return {
        lockHeld: save("lock"),
        stateLeft: save("state"),
        engineStarted: save("engine"),
        commentPosted: save("comment"),
        begun: save("report"),
        cancelled: () => save("cancelled")(true),
        finished: () => save("finished")(true),
    };
}
/** Reads the trail of the main step; what it did not come to is null. */
function readTrail() {
    const state = stateNames.map((name) => {
        const text = core/* getState */.Gu(name);
        return [name, text === "" ? null : JSON.parse(text)];
    });
    return leftTrailSchema.parse(Object.fromEntries(state));
}


/***/ }),

/***/ 5679:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ servicesOf)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
;// CONCATENATED MODULE: ./lib/engine/pulumi/message-source.js

/** `    at run (/app/index.ts:8:72)`, `    at async file:///app/index.mjs:3:1`. */
const stackFrame = /^\s+at (?:async |.*?\()?((?:file:\/\/|[A-Za-z]:[\\/]|\/|\.{1,2}\/)[^()]*?):(\d+):(\d+)\)?$/u;
/** `index.ts(3,5): error TS2322: …`, also C#. */
const compilerError = /^\s*([^\s()][^()]*?)\((\d+),(\d+)\): error /u;
/** `index.ts:3:5 - error TS2322: …`; `./main.go:12:3: undefined: x`. */
const otherCompilerError = /^\s*(\S[^:\s]*):(\d+):(\d+)(?: - error |: )/u;
/** What Node prints above a syntax error: the file and line, alone. */
const syntaxError = /^(\/[^:]+|[A-Za-z]:[\\/][^:]+|file:\/\/[^:]+):(\d+)$/u;
/** `  File "/app/__main__.py", line 3, in <module>`; the last one is where it was raised. */
const pythonFrame = /^\s+File "([^"]+)", line (\d+)/u;
/** Where a message's stack or compiler error points: the first place that is the program's own; null when it names none. */
function sourceIn(message) {
    const lines = message.split("\n").map((line) => line.trimEnd());
    return (first(lines, compilerError) ??
        first(lines, otherCompilerError) ??
        first(lines, stackFrame) ??
        first(lines, syntaxError) ??
        first(lines.toReversed(), pythonFrame));
}
function first(lines, pattern) {
    for (const line of lines) {
        const [, file, row, column] = pattern.exec(line) ?? [];
        if (file !== undefined && row !== undefined && isOwn(file)) {
            return { file: toPath(file), line: Number(row), column: column === undefined ? null : Number(column) };
        }
    }
    return null;
}
function isOwn(file) {
    return !/(?:^|[\\/])(?:node_modules|site-packages)[\\/]|^node:|^<|^[a-z]+:\/\/(?!\/)/u.test(file);
}
function toPath(file) {
    try {
        return file.startsWith("file://") ? (0,external_node_url_.fileURLToPath)(file) : file;
    }
    catch {
        return file;
    }
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/urn.js
/** What a URN says: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may hold `::` itself. */
function nameOf(urn) {
    const [, , , ...name] = urn.split("::");
    return name.length === 0 ? urn : name.join("::");
}
/** The resource that stands for the whole program. */
function isStack(urn) {
    return urn.split("::")[2] === "pulumi:pulumi:Stack";
}
/** A provider that the engine made by itself, which nobody wrote down (the engine's own rule, `IsDefaultProvider`). */
function isDefaultProvider(urn) {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    return type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default");
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/diagnostic-list.js



/** More messages of one severity than anyone reads; a program that prints without end must not fill the memory. */
const mostKept = 1000;
/** Said of the whole run when something else has been said of its cause. */
const generic = /^(?:update|preview|destroy|refresh) (?:failed|canceled)$|^Resource monitor has terminated, shutting down/u;
/** The language hosts' own words for a program that ended badly without an exception; the reason is in what it printed last. */
const badEnd = /exited with (?:a )?non-zero exit code/u;
/** How much of what a program printed last is told with its bad end. */
const lastLines = 30;
/** Collects a run's messages: each once, without those of a moment, and without the warning that a plugin was found on PATH. */
function createDiagnosticList() {
    const kept = [];
    const seen = new Set();
    const counts = { info: 0, warning: 0, error: 0 };
    let leftOut = 0;
    let printed = [];
    return {
        add: (event) => {
            const said = toDiagnostic(event);
            if (event.severity === "info#err") {
                printed = [...printed, said.message].slice(-lastLines);
            }
            const diagnostic = said.severity === "error" && badEnd.test(said.message) ? withPrinted(said, printed) : said;
            if (event.ephemeral === true || diagnostic.message === "" || isNoise(diagnostic)) {
                return;
            }
            const name = JSON.stringify([diagnostic.severity, diagnostic.urn, diagnostic.message]);
            if (seen.has(name)) {
                return;
            }
            counts[diagnostic.severity] += 1;
            if (counts[diagnostic.severity] > mostKept) {
                leftOut += 1;
                return;
            }
            seen.add(name);
            kept.push(diagnostic);
        },
        all: () => {
            const specific = kept.filter((one) => one.severity === "error" && !generic.test(one.message));
            const told = specific.length === 0 ? kept : kept.filter((one) => !generic.test(one.message));
            return leftOut === 0 ? told : [...told, furtherMessages(leftOut)];
        },
    };
}
function toDiagnostic(event) {
    const message = (0,external_node_util_.stripVTControlCharacters)(event.message).trim();
    const urn = event.urn === undefined || event.urn === "" ? null : event.urn;
    const isOfProgram = urn === null || isStack(urn);
    return {
        severity: event.severity === "info#err" ? "info" : event.severity,
        message,
        urn: isOfProgram ? null : urn,
        resource: isOfProgram ? null : nameOf(urn),
        source: sourceIn(message),
    };
}
function withPrinted(diagnostic, printed) {
    const message = [diagnostic.message, ...printed].join("\n").trim();
    return { ...diagnostic, message, source: sourceIn(message) };
}
/** We put the engine's own plugins on PATH ourselves. */
function isNoise(diagnostic) {
    return diagnostic.severity === "warning" && /^using .* from \$PATH at /u.test(diagnostic.message);
}
function furtherMessages(count) {
    return {
        severity: "info",
        message: `${count} further messages are left out.`,
        urn: null,
        resource: null,
        source: null,
    };
}

// EXTERNAL MODULE: ./lib/engine/change.js
var change = __webpack_require__(7936);
;// CONCATENATED MODULE: ./lib/engine/pulumi/signature.js
/** How Pulumi marks special values in states and events (`sdk/go/common/resource/sig`): an object with this key and one of the marks. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Stands for every value that only the run will know (previews), whatever its type. */
const unknownValues = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
function marks(value, mark) {
    return Object.hasOwn(value, SIGNATURE) && Reflect.get(value, SIGNATURE) === mark;
}
function signature_text(value, key) {
    const inner = Reflect.get(value, key);
    return typeof inner === "string" ? inner : null;
}
/** A secret, or an output that says of itself that it is one. */
function isSecret(value) {
    return marks(value, SECRET) || (marks(value, OUTPUT) && Reflect.get(value, "secret") === true);
}
/** An output that is not known yet. */
function isUnknown(value) {
    if (typeof value === "string") {
        return unknownValues.has(value);
    }
    return typeof value === "object" && value !== null && marks(value, OUTPUT) && !Object.hasOwn(value, "value");
}
const isOutput = (value) => marks(value, OUTPUT);
const ciphertextIn = (secret) => signature_text(secret, "ciphertext");
const plaintextIn = (secret) => signature_text(secret, "plaintext");
/** Text for a file, an archive or a reference to a resource; null for anything else. */
function describeSpecial(value) {
    if (marks(value, ASSET) || marks(value, ARCHIVE)) {
        const where = signature_text(value, "path") ?? signature_text(value, "uri") ?? (signature_text(value, "text") === null ? "files" : "text");
        const hash = signature_text(value, "hash");
        const kind = marks(value, ASSET) ? "asset" : "archive";
        return hash === null || hash === "" ? `${kind} ${where}` : `${kind} ${where} (sha256 ${hash.slice(0, 12)})`;
    }
    return marks(value, RESOURCE) ? (signature_text(value, "urn") ?? "resource") : null;
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/shown-value.js


/** A value as reports may show it: secrets and unknowns replaced wherever they are nested, also within JSON text; the rest is whole. */
function shownValue(value) {
    if (isUnknown(value)) {
        return change/* UNKNOWN_TEXT */.L5;
    }
    if (typeof value === "string") {
        return value.includes(SIGNATURE) ? shownJson(value) : value;
    }
    if (Array.isArray(value)) {
        return value.map(shownValue);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (isSecret(value)) {
        return change/* SECRET_TEXT */.dG;
    }
    if (isOutput(value)) {
        return shownValue(Reflect.get(value, "value"));
    }
    return describeSpecial(value) ?? shownObject(value);
}
/** Without the keys that providers keep for themselves: `__defaults`, and a dynamic provider's code, which may have captured a secret. */
function shownObject(value) {
    const entries = Object.entries(value).filter(([key]) => !isInternal(key));
    return Object.fromEntries(entries.map(([key, inner]) => [key, shownValue(inner)]));
}
/** Whether a property is a provider's own business, never to be shown. */
function isInternal(key) {
    return key === "__provider" || key === "__defaults";
}
/** Text that holds a marked value: shown as JSON without what is secret in it, or else not at all. */
function shownJson(text) {
    try {
        return JSON.stringify(shownValue(JSON.parse(text)));
    }
    catch {
        return change/* SECRET_TEXT */.dG;
    }
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/property-path.js
const property_path_element = /^(?:\.?([^.[\]"]+)|\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\])/u;
/** Parses Pulumi's property paths: `nested.list[0].port`, `tags["a.b"]`. What is no such path is taken as one name. */
function parsePropertyPath(text) {
    const path = [];
    let rest = text;
    while (rest !== "") {
        const match = property_path_element.exec(rest);
        if (match === null) {
            return [text];
        }
        const [whole, name, index, quoted] = match;
        if (index !== undefined) {
            path.push(Number(index));
        }
        else {
            path.push(name ?? (quoted ?? "").replaceAll(/\\(.)/gu, "$1"));
        }
        rest = rest.slice(whole.length);
    }
    return path;
}
/** The same path as text. */
function formatPropertyPath(path) {
    return path
        .map((part, position) => {
        if (typeof part === "number") {
            return `[${part}]`;
        }
        if (part === "" || /[.[\]"]/u.test(part)) {
            return `["${part.replaceAll(/["\\]/gu, String.raw `\$&`)}"]`;
        }
        return position === 0 ? part : `.${part}`;
    })
        .join("");
}
/** The value at a path; undefined when there is none. */
function valueAt(value, path) {
    let current = value;
    for (const part of path) {
        if (typeof current !== "object" || current === null || !Object.hasOwn(current, part)) {
            return undefined;
        }
        current = Reflect.get(current, part);
    }
    return current;
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/property-diff.js





/**
 * The properties that differ in a step that has an old and a new state: as the provider tells (`detailedDiff`), or, where it does not
 * (dynamic resources), by comparing the inputs. Old and new values are taken as the engine's own display takes them
 * (`TranslateDetailedDiff`). `isRefresh`: the new state is what was found in the world.
 */
function propertiesOf(step, isRefresh) {
    const { old: before, new: after } = step;
    if (before === null || before === undefined || after === null || after === undefined) {
        return [];
    }
    const forcing = new Set((step.keys ?? []).map((key) => parsePropertyPath(key)[0]));
    const found = step.detailedDiff === null || step.detailedDiff === undefined
        ? compared(step, { before, after, isRefresh })
        : detailed(step.detailedDiff, { before, after, isRefresh });
    const hidden = hiddenPaths(after.hideDiffs ?? []);
    const shown = found.map((one) => toDiff(one, { forcing, hidden }));
    return shown.filter((diff, position) => shown.findIndex((other) => other.path === diff.path) === position);
}
function detailed(diff, sides) {
    return Object.entries(diff).map(([text, { diffKind, inputDiff }]) => {
        const path = parsePropertyPath(text);
        const olds = inputDiff === true ? sides.before.inputs : sides.before.outputs;
        const news = sides.isRefresh && inputDiff !== true ? sides.after.outputs : sides.after.inputs;
        const [kind] = diffKind.split("-");
        return {
            path,
            kind: kind === "add" || kind === "delete" ? kind : "update",
            forcesReplace: diffKind.endsWith("-replace"),
            old: valueAt(olds, path) ?? valueAt(sides.before.inputs, path),
            new: valueAt(news, path) ?? valueAt(sides.after.outputs, path),
        };
    });
}
/**
 * Compares the inputs (after a refresh the outputs). A property that the engine names without a visible difference is a secret's; where
 * it names none and there is just one secret, that one must have changed.
 */
function compared(step, { before, after, isRefresh }) {
    const olds = (isRefresh ? before.outputs : before.inputs) ?? {};
    const news = (isRefresh ? after.outputs : after.inputs) ?? {};
    const found = differences({ olds, news, path: [] });
    const unseen = (step.diffs ?? [])
        .map(parsePropertyPath)
        .filter((path) => !found.some((one) => one.path[0] === path[0]));
    const secrets = Object.keys(news).filter((key) => shownValue(news[key]) === change/* SECRET_TEXT */.dG);
    const guessed = found.length + unseen.length === 0 && secrets.length === 1 ? [secrets] : [];
    const hiddenOnes = [...unseen, ...guessed];
    return [
        ...found,
        ...hiddenOnes.map((path) => difference({ olds: valueAt(olds, path), news: valueAt(news, path), path })),
    ];
}
function differences({ olds, news, path }) {
    if ((0,external_node_util_.isDeepStrictEqual)(olds, news)) {
        return [];
    }
    if (!isBranch(olds) || !isBranch(news) || Array.isArray(olds) !== Array.isArray(news)) {
        return [difference({ olds, news, path })];
    }
    const isList = Array.isArray(news);
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    return keys.flatMap((key) => differences({ olds: own(olds, key), news: own(news, key), path: [...path, isList ? Number(key) : key] }));
}
function difference({ olds, news, path }) {
    const kind = olds === undefined && news !== undefined ? "add" : news === undefined && olds !== undefined ? "delete" : "update";
    return { path, kind, forcesReplace: false, old: olds, new: news };
}
/** Whether a value is looked into; secrets, and a dynamic provider's code, are compared as a whole. */
function isBranch(value) {
    return typeof value === "object" && value !== null && !isSecret(value);
}
function own(value, key) {
    return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
function toDiff(found, { forcing, hidden }) {
    const internal = found.path.findIndex((part) => typeof part === "string" && isInternal(part));
    const path = internal === -1 ? found.path : found.path.slice(0, internal + 1);
    const forcesReplace = found.forcesReplace || forcing.has(path[0]);
    const isHidden = internal !== -1 || hidden.some((start) => start.every((part, position) => path[position] === part));
    const diff = { path: formatPropertyPath(path), kind: found.kind, forcesReplace };
    if (isHidden) {
        return diff;
    }
    // A value that became a secret, or was one until now, is most likely the same value.
    const isSecretChange = [found.old, found.new].some((value) => typeof value === "object" && value !== null && isSecret(value));
    const show = isSecretChange ? () => change/* SECRET_TEXT */.dG : shownValue;
    return {
        ...diff,
        ...(found.old === undefined || found.kind === "add" ? {} : { old: show(found.old) }),
        ...(found.new === undefined || found.kind === "delete" ? {} : { new: show(found.new) }),
    };
}
function hiddenPaths(hideDiffs) {
    return hideDiffs.map((path) => {
        if (Array.isArray(path)) {
            return path.filter((part) => typeof part === "string" || typeof part === "number");
        }
        return parsePropertyPath(String(path));
    });
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/step-op.js
/** The engine's step kinds (`pkg/resource/deploy/step.go`) and the change that each is, or is a part of; null for mere bookkeeping. */
const changeOps = {
    same: "same",
    create: "create",
    update: "update",
    delete: "delete",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    read: "read",
    "read-replacement": "replace",
    discard: "delete",
    "discard-replaced": "replace",
    "remove-pending-replace": null,
    refresh: "refresh",
    import: "import",
    "import-replacement": "replace",
};
/** The change that a step of the engine counts as; null for bookkeeping and for kinds that a later engine may bring. */
function changeOpOf(op) {
    return changeOps[op] ?? null;
}
/** Whether a step gets rid of what a replacement replaced. */
function isReplacedEnd(op) {
    return op === "delete-replaced" || op === "discard-replaced";
}
/** Whether a step makes the new one of a replacement. */
function isReplacementStart(op) {
    return op === "create-replacement" || op === "import-replacement" || op === "read-replacement";
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/step-draft.js



/** The draft with what one more event of its resource tells. `at` is in milliseconds. */
function withStep(draft, step, event) {
    const state = step.new ?? step.old;
    const properties = propertiesIn(step, event.op);
    const parent = state?.parent ?? "";
    return {
        op: event.op,
        type: step.type,
        name: nameOf(step.urn),
        urn: step.urn,
        parent: parent === "" || isStack(parent) ? null : parent,
        properties: properties.length === 0 ? (draft?.properties ?? []) : properties,
        replaceKeys: event.op !== "replace" ? [] : withNew(draft?.replaceKeys, step.keys ?? []),
        protect: state?.protect ?? draft?.protect ?? false,
        firstAt: draft?.firstAt ?? event.at,
        lastAt: event.at,
        begun: withNew(draft?.begun, [step.op]),
        done: event.phase === "done" ? withNew(draft?.done, [step.op]) : (draft?.done ?? []),
        failed: event.phase === "failed" || (draft?.failed ?? false),
    };
}
/** What is made or deleted has nothing that differs; what a refresh found gone has lost its id. */
function propertiesIn(step, op) {
    if (op === "create" || op === "delete") {
        return [];
    }
    if (op === "refresh" && step.op === "delete") {
        return [{ path: "id", kind: "delete", old: step.old?.id, forcesReplace: false }];
    }
    return propertiesOf(step, op === "refresh");
}
function withNew(known, more) {
    return [...new Set([...(known ?? []), ...more])];
}
/** The change, as it stands. `succeeded`: the engine says that the whole run did, so that no half of it is still to come. */
function toChange(draft, run) {
    const { firstAt, lastAt, begun, done: _, failed: __, ...change } = draft;
    const status = statusOf(draft, run);
    // What an earlier run's replacement left behind, or a replacement that never came to its second half, is a deletion.
    const isDeletionOnly = draft.op === "replace" && begun.every(isReplacedEnd);
    return {
        ...change,
        op: isDeletionOnly ? "delete" : draft.op,
        status,
        seconds: status === "planned" ? null : (lastAt - firstAt) / 1000,
    };
}
function statusOf(draft, run) {
    if (draft.failed) {
        return "failed";
    }
    if (run.preview || draft.done.length === 0) {
        return "planned";
    }
    if (draft.op !== "replace" || draft.begun.every(isReplacedEnd)) {
        return "done";
    }
    const isMade = draft.done.some(isReplacementStart);
    return isMade && (run.succeeded || draft.done.some(isReplacedEnd)) ? "done" : "planned";
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/step-list.js


/** Joins the engine's steps to one change a resource; `now` is a clock in milliseconds. */
function createStepList(order) {
    const drafts = new Map();
    const underWay = new Set();
    let same = 0;
    let succeeded = false;
    const note = (step, op, phase) => {
        const id = `${op} ${step.urn}`;
        const draft = withStep(drafts.get(id), step, { op, phase, at: order.now() });
        drafts.set(id, draft);
        return draft;
    };
    const end = (step, phase) => {
        underWay.delete(`${step.op} ${step.urn}`);
        // A refresh begins as such and ends as what it found: `same`, `update` (drift) or `delete` (gone).
        const isRefresh = underWay.delete(`refresh ${step.urn}`);
        if (step.op === "same" && phase === "done") {
            same += isRefresh ? 0 : 1;
            return null;
        }
        const op = isRefresh ? "refresh" : changeOpOf(step.op);
        if (op === null) {
            return null;
        }
        const draft = note(step, op, phase);
        const isSilent = op === "replace" && phase === "done" && !isReplacementStart(step.op);
        return isSilent ? null : { ...toChange(draft, { preview: order.preview, succeeded: true }), op };
    };
    return {
        begun: (step) => {
            const op = changeOpOf(step.op);
            if (op === null || op === "same") {
                return;
            }
            // A mark in the log, not work.
            if (step.op !== "replace") {
                underWay.add(`${step.op} ${step.urn}`);
            }
            if (op !== "refresh") {
                note(step, op, "begun");
            }
        },
        done: (step) => end(step, "done"),
        failed: (step) => end(step, "failed"),
        succeeded: () => {
            succeeded = true;
        },
        isBusy: () => underWay.size > 0,
        all: () => {
            const changes = [...drafts.values()].map((draft) => toChange(draft, { preview: order.preview, succeeded }));
            return { changes, counts: counted(changes, { same, preview: order.preview }) };
        },
    };
}
function counted(changes, run) {
    const counts = { create: 0, update: 0, replace: 0, delete: 0, import: 0, read: 0, refresh: 0, same: run.same };
    for (const change of changes) {
        if (run.preview || change.status === "done") {
            counts[change.op] += 1;
        }
    }
    return counts;
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/change-set.js





/**
 * Builds a change set from the engine's events, as they come. Kept is one change for each resource that changes, never its whole state,
 * and nothing of those that stay the same: memory does not grow with the stage. `now` is a clock in milliseconds.
 */
function createChangeSetBuilder(order) {
    const begun = order.now();
    const steps = createStepList(order);
    const messages = createDiagnosticList();
    let outputs = {};
    const step = (phase, metadata) => {
        if (isDefaultProvider(metadata.urn)) {
            return null;
        }
        if (isStack(metadata.urn)) {
            if (phase === "done" && metadata.new?.outputs) {
                outputs = stageOutputs(metadata.new.outputs);
            }
            return null;
        }
        if (phase === "begun") {
            steps.begun(metadata);
            return null;
        }
        return steps[phase](metadata);
    };
    return {
        add: (event) => {
            if ("resourcePreEvent" in event) {
                return step("begun", event.resourcePreEvent.metadata);
            }
            if ("resOutputsEvent" in event) {
                return step("done", event.resOutputsEvent.metadata);
            }
            if ("resOpFailedEvent" in event) {
                return step("failed", event.resOpFailedEvent.metadata);
            }
            if ("diagnosticEvent" in event) {
                messages.add(event.diagnosticEvent);
            }
            else if ("policyEvent" in event) {
                const { resourceUrn, message, policyName, policyPackName, enforcementLevel } = event.policyEvent;
                messages.add({
                    ...(resourceUrn === undefined ? {} : { urn: resourceUrn }),
                    severity: enforcementLevel === "mandatory" ? "error" : "warning",
                    message: `Policy ${policyPackName}/${policyName}: ${message}`,
                });
            }
            else if ("errorEvent" in event) {
                messages.add({ severity: "error", message: event.errorEvent.error });
            }
            else if (event.summaryEvent.result === "succeeded") {
                steps.succeeded();
            }
            return null;
        },
        isBusy: steps.isBusy,
        finish: () => {
            const { changes, counts } = steps.all();
            const diagnostics = [...messages.all()];
            for (const change of changes.filter((one) => one.status === "failed")) {
                if (!diagnostics.some((one) => one.severity === "error" && one.urn === change.urn)) {
                    diagnostics.push(unexplained(change.urn, change.name));
                }
            }
            return { preview: order.preview, changes, counts, diagnostics, outputs, seconds: (order.now() - begun) / 1000 };
        },
    };
}
/** The outputs as the stack's own event gives them, with what is secret in them already hidden by the engine. */
function stageOutputs(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => {
        const secret = typeof value === "object" && value !== null && isSecret(value);
        return [name, { value: shownValue(value), secret }];
    }));
}
function unexplained(urn, resource) {
    const message = "The step failed, and neither the engine nor the provider said why.";
    return { severity: "error", message, urn, resource, source: null };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
;// CONCATENATED MODULE: ./lib/engine/pulumi/passphrase.js


/** The passphrase that the environment gives (`PULUMI_CONFIG_PASSPHRASE`, or the file that `PULUMI_CONFIG_PASSPHRASE_FILE` names); it may be empty; null when neither is set. */
async function passphraseOf(environment) {
    const given = environment["PULUMI_CONFIG_PASSPHRASE"];
    if (given !== undefined) {
        return given;
    }
    const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
    if (file === undefined || file === "") {
        return null;
    }
    try {
        return (await (0,promises_.readFile)(file, "utf8")).trim();
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "no-passphrase",
            message: `PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which cannot be read.`,
            next: "Write the passphrase to that file before this step, or set PULUMI_CONFIG_PASSPHRASE.",
            cause,
        });
    }
}
/** The passphrase, where the engine cannot do without; a missing one is a `Failure` before anything runs. */
async function requirePassphrase(environment) {
    const passphrase = await passphraseOf(environment);
    if (passphrase !== null) {
        return passphrase;
    }
    throw new failure/* Failure */.H({
        code: "no-passphrase",
        message: "The state's secrets are encrypted with a passphrase, and none was given.",
        next: "Set PULUMI_CONFIG_PASSPHRASE in the step's `env` from a repository secret (it may be empty, but must be set), or use a key service with `secretsprovider`.",
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/engine/pulumi/stack-config.js
var stack_config = __webpack_require__(6620);
;// CONCATENATED MODULE: ./lib/engine/pulumi/secrets.js





const deriveKey = (0,external_node_util_.promisify)(external_node_crypto_.pbkdf2);
const keys = new Map();
/**
 * Opens the secrets under a Pulumi passphrase. `salt` is the state's or the configuration's (`v1:<salt>:v1:<nonce>:<check>`). The key is
 * derived on another thread (about 0.2 s) and once a salt and passphrase. A wrong passphrase is a `Failure`.
 *
 * The scheme is Pulumi's `pkg/secrets/passphrase`: PBKDF2-SHA256 with 1,000,000 rounds, AES-256-GCM, and a check text that says "pulumi".
 */
async function openSecrets(order) {
    const [version, salt, ...check] = order.salt.split(":");
    if (version !== "v1" || salt === undefined || check.length === 0) {
        throw new failure/* Failure */.H({
            code: "broken-salt",
            message: "The encryption salt of the stage's state or configuration is not in a form that Stagewright knows.",
            next: "Restore the line `encryptionsalt` from version control, or the state from its history.",
        });
    }
    const key = await keyFor(salt, order.passphrase);
    try {
        if (decrypt(key, check.join(":")) === "pulumi") {
            return { decrypt: (ciphertext) => decrypt(key, ciphertext) };
        }
    }
    catch {
        // The check text cannot be opened with this key: said below.
    }
    throw new failure/* Failure */.H({
        code: "wrong-passphrase",
        message: "The passphrase does not open the secrets of this stage: they were encrypted with another one.",
        next: "Give the passphrase that the stage was made with as PULUMI_CONFIG_PASSPHRASE (a repository secret may have been changed).",
    });
}
function keyFor(salt, passphrase) {
    const name = JSON.stringify([salt, passphrase]);
    const known = keys.get(name);
    if (known !== undefined) {
        return known;
    }
    const derived = deriveKey(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
    keys.set(name, derived);
    return derived;
}
/** `v1:<nonce>:<ciphertext and 16-byte tag>`, both base64. */
function decrypt(key, ciphertext) {
    const [version, nonce, sealed] = ciphertext.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined) {
        throw new Error("unknown form of ciphertext");
    }
    const bytes = Buffer.from(sealed, "base64");
    const opened = (0,external_node_crypto_.createDecipheriv)("aes-256-gcm", key, Buffer.from(nonce, "base64"), { authTagLength: 16 });
    opened.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([opened.update(bytes.subarray(0, -16)), opened.final()]).toString("utf8");
}
/**
 * The values of all secrets in a state (strings or JSON values), wherever they are nested. Without a key only those are found that the
 * engine was asked to show (`stack export --show-secrets`).
 */
function revealSecrets(deployment, opened) {
    const found = [];
    collect(deployment, opened, found);
    return found;
}
function collect(value, opened, found) {
    if (typeof value === "string") {
        return;
    }
    if (Array.isArray(value)) {
        for (const item of value) {
            collect(item, opened, found);
        }
        return;
    }
    if (typeof value !== "object" || value === null) {
        return;
    }
    if (isSecret(value)) {
        reveal(value, opened, found);
        return;
    }
    for (const inner of Object.values(value)) {
        collect(inner, opened, found);
    }
}
/** A secret that cannot be read under this key is passed over: the engine itself says what is wrong with it. */
function reveal(secret, opened, found) {
    const ciphertext = ciphertextIn(secret);
    try {
        const plaintext = plaintextIn(secret) ?? (ciphertext === null ? undefined : opened?.decrypt(ciphertext));
        if (plaintext !== undefined) {
            const value = JSON.parse(plaintext);
            found.push(value);
            collect(value, opened, found);
        }
    }
    catch {
        // See above.
    }
}
/** The values of all `secure:` entries of a configuration; those under another key are passed over (the engine says so itself). */
function revealConfig(config, opened) {
    return (0,stack_config/* secureValues */.og)(config).flatMap((ciphertext) => {
        try {
            return [opened.decrypt(ciphertext)];
        }
        catch {
            return [];
        }
    });
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/tools.js
/** The environment of engine processes on a stage: the tools', with what its home adds (where the state is, perhaps the passphrase). */
function environmentOn(home, tools) {
    return { ...tools.environment, ...home.engineEnvironment };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/keep-secrets.js




/**
 * Tells the run's mask every secret value that the stage's state and configuration hold, since the engine itself hides only some of
 * them. A wrong passphrase is a `Failure`; secrets under a key service stay unknown to us, and the log says so when debugging.
 */
async function keepSecretsOf(known) {
    const { order, checkpoint, config } = known;
    const passphrase = await passphraseOf(environmentOn(order.home, known.tools));
    const open = async (salt) => passphrase === null || salt === undefined ? null : openSecrets({ salt, passphrase });
    const latest = checkpoint?.checkpoint.latest ?? null;
    if (latest !== null) {
        // Also without a key: a backend may have been asked to show the secrets.
        add(order, revealSecrets(latest, await open((0,stack_config/* keyOf */.TN)(checkpoint).encryptionsalt)));
    }
    const ofConfig = await open(config.encryptionsalt);
    if (ofConfig !== null) {
        add(order, revealConfig(config.config ?? {}, ofConfig));
    }
}
function add(order, values) {
    for (const value of values) {
        order.secrets.add(value);
    }
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/known-errors.js

/** What the engine says when it could not begin, and what a person can do about it. */
const knownErrors = [
    {
        pattern: /Pulumi CLI version (\S+) does not satisfy the version range "([^"]+)"/u,
        code: "engine-version",
        message: ([, version, range]) => `The project requires Pulumi ${range}, and the engine that was found is ${version}.`,
        next: "Name a version within that range in the input `pulumi-version`, or change `requiredPulumiVersion` in Pulumi.yaml.",
    },
    {
        pattern: /incorrect passphrase/u,
        code: "wrong-passphrase",
        message: () => "The passphrase does not open the secrets of this stage: they were encrypted with another one.",
        next: "Give the passphrase that the stage was made with as PULUMI_CONFIG_PASSPHRASE (a repository secret may have been changed).",
    },
    {
        pattern: /passphrase must be set with/u,
        code: "no-passphrase",
        message: () => "The stage's secrets are encrypted with a passphrase, and none was given.",
        next: "Set PULUMI_CONFIG_PASSPHRASE in the step's `env` from a repository secret (it may be empty, but must be set).",
    },
    {
        pattern: /PULUMI_ACCESS_TOKEN must be set/u,
        code: "no-backend",
        message: () => "The engine does not know where to keep its state.",
        next: "Set PULUMI_BACKEND_URL (or PULUMI_ACCESS_TOKEN for Pulumi Cloud) in the step's `env`, or `backend.url` in Pulumi.yaml.",
    },
    {
        pattern: /the stack is currently locked by[^\n]*(?:\n\s*\n?[^\n]*created by[^\n]*)?/u,
        code: "stack-locked",
        message: ([text]) => `Another Pulumi run holds the stage in its own backend: ${text.replaceAll(/\s+/gu, " ").trim()}`,
        next: "Wait until it has ended. If its process is dead, free the stage with `pulumi cancel --stack NAME`.",
    },
];
/** The engine's last words as a `Failure`, where they are known to mean that nothing was begun; else null. */
function knownFailure(text) {
    for (const known of knownErrors) {
        const match = known.pattern.exec(text);
        if (match !== null) {
            return new failure/* Failure */.H({ code: known.code, message: known.message(match), next: known.next, cause: new Error(text) });
        }
    }
    return null;
}
const missingPlugin = /no (?:resource|language) plugin '(pulumi-[^']+)' found|could not find plugin '?(pulumi-[^' ]+)/u;
/** The program of a plugin that the engine neither found nor could download; null when none is missing. */
function missingPluginIn(text) {
    const match = missingPlugin.exec(text);
    return match?.[1] ?? match?.[2] ?? null;
}

// EXTERNAL MODULE: ./lib/engine/pulumi/pending.js
var pending = __webpack_require__(7718);
// EXTERNAL MODULE: ./lib/engine/pulumi/project.js
var pulumi_project = __webpack_require__(8856);
;// CONCATENATED MODULE: ./lib/engine/pulumi/removal-checks.js


/** More names than this do not help anyone. */
const mostNamed = 20;
/** Refuses to remove a stage that holds protected resources, before anything is destroyed; the engine would stop in the middle. */
function refuseProtected(resources, key) {
    const kept = resources.filter((resource) => resource.protect === true);
    if (kept.length === 0) {
        return;
    }
    const [is, it] = kept.length === 1 ? ["One resource of", "It is"] : [`${kept.length} resources of`, "They are"];
    throw new failure/* Failure */.H({
        code: "protected-resources",
        message: `${is} stage ${key.stage} must not be deleted. ${it} protected: ${listed(kept)}. Nothing was destroyed.`,
        next: "Take `protect` off in the program and deploy once more, or run `pulumi state unprotect --all` on the stage; then remove it again.",
    });
}
function listed(resources) {
    const names = resources.slice(0, mostNamed).map(({ urn, type }) => `${nameOf(urn)} (${type})`);
    return resources.length > mostNamed
        ? `${names.join(", ")} and ${resources.length - mostNamed} more`
        : names.join(", ");
}
/** What in the state needs the program; null when nothing does. */
function needOfProgram(resources) {
    // The engine's own rule (`getDeleteHooks`): hooks are functions of the program, and it refuses to delete without them.
    const hooked = resources.find((resource) => ["BeforeDelete", "AfterDelete"].some((hook) => (resource.resourceHooks?.[hook]?.length ?? 0) > 0));
    if (hooked !== undefined) {
        return {
            reason: `${nameOf(hooked.urn)} (${hooked.type}) has hooks that run when it is deleted`,
            runsProgram: true,
        };
    }
    // Their provider is started by the program's own Python environment.
    const python = resources.find((resource) => resource.type.startsWith("pulumi-python:"));
    if (python !== undefined) {
        return { reason: `${nameOf(python.urn)} has a dynamic provider in Python`, runsProgram: false };
    }
    return null;
}
/** The removal that cannot be done without a checkout, with the commit to check out, if the stage's record knows it. */
async function programNeeded(order, reason) {
    const record = await order.home.records?.read(order.key);
    const commit = record?.commit ?? null;
    const what = commit === null ? "the commit that was deployed last" : `commit ${commit}`;
    const where = record === null || record === undefined || record.path === "." ? "" : ` (the project is in ${record.path})`;
    return new failure/* Failure */.H({
        code: "program-needed",
        message: `Stage ${order.key.stage} cannot be removed from its state alone: ${reason}. Nothing was destroyed.`,
        next: `Check out ${what}${where}, install its packages, and run the removal there again.`,
    });
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/engine/pulumi/removal-folder.js



/**
 * Makes the project that a removal runs in, in the run's own folder: a name, and what a checkout, if there is one, brings along for
 * providers to work. Never the user's tree: what the engine writes or deletes beside a project file is lost with this folder.
 *
 * Node's dynamic providers look for their packages from here. Says whether there are any: without, the launcher falls back to the SDK
 * beside the engine.
 */
async function makeRemovalProject(order) {
    const { folder, app, project } = order;
    // The runtime is not asked for anything: without a program no language host has work to do.
    const file = { name: app, runtime: "nodejs", ...(project === null ? {} : pluginsOf(project)) };
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, "Pulumi.yaml"), (0,dist/* stringify */.As)(file));
    const packages = project === null ? null : await nodeModulesFor(project.directory);
    if (packages !== null) {
        await (0,promises_.symlink)(packages, (0,external_node_path_.join)(folder, "node_modules"), "junction");
    }
    return { hasPackages: packages !== null };
}
/** Plugins that lie in the project's own folder, at absolute paths. */
function pluginsOf(project) {
    const kinds = Object.entries(project.plugins).map(([kind, plugins]) => [
        kind,
        (plugins ?? []).map((plugin) => ({
            ...plugin,
            ...(plugin.path === undefined ? {} : { path: (0,external_node_path_.resolve)(project.directory, plugin.path) }),
        })),
    ]);
    return kinds.length === 0 ? {} : { plugins: Object.fromEntries(kinds) };
}
/** The folder of installed packages that a Node program in `directory` sees first; null when there is none. */
async function nodeModulesFor(directory) {
    const packages = (0,external_node_path_.join)(directory, "node_modules");
    const isThere = await (0,promises_.access)((0,external_node_path_.join)(packages, "@pulumi", "pulumi")).then(() => true, () => false);
    if (isThere) {
        return packages;
    }
    return (0,external_node_path_.dirname)(directory) === directory ? null : nodeModulesFor((0,external_node_path_.dirname)(directory));
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/engine/output-files.js




/**
 * Opens files for the streams of a process in a folder that we alone can read; they are removed at the end. Files rather than pipes: when
 * our own process is killed, a pipe breaks, and with it the process that writes into it, in the middle of what it was doing.
 */
async function openOutputFiles(folder) {
    const paths = [(0,external_node_path_.join)(folder, `stdout-${(0,external_node_crypto_.randomUUID)()}`), (0,external_node_path_.join)(folder, `stderr-${(0,external_node_crypto_.randomUUID)()}`)];
    const [stdout, stderr] = await Promise.all([(0,promises_.open)(paths[0], "wx+", 0o600), (0,promises_.open)(paths[1], "wx+", 0o600)]);
    return {
        stdout: stdout.fd,
        stderr: stderr.fd,
        lastWrite: () => {
            const age = Date.now() - Math.max((0,external_node_fs_.fstatSync)(stdout.fd).mtimeMs, (0,external_node_fs_.fstatSync)(stderr.fd).mtimeMs);
            return performance.now() - Math.max(0, age);
        },
        ends: async (bytes) => {
            const [out, err] = await Promise.all([endOf(stdout, bytes), endOf(stderr, bytes)]);
            return { stdout: out, stderr: err };
        },
        [Symbol.asyncDispose]: async () => {
            await Promise.all([stdout.close(), stderr.close()]);
            await Promise.all(paths.map((path) => (0,promises_.rm)(path, { force: true })));
        },
    };
}
async function endOf(file, bytes) {
    const { size } = await file.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead).toString("utf8");
}

;// CONCATENATED MODULE: ./lib/engine/process.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});



const defaultPatience = {
    inactivityMs: 30 * 60_000,
    busyMs: 3 * 60 * 60_000,
    politeMs: 60_000,
    firmMs: 15_000,
};
const usuallyKept = 64 * 1024;
/**
 * Runs a program by argument list (never through a shell), in a process group of its own, with files for its streams: so neither Ctrl-C in
 * a terminal nor the runner's own signals reach it behind our back, it holds none of our streams open, and it lives on when we are killed.
 * Resolves however it ended; a program that cannot be started is a `Failure`. A run that was cancelled before is not begun.
 */
async function runProcess(order) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        if (order.signal.aborted) {
            return { code: null, reason: "aborted", stdout: "", stderr: "" };
        }
        const output = __addDisposableResource(env_1, await openOutputFiles(order.outputFolder), true);
        const child = (0,external_node_child_process_.spawn)(order.command, [...order.args], {
            cwd: order.cwd,
            env: { ...order.environment },
            stdio: ["ignore", output.stdout, output.stderr],
            detached: process.platform !== "win32",
            windowsHide: true,
        });
        const ended = process_endOf(child, order);
        if (child.pid !== undefined) {
            order.started?.({ pid: child.pid, startedAt: Date.now() });
        }
        const ladder = watch(child, order, () => Math.max(output.lastWrite(), order.lastActivity?.() ?? 0));
        try {
            const code = await ended;
            return { code, reason: ladder.reason(), ...(await output.ends(order.keptBytes ?? usuallyKept)) };
        }
        finally {
            ladder.stop();
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
function process_endOf(child, order) {
    return new Promise((resolve, reject) => {
        child.once("error", (cause) => {
            reject(new failure/* Failure */.H({
                code: "engine-not-started",
                message: `${order.command} could not be started in ${order.cwd}: ${cause.message}`,
                next: "Check that the file exists, that it may be executed and that it is built for this machine.",
                cause,
            }));
        });
        child.once("exit", (code) => resolve(code));
    });
}
/** Sends the one signal on abort, and walks the whole ladder when the process shows no sign of life any more. */
function watch(child, order, lastActivity) {
    const patience = order.patience ?? defaultPatience;
    let reason = "ended";
    let signals = 0;
    let timer;
    const interrupt = () => {
        signals += 1;
        child.kill("SIGINT");
    };
    const abort = () => {
        // One who falls silent had its signal already: another would cut off what it waits for.
        if (signals === 0) {
            reason = "aborted";
            interrupt();
        }
    };
    /** First signal (unless it had it), second signal, the end: each when the one before did not help. */
    const climb = () => {
        if (signals === 0) {
            reason = "inactive";
            interrupt();
            timer = setTimeout(climb, patience.politeMs);
            return;
        }
        if (signals === 1) {
            interrupt();
            timer = setTimeout(climb, patience.firmMs);
            return;
        }
        killGroup(child);
    };
    const look = () => {
        const idle = performance.now() - lastActivity();
        const left = (order.isBusy?.() === true ? patience.busyMs : patience.inactivityMs) - idle;
        if (left > 0) {
            // What is busy now may be idle at the next look, and then has less time.
            timer = setTimeout(look, Math.min(left, patience.inactivityMs));
            return;
        }
        climb();
    };
    timer = setTimeout(look, patience.inactivityMs);
    order.signal.addEventListener("abort", abort, { once: true });
    return {
        reason: () => reason,
        stop: () => {
            clearTimeout(timer);
            order.signal.removeEventListener("abort", abort);
        },
    };
}
/** Ends the process and its group. Pulumi's language host and providers have groups of their own and must be found by their mark. */
function killGroup(child) {
    if (child.pid === undefined) {
        return;
    }
    if (process.platform === "win32") {
        child.kill("SIGKILL");
        return;
    }
    try {
        process.kill(-child.pid, "SIGKILL");
    }
    catch {
        // Gone already.
    }
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/environment.js

const runnerFiles = new Set(["GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"]);
const tokens = new Set(["GITHUB_TOKEN", "GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]);
/** Whether the engine must not see the variable: a token, an input, saved state, a runner file or a way to the runner's services. */
function isKeptBack(name) {
    return (name.startsWith("INPUT_") ||
        name.startsWith("STATE_") ||
        name.startsWith("ACTIONS_") ||
        runnerFiles.has(name) ||
        tokens.has(name));
}
/** The environment of engine processes: the given one without what could act on GitHub or on the runner, and without prompts or checks. */
function engineEnvironment(order) {
    const passed = new Set(order.passEnv);
    const environment = {};
    for (const [name, value] of Object.entries(order.base)) {
        if (value === undefined) {
            continue;
        }
        const kept = isKeptBack(name) || (order.token !== null && order.token !== "" && value === order.token);
        if (!kept || passed.has(name)) {
            environment[name] = value;
        }
    }
    const pathName = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
    environment[pathName] = [...order.path, environment[pathName] ?? ""].filter((entry) => entry !== "").join(external_node_path_.delimiter);
    environment["PULUMI_SKIP_UPDATE_CHECK"] = "1";
    // `--event-log` is only accepted with it.
    environment["PULUMI_DEBUG_COMMANDS"] = "true";
    return environment;
}
const keptBackInText = /\b(?:GITHUB_TOKEN|GH_TOKEN|(?:INPUT|STATE|ACTIONS)_[A-Z0-9_]+|GITHUB_(?:ENV|OUTPUT|PATH|STATE|STEP_SUMMARY))\b/u;
/** Names the first variable in an error's text that the engine did not get, so that the error can say so; null when there is none. */
function keptBackVariableIn(text, passEnv) {
    const name = keptBackInText.exec(text)?.[0];
    return name === undefined || passEnv.includes(name) ? null : name;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 6 modules
var schemas = __webpack_require__(7697);
;// CONCATENATED MODULE: ./lib/engine/pulumi/engine-event.js

const values = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).nullish();
const stateSchema = schemas/* object */.Ikc({
    id: schemas/* string */.YjP().optional(),
    parent: schemas/* string */.YjP().optional(),
    protect: schemas/* boolean */.zMY().optional(),
    inputs: values,
    outputs: values,
    /** Paths (lists of keys) of properties whose values the program wants hidden. */
    hideDiffs: schemas/* array */.YOg(schemas/* unknown */.L5J()).nullish(),
});
const metadataSchema = schemas/* object */.Ikc({
    op: schemas/* string */.YjP(),
    urn: schemas/* string */.YjP(),
    type: schemas/* string */.YjP(),
    old: stateSchema.nullish(),
    new: stateSchema.nullish(),
    /** Properties that force a replacement; top level names. */
    keys: schemas/* array */.YOg(schemas/* string */.YjP()).nullish(),
    /** Properties that differ; top level names. */
    diffs: schemas/* array */.YOg(schemas/* string */.YjP()).nullish(),
    /** What differs by exact path; null where the provider does not tell (dynamic resources). */
    detailedDiff: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ diffKind: schemas/* string */.YjP(), inputDiff: schemas/* boolean */.zMY().optional() })).nullish(),
});
const stepSchema = schemas/* object */.Ikc({ metadata: metadataSchema });
const diagnosticSchema = schemas/* object */.Ikc({
    urn: schemas/* string */.YjP().optional(),
    message: schemas/* string */.YjP(),
    severity: schemas/* enum */.k5n(["info", "info#err", "warning", "error"]),
    /** Progress of a moment, not meant to stay. */
    ephemeral: schemas/* boolean */.zMY().optional(),
});
const policySchema = schemas/* object */.Ikc({
    resourceUrn: schemas/* string */.YjP().optional(),
    message: schemas/* string */.YjP(),
    policyName: schemas/* string */.YjP(),
    policyPackName: schemas/* string */.YjP(),
    enforcementLevel: schemas/* string */.YjP(),
});
/** What reports are made of in the engine's event log; everything else in it is passed over. */
const engineEventSchema = schemas/* union */.KCZ([
    schemas/* object */.Ikc({ resourcePreEvent: stepSchema }),
    schemas/* object */.Ikc({ resOutputsEvent: stepSchema }),
    schemas/* object */.Ikc({ resOpFailedEvent: stepSchema }),
    schemas/* object */.Ikc({ diagnosticEvent: diagnosticSchema }),
    schemas/* object */.Ikc({ policyEvent: policySchema }),
    schemas/* object */.Ikc({ errorEvent: schemas/* object */.Ikc({ error: schemas/* string */.YjP() }) }),
    schemas/* object */.Ikc({ summaryEvent: schemas/* object */.Ikc({ result: schemas/* string */.YjP().optional() }) }),
]);
/** One line of the event log as an event; null for kinds that no report needs, debug messages above all, and for what is no event. */
function parseEngineEvent(line) {
    try {
        return engineEventSchema.safeParse(JSON.parse(line)).data ?? null;
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/event-log.js
var event_log_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var event_log_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});



/** How often to look where the file system does not tell of changes, in milliseconds. */
const lookEveryMs = 250;
/**
 * Reads the engine's event log (one JSON object a line) as it grows and hands on each event that reports are made of, in order. Whole
 * lines only, so that an engine that was killed within a line does no harm. Debug messages are dropped here: they can hold secrets in
 * the clear. The file is made here, for us alone to read, before the engine opens it; memory is that of the longest line.
 */
function followEventLog(path, onEvent) {
    const growth = createSignal();
    let isStopping = false;
    let lastActivity = performance.now();
    const following = follow();
    // Thrown by `stop`; until then nobody listens.
    following.catch(() => undefined);
    return {
        stop: async () => {
            isStopping = true;
            growth.give();
            await following;
        },
        lastActivity: () => lastActivity,
    };
    async function follow() {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const file = event_log_addDisposableResource(env_1, await (0,promises_.open)(path, "a+", 0o600), true);
            const watcher = (0,external_node_fs_.watch)(path, growth.give);
            // A machine that is out of watches is still read, a little later.
            watcher.on("error", () => undefined);
            const _ = event_log_addDisposableResource(env_1, { [Symbol.dispose]: () => watcher.close() }, false);
            const buffer = Buffer.alloc(256 * 1024);
            const lines = createLineSplitter((line) => {
                const event = parseEngineEvent(line);
                if (event !== null) {
                    onEvent(event);
                }
            });
            let position = 0;
            for (;;) {
                const isLast = isStopping;
                const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
                if (bytesRead > 0) {
                    position += bytesRead;
                    lastActivity = performance.now();
                    lines.add(buffer.subarray(0, bytesRead));
                    continue;
                }
                if (isLast) {
                    return;
                }
                await growth.wait(lookEveryMs);
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = event_log_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
}
/** Wakes one who waits; a signal given while nobody waits wakes the next at once. */
function createSignal() {
    let isGiven = false;
    let wake = () => undefined;
    return {
        give: () => {
            isGiven = true;
            wake();
        },
        wait: async (atMostMs) => {
            if (!isGiven) {
                let timer;
                await new Promise((resolve) => {
                    wake = resolve;
                    timer = setTimeout(resolve, atMostMs);
                });
                clearTimeout(timer);
            }
            isGiven = false;
        },
    };
}
/** Cuts bytes into lines; what follows the last line end waits for more. */
function createLineSplitter(onLine) {
    let rest = [];
    return {
        add: (chunk) => {
            let start = 0;
            for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
                const piece = chunk.subarray(start, end);
                onLine(rest.length === 0 ? piece.toString("utf8") : Buffer.concat([...rest, piece]).toString("utf8"));
                rest = [];
                start = end + 1;
            }
            if (start < chunk.length) {
                rest.push(Buffer.from(chunk.subarray(start)));
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/progress.js
const words = {
    create: { sign: "+", done: "created", doing: "create" },
    update: { sign: "~", done: "updated", doing: "update" },
    replace: { sign: "±", done: "replaced", doing: "replace" },
    delete: { sign: "-", done: "deleted", doing: "delete" },
    import: { sign: "=", done: "imported", doing: "import" },
    read: { sign: ">", done: "read", doing: "read" },
    refresh: { sign: "~", done: "refreshed", doing: "refresh" },
    same: { sign: " ", done: "unchanged", doing: "keep" },
};
/** One line of the log for a resource's step: `+ created aws:s3/bucket:Bucket assets (1.2 s)`, `+ would create …`, `! could not create …`. */
function describeProgress(progress) {
    const { sign, done, doing } = words[progress.op];
    const resource = `${progress.type} ${progress.name}`;
    const time = progress.seconds === null ? "" : ` (${progress.seconds.toFixed(1)} s)`;
    const lines = {
        planned: `${sign} would ${doing} ${resource}`,
        done: `${sign} ${done} ${resource}${time}`,
        failed: `! could not ${doing} ${resource}${time}`,
    };
    return lines[progress.status];
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/unreadable-reference.js
/** What the engine says (as information, and goes on with empty values) when it cannot open the secrets of a stage that is referred to. */
const elided = /^eliding undecryptable secrets for stack reference '(.*)'$/u;
function createReferenceWatch() {
    const found = new Set();
    const controller = new AbortController();
    return {
        unreadable: controller.signal,
        see: (event) => {
            const name = "diagnosticEvent" in event ? elided.exec(event.diagnosticEvent.message.trim())?.[1] : undefined;
            if (name !== undefined) {
                found.add(name);
                controller.abort();
            }
        },
        failure: () => (found.size === 0 ? null : [...found].map(unreadable_reference_toDiagnostic)),
    };
}
function unreadable_reference_toDiagnostic(name) {
    return {
        severity: "error",
        message: `The secrets of ${name}, to which a stack reference refers, cannot be opened: they were encrypted with another passphrase. The run was stopped, since the engine would have gone on with empty values.`,
        urn: null,
        resource: null,
        source: null,
    };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/run.js









/**
 * Runs one changing or previewing Pulumi command (up, preview, destroy, refresh) and reads its event log as it grows. What the program
 * prints is kept until the end, when its secrets are known; only the steps themselves are told live. Without `--suppress-progress` the
 * engine prints a dot every 20 seconds, a hung one too, which would count as a sign of life.
 */
async function runWithEvents(run) {
    const { tools, order } = run;
    const builder = createChangeSetBuilder({ preview: run.preview, now: () => performance.now() });
    const eventLog = (0,external_node_path_.join)(run.folder, `events-${(0,external_node_crypto_.randomUUID)()}.ndjson`);
    const references = createReferenceWatch();
    const log = followEventLog(eventLog, (event) => {
        references.see(event);
        const progress = builder.add(event);
        if (progress !== null) {
            order.log.info(describeProgress(progress));
        }
    });
    const mark = (0,external_node_crypto_.randomUUID)();
    const running = runProcess({
        command: tools.command,
        args: [...run.args, "--non-interactive", "--suppress-progress", "--color", "never", "--event-log", eventLog],
        cwd: run.cwd,
        environment: {
            ...environmentOn(order.home, tools),
            ...run.environment,
            STAGEWRIGHT_RUN_MARK: mark,
        },
        signal: AbortSignal.any([order.signal, references.unreadable]),
        outputFolder: run.folder,
        patience: tools.patience,
        lastActivity: log.lastActivity,
        isBusy: builder.isBusy,
        started: (process) => order.started({ ...process, mark, folder: run.folder }),
    });
    const end = await run_endOf(running, log);
    const unreadable = references.failure();
    const outcome = unreadable === null ? outcomeOf(end) : "failed";
    const changeSet = builder.finish();
    return {
        outcome,
        end,
        changeSet: {
            ...changeSet,
            diagnostics: explained([...(unreadable ?? []), ...changeSet.diagnostics], { end, outcome, tools }),
        },
    };
}
/** The log is read to its end however the process ended. */
async function run_endOf(running, log) {
    try {
        return await running;
    }
    finally {
        await log.stop();
    }
}
function outcomeOf(end) {
    if (end.reason === "aborted" && end.code !== 0) {
        return "cancelled";
    }
    return end.code === 0 && end.reason !== "inactive" ? "succeeded" : "failed";
}
/** Adds what the events do not say: why the engine itself gave up, that it fell silent, and that a variable was kept from it. */
function explained(diagnostics, { end, outcome, tools }) {
    if (outcome === "succeeded") {
        return [...diagnostics];
    }
    const all = [...diagnostics];
    if (end.reason === "inactive") {
        all.push(ofProgram("error", "The engine showed no sign of life any more and was ended (input `inactivity-limit`)."));
    }
    if (end.reason === "ended" && end.code === null) {
        all.push(ofProgram("error", "The engine was killed: by somebody, or by the system for want of memory."));
    }
    if (outcome === "failed" && !all.some((diagnostic) => diagnostic.severity === "error")) {
        all.push(ofProgram("error", engineError(end)));
    }
    const keptBack = all
        .map((diagnostic) => keptBackVariableIn(diagnostic.message, tools.passEnv))
        .find((name) => name !== null);
    if (keptBack !== undefined) {
        all.push(ofProgram("warning", `${keptBack} is kept from the engine. If the program needs it, name it in the input \`pass-env\`.`));
    }
    return all;
}
function ofProgram(severity, message) {
    return { severity, message, urn: null, resource: null, source: null };
}
/** The engine's own last words: its `error:` lines, or else the end of what it printed. */
function engineError(end) {
    const text = end.stderr.trim() === "" ? end.stdout : end.stderr;
    const lines = text.trim().split("\n");
    const start = lines.findIndex((line) => line.startsWith("error: "));
    const said = (start === -1 ? lines.slice(-20) : lines.slice(start)).join("\n").replace(/^error: /u, "");
    return said === "" ? `The engine ended with exit code ${end.code ?? "none"} and said nothing.` : said;
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/work-folder.js


/** A folder of its own for one engine run, readable by us alone, gone with the run: event logs can hold secrets in the clear. */
async function makeWorkFolder(parent) {
    const path = await (0,promises_.mkdtemp)((0,external_node_path_.join)(parent, "stagewright-"));
    return { path, [Symbol.asyncDispose]: () => (0,promises_.rm)(path, { recursive: true, force: true }) };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/destroy.js
var destroy_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var destroy_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});













/**
 * Destroys what the home knows of a stage (`pulumi destroy`), from its state alone: in a generated folder, with the key to its secrets
 * from the state. A stage that is gone already is a success. Refused, before anything is destroyed, is a stage with protected resources,
 * and one that needs its program where none is checked out. A state with operations in flight is destroyed without them: they are
 * reported, since what they were making may exist and be known to nobody.
 */
async function removeStage(tools, order) {
    const before = await order.home.checkpoint(order.key);
    const resources = before?.checkpoint.latest?.resources ?? [];
    const pendingBefore = (0,pending/* pendingOf */.l)(before);
    warnOfPending(order, pendingBefore);
    if (before === null || resources.length === 0) {
        await forgetPending(order, before);
        return { outcome: "succeeded", changeSet: nothingChanged(), pending: pendingBefore };
    }
    refuseProtected(resources, order.key);
    const need = needOfProgram(resources);
    const project = order.directory === null ? null : await (0,pulumi_project/* readProject */.Wh)(order.directory);
    if (need !== null && project === null) {
        throw await programNeeded(order, need.reason);
    }
    await openState(tools, order, before);
    await order.home.prepare(order.key);
    const ended = await destroy({ tools, order, before, project, need });
    await throwIfNotBegun(order, ended, project);
    const after = await order.home.checkpoint(order.key);
    if (ended.outcome === "succeeded") {
        await forgetPending(order, after);
        return { outcome: ended.outcome, changeSet: { ...ended.changeSet, outputs: {} }, pending: pendingBefore };
    }
    const diagnostics = [...ended.changeSet.diagnostics, ...missingPackages(ended)];
    const changeSet = { ...ended.changeSet, outputs: {}, diagnostics };
    return { outcome: ended.outcome, changeSet, pending: (0,pending/* pendingOf */.l)(after) };
}
/** Makes sure that the state's secrets can be opened, and tells them to the mask. */
async function openState(tools, order, before) {
    if (order.home.kind !== "backend") {
        (0,stack_config/* checkStateCanBeOpened */.g0)(before);
    }
    if ((0,stack_config/* keyOf */.TN)(before).encryptionsalt !== undefined) {
        await requirePassphrase(environmentOn(order.home, tools));
    }
    await keepSecretsOf({ tools, order, checkpoint: before, config: {} });
}
async function destroy(removal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { tools, order, before, project, need } = removal;
        const folder = destroy_addDisposableResource(env_1, await makeWorkFolder(tools.temporaryDirectory), true);
        const found = { file: null, isBorrowed: false, config: (0,stack_config/* keyOf */.TN)(before) };
        const configFile = await (0,stack_config/* writeConfigFile */.o5)({ folder: folder.path, stage: order.key.stage, found, checkpoint: before });
        const { hasPackages } = await makeRemovalProject({ folder: folder.path, app: order.key.app, project });
        if (!hasPackages && hasDynamicResources(before)) {
            await tools.ensureDynamicSdk();
        }
        // Never `--remove`: it deletes the user's Pulumi.<stage>.yaml, wherever `--config-file` points.
        const args = ["destroy", "--yes", "--skip-preview", "--stack", order.key.stage, "--config-file", configFile];
        // Awaited here, or the folder would be gone before the engine looks.
        return await runWithEvents({
            tools,
            order,
            args: [...args, `--run-program=${need?.runsProgram === true}`],
            cwd: need === null || project === null ? folder.path : project.directory,
            folder: folder.path,
            preview: false,
        });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = destroy_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** Resources whose provider is code in the state (a class of their own may name another module and type). */
function hasDynamicResources(checkpoint) {
    return (checkpoint.checkpoint.latest?.resources?.some((resource) => resource.type.startsWith("pulumi-nodejs:")) === true);
}
function warnOfPending(order, pending) {
    for (const { urn, type } of pending) {
        order.log.warning(`An earlier run was cut off while ${type} ${nameOf(urn)}: the removal cannot know what came of it. Look whether it exists.`);
    }
}
/** Pending operations of a stage without resources: nothing in the state tells how to delete what they may have made. */
async function forgetPending(order, checkpoint) {
    const settled = checkpoint === null ? null : (0,pending/* settlePending */.p)(checkpoint, (0,pending/* pendingOf */.l)(checkpoint));
    if (settled !== null) {
        await order.home.replaceCheckpoint?.(order.key, settled);
    }
}
async function throwIfNotBegun(order, run, project) {
    if (run.outcome !== "failed" || run.changeSet.changes.length > 0) {
        return;
    }
    const said = [...run.changeSet.diagnostics.map((diagnostic) => diagnostic.message), run.end.stderr].join("\n");
    const plugin = missingPluginIn(said);
    if (plugin !== null && project === null) {
        throw await programNeeded(order, `it needs ${plugin}, which is neither installed nor to be downloaded here and so, most likely, is the project's own`);
    }
    const failure = knownFailure(said);
    if (failure !== null) {
        throw failure;
    }
}
/** A dynamic provider's code is in the state, the packages that it uses are not. */
function missingPackages(run) {
    const missing = run.changeSet.diagnostics
        .map((diagnostic) => /Cannot find (?:module|package) '([^']+)'/u.exec(diagnostic.message)?.[1])
        .find((name) => name !== undefined);
    if (missing === undefined) {
        return [];
    }
    const message = `A dynamic provider of this stage uses the package ${missing}, which is not here. Check out the commit that was deployed last, install its packages, and run the removal there again.`;
    return [{ severity: "warning", message, urn: null, resource: null, source: null }];
}
function nothingChanged() {
    return createChangeSetBuilder({ preview: false, now: () => 0 }).finish();
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/empty-backend.js



/**
 * Makes a backend in the run's own folder that holds nothing but the stage, empty: a stage that does not exist is previewed there, so that
 * asking what would be made makes nothing. Other stages cannot be read from it (stack references). Resolves to what the engine's
 * environment needs.
 */
async function makeEmptyBackend(folder, key) {
    const root = (0,external_node_path_.join)(folder, "backend");
    const states = (0,external_node_path_.join)(root, ".pulumi", "stacks", key.app);
    await (0,promises_.mkdir)(states, { recursive: true });
    await (0,promises_.writeFile)((0,external_node_path_.join)(root, ".pulumi", "meta.yaml"), "version: 1\n");
    const state = { version: 3, checkpoint: { stack: `organization/${key.app}/${key.stage}`, latest: null } };
    await (0,promises_.writeFile)((0,external_node_path_.join)(states, `${key.stage}.json`), JSON.stringify(state));
    // Pulumi wants drive letters without a slash before them.
    const path = (0,external_node_url_.pathToFileURL)(root).pathname.replace(/^\/(?=[A-Za-z]:)/u, "");
    return { PULUMI_BACKEND_URL: `file://${path}?metadata=skip` };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/update.js
var update_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var update_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});










/** Deploys a stage (`pulumi up`) or previews that (`pulumi preview`): one engine process, nothing written into the user's tree. */
async function updateStage(tools, order, mode) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const project = await (0,pulumi_project/* requireProject */.LX)(order.directory);
        const found = await (0,stack_config/* findConfig */.u0)(project, order.key.stage, order.configFrom);
        const before = order.home.kind === "backend" ? null : await order.home.checkpoint(order.key);
        await checkCanBeOpened(tools, order, { found, before });
        if (mode === "deploy") {
            await order.home.prepare(order.key);
        }
        const folder = update_addDisposableResource(env_1, await makeWorkFolder(tools.temporaryDirectory), true);
        const configFile = await (0,stack_config/* writeConfigFile */.o5)({ folder: folder.path, stage: order.key.stage, found, checkpoint: before });
        const stack = ["--stack", order.key.stage, "--config-file", configFile];
        const args = mode === "deploy" ? ["up", "--yes", "--skip-preview", ...stack] : ["preview", ...stack];
        const isNew = order.home.kind !== "backend" && before === null;
        const environment = mode === "diff" && isNew ? await makeEmptyBackend(folder.path, order.key) : {};
        const run = () => runWithEvents({
            tools,
            order,
            args,
            cwd: project.directory,
            folder: folder.path,
            preview: mode === "diff",
            environment,
        });
        // The secrets of the state as it was are learnt while the engine works: where only the engine can read it, that takes a process.
        const opening = secretsBefore({ tools, order, found, before });
        // Awaited below; a failure must not count as unhandled while the engine works.
        opening.catch(() => undefined);
        const ended = await runAndCreateMissing(order, { mode, configFile }, run);
        await opening;
        update_throwIfNotBegun(ended);
        if (mode === "diff") {
            return { outcome: ended.outcome, changeSet: ended.changeSet, pending: (0,pending/* pendingOf */.l)(before) };
        }
        return afterDeploy({ tools, order, before, ended });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = update_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** Fails before anything runs where a key is missing that the engine would ask for. */
async function checkCanBeOpened(tools, order, { found, before }) {
    const isOurs = order.home.kind !== "backend";
    if (isOurs || found.isBorrowed) {
        (0,stack_config/* checkConfigCanBeOpened */.No)(found);
    }
    if (isOurs) {
        (0,stack_config/* checkStateCanBeOpened */.g0)(before);
    }
    const ofState = (0,stack_config/* keyOf */.TN)(before);
    const usesPassphrase = ofState.encryptionsalt !== undefined ||
        found.config.encryptionsalt !== undefined ||
        (isOurs && (found.config.secretsprovider ?? ofState.secretsprovider) === undefined);
    if (usesPassphrase) {
        await requirePassphrase(environmentOn(order.home, tools));
    }
}
async function secretsBefore(known) {
    const { tools, order, found, before } = known;
    const checkpoint = order.home.kind === "backend" ? await order.home.checkpoint(order.key) : before;
    await keepSecretsOf({ tools, order, checkpoint, config: found.config });
}
/** The first run of a stage costs more where only the engine can make it; one that was made for a preview goes with it. */
async function runAndCreateMissing(order, { mode, configFile }, run) {
    const first = await run();
    const missing = first.outcome === "failed" && /no stack named .* found/u.test(first.end.stderr);
    if (!missing || order.home.createMissing === null) {
        return first;
    }
    await order.home.createMissing(order.key, configFile);
    if (mode === "deploy") {
        return run();
    }
    try {
        return await run();
    }
    finally {
        // Refused, as it must be, where another run deploys the stage meanwhile.
        await order.home.discard(order.key).catch((error) => order.log.debug(String(error)));
    }
}
/** What the engine could not begin is a `Failure` where its reason is known; everything else is a result. */
function update_throwIfNotBegun(run) {
    const failure = run.outcome === "failed" && run.changeSet.changes.length === 0 ? knownFailure(run.end.stderr) : null;
    if (failure !== null) {
        throw failure;
    }
}
/** Learns the secrets that the run made, settles what earlier runs left pending, and tells what still is. */
async function afterDeploy(run) {
    const { tools, order, before, ended } = run;
    const { outcome, changeSet } = ended;
    const isSilentNoOp = outcome === "succeeded" && changeSet.changes.length + changeSet.diagnostics.length === 0;
    if (order.home.kind === "backend" && isSilentNoOp) {
        // Nothing is shown that a new secret could be in, and reading the state would cost a process.
        return { outcome, changeSet, pending: [] };
    }
    const after = await order.home.checkpoint(order.key);
    await keepSecretsOf({ tools, order, checkpoint: after, config: {} });
    const pendingBefore = (0,pending/* pendingOf */.l)(before);
    if (outcome !== "succeeded") {
        return { outcome, changeSet, pending: (0,pending/* pendingOf */.l)(after) };
    }
    const settled = after === null ? null : (0,pending/* settlePending */.p)(after, pendingBefore);
    if (settled !== null) {
        await order.home.replaceCheckpoint?.(order.key, settled);
    }
    return { outcome, changeSet, pending: order.home.kind === "backend" ? (0,pending/* pendingOf */.l)(after) : pendingBefore };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/pulumi.js


/** The engine for any `Pulumi.yaml` project, whatever its language: Pulumi's own CLI, one process a command. */
function createPulumiEngine(tools) {
    return {
        name: "pulumi",
        deploy: (order) => updateStage(tools, order, "deploy"),
        diff: (order) => updateStage(tools, order, "diff"),
        remove: (order) => removeStage(tools, order),
    };
}

;// CONCATENATED MODULE: ./lib/github/accepted-permissions.js
/**
 * `X-Accepted-GitHub-Permissions` as a workflow's `permissions:` writes it: `issues=write; pull_requests=write` (either is enough) becomes
 * `issues: write or pull-requests: write`; a comma joins what is needed together. null where GitHub does not say.
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#insufficient-permissions
 */
function acceptedPermissions(header) {
    const alternatives = (header ?? "")
        .split(";")
        .map((alternative) => alternative.split(",").map(permission).filter(Boolean).join(" and "))
        .filter(Boolean);
    return alternatives.length === 0 ? null : alternatives.join(" or ");
}
function permission(text) {
    return text.trim().replaceAll("_", "-").replace("=", ": ");
}

;// CONCATENATED MODULE: ./lib/github/github.js
/** GitHub refused or could not be reached. `permission` is what the token would need (from `X-Accepted-GitHub-Permissions`), if GitHub says. */
class GitHubUnavailable extends Error {
    status;
    permission;
    constructor(problem) {
        super(problem.message, { cause: problem.cause });
        this.name = "GitHubUnavailable";
        this.status = problem.status;
        this.permission = problem.permission;
    }
}

;// CONCATENATED MODULE: ./lib/github/explain-refusal.js



/** The parts of Octokit's `RequestError` that tell what happened, if an answer came. */
const refusalSchema = schemas/* object */.Ikc({
    status: schemas/* number */.aig(),
    message: schemas/* string */.YjP(),
    response: schemas/* object */.Ikc({
        headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* undefined */.Vxk()])),
        data: schemas/* unknown */.L5J(),
    }),
});
/** What GitHub answers with a refusal; only a 422 has details, as texts or objects. */
const bodySchema = schemas/* object */.Ikc({
    message: schemas/* string */.YjP(),
    errors: schemas/* array */.YOg(schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* object */.Ikc({ message: schemas/* string */.YjP().optional() })])).catch([]),
});
/** Turns whatever a call of Octokit threw into words for people. The token is in none of them. */
function explainRefusal(happened) {
    const { error, what, token, writes } = happened;
    const refusal = asRefusal(error);
    const accepted = refusal?.status === 403 ? acceptedPermissions(header(refusal, "x-accepted-github-permissions")) : null;
    const permission = accepted !== null && writes ? accepted.replaceAll(": read", ": write") : accepted;
    const why = refusal === null ? noAnswer(error) : reason(refusal, permission);
    return new GitHubUnavailable({
        message: `GitHub did not let us ${what}: ${why}`.replaceAll(token, "***"),
        status: refusal?.status ?? null,
        permission,
        cause: error,
    });
}
/** The status of GitHub's answer, or null where none came. */
function refusedWith(error) {
    return asRefusal(error)?.status ?? null;
}
function reason(refusal, permission) {
    const said = `${refusal.status}: ${messageOf(refusal)}`;
    if (isRateLimit(refusal)) {
        return `the token's rate limit is used up (${said}). ${whenAgain(refusal)}`;
    }
    switch (refusal.status) {
        case 401:
            return `it does not accept the token (${said}). Check the input token; a workflow's own ends with its job.`;
        case 403:
            return permission === null
                ? `the token may not (${said}).`
                : `the token lacks a permission (${said}). Give the job \`${permission}\` under permissions.`;
        case 404:
            return `there is no such thing, or the token may not see it (${said}).`;
        case 409:
            return `it is in conflict with something else (${said}).`;
        case 422:
            return `it does not accept what we sent (${said}).`;
        default:
            return refusal.status >= 500 ? `it has a problem of its own (${said}).` : `${said}.`;
    }
}
function noAnswer(error) {
    const message = error instanceof Error ? error.message : String(error);
    return `it could not be reached (${message}).`;
}
function isRateLimit(refusal) {
    const limited = refusal.status === 403 || refusal.status === 429;
    const empty = header(refusal, "x-ratelimit-remaining") === "0";
    return limited && (refusal.status === 429 || empty || /secondary rate/i.test(refusal.message));
}
function whenAgain(refusal) {
    const seconds = header(refusal, "retry-after");
    if (seconds !== null) {
        return `It asks to wait ${seconds} s.`;
    }
    const reset = Number(header(refusal, "x-ratelimit-reset") ?? Number.NaN);
    return header(refusal, "x-ratelimit-remaining") === "0" && Number.isFinite(reset)
        ? `There is more after ${new Date(reset * 1000).toISOString()}.`
        : "It does not say for how long.";
}
/** GitHub's own message with the details of a 422, without the link to its documentation. */
function messageOf(refusal) {
    const body = bodySchema.safeParse(refusal.response.data).data;
    if (body === undefined) {
        return refusal.message.trim() === "" ? "no reason given" : refusal.message;
    }
    const details = body.errors.map((detail) => (typeof detail === "string" ? detail : detail.message));
    const words = [body.message, ...details].filter((text) => text !== undefined);
    return words.join("; ").replace(/\.$/, "");
}
function header(refusal, name) {
    const value = refusal.response.headers[name];
    return value === undefined ? null : String(value);
}
function asRefusal(error) {
    return refusalSchema.safeParse(error).data ?? null;
}

;// CONCATENATED MODULE: ./lib/github/patient-fetch.js
/** Statuses whose answers have no body; `Response` refuses one for them. */
const WITHOUT_BODY = new Set([204, 205, 304]);
/**
 * `fetch` with a limit for each attempt, in milliseconds, that holds for the body too. The body is read here, so that a connection that ends
 * within it fails the attempt, which is then retried; Octokit itself would go on with an empty answer.
 */
function patientFetch(fetchOnce, attemptMs) {
    return async (input, init) => {
        const limit = AbortSignal.timeout(attemptMs);
        const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
        const response = await fetchOnce(input, { ...init, signal });
        const body = await response.arrayBuffer();
        const { headers, status, statusText } = response;
        return new Response(WITHOUT_BODY.has(status) ? null : body, { headers: [...headers], status, statusText });
    };
}

;// CONCATENATED MODULE: ./lib/github/octokit.js

/** Refusals that another try does not mend. 429 is the throttling plugin's, which waits as long as GitHub asks. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];
const RETRIES = 2;
/** GitHub names no time with some secondary limits; its advice is at least a minute (seconds). */
const UNNAMED_WAIT = 60;
/** The Actions toolkit's Octokit, which knows proxies, with Octokit's own retry and throttling, all within the patience that is given. */
async function openOctokit(order) {
    const { log, patience } = order;
    // Not at the top: the toolkit reads and parses the event file as it is imported, which must be ours to complain about.
    const [{ defaults, getOctokitOptions, GitHub }, { retry }, { throttling }] = await Promise.all([
        __webpack_require__.e(/* import() */ 250).then(__webpack_require__.bind(__webpack_require__, 5250)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(735)]).then(__webpack_require__.bind(__webpack_require__, 9735)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(856)]).then(__webpack_require__.bind(__webpack_require__, 6856)),
    ]);
    const mayWait = (seconds, tries) => tries < RETRIES && seconds * patience.secondMs <= patience.totalMs / 2;
    const onLimit = (kind) => (...limit) => {
        const [seconds, , , tries] = limit;
        const waits = mayWait(seconds, tries);
        log.debug(`GitHub's ${kind} rate limit asks to wait ${seconds} s: ${waits ? "waiting" : "giving up"}.`);
        return waits;
    };
    const WithPlugins = GitHub.plugin(retry, throttling);
    const options = getOctokitOptions(order.token, {
        baseUrl: order.apiUrl,
        userAgent: "stagewright",
        log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
        request: { fetch: patientFetch(defaults.request?.fetch ?? fetch, patience.attemptMs) },
        retry: { doNotRetry: FINAL, retries: RETRIES, retryAfterBaseValue: patience.secondMs },
        throttle: {
            write: atOnce,
            notifications: atOnce,
            retryAfterBaseValue: patience.secondMs,
            fallbackSecondaryRateRetryAfter: UNNAMED_WAIT,
            onRateLimit: onLimit("hourly"),
            onSecondaryRateLimit: onLimit("secondary"),
        },
    });
    return new WithPlugins(options);
}
/**
 * In place of the plugin's spacing of writes by one and three seconds: a run writes a handful of times, far below the 80 a minute that
 * GitHub allows, and a deploy should not wait for it.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of all that a Bottleneck can do, the plugin calls this alone
const atOnce = {
    key: () => ({ schedule: (_options, job) => job() }),
};

;// CONCATENATED MODULE: ./lib/github/ask.js


function createAsk(order) {
    let opened;
    return async (what, question, how = { writes: false }) => {
        const { totalMs } = order.patience;
        const limit = new AbortController();
        const outOfPatience = new Error(`no answer within ${totalMs / 1000} s`);
        const timer = setTimeout(() => limit.abort(), totalMs);
        const tooLate = new Promise((_resolve, reject) => {
            limit.signal.addEventListener("abort", () => reject(outOfPatience), { once: true });
        });
        try {
            opened ??= openOctokit(order);
            const answer = opened.then((octokit) => question({ octokit, request: { signal: limit.signal } }));
            return await Promise.race([answer, tooLate]);
        }
        catch (error) {
            throw explainRefusal({ error, what, token: order.token, ...how });
        }
        finally {
            clearTimeout(timer);
        }
    };
}

;// CONCATENATED MODULE: ./lib/github/branch-head.js
/**
 * The commit that a branch points at, or null. Asked of the list of refs that begin so: a list is empty where there is no such branch and
 * 404 where the token may not see the repository, so that nothing is removed because of a token; `/branches/{branch}` answers 404 to both,
 * and follows renames.
 */
async function branchHead({ octokit, request }, { owner, name }, branch) {
    const { data } = await octokit.rest.git.listMatchingRefs({ owner, repo: name, ref: `heads/${branch}`, request });
    return data.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha ?? null;
}

;// CONCATENATED MODULE: ./lib/github/job-now.js
/** A job of this repository as GitHub has it now. How long ago it ended is counted on GitHub's own clock, that of its answer. */
async function jobNow({ octokit, request }, { owner, name }, id) {
    const { data, headers } = await octokit.rest.actions.getJobForWorkflowRun({ owner, repo: name, job_id: id, request });
    const answeredAt = Date.parse(headers.date ?? "");
    const completedAt = Date.parse(data.completed_at ?? "");
    const seconds = (answeredAt - completedAt) / 1000;
    return {
        kind: "job",
        id: data.id,
        repository: `${owner}/${name}`,
        status: data.status,
        secondsSinceCompletion: Number.isFinite(seconds) ? seconds : null,
    };
}

;// CONCATENATED MODULE: ./lib/github/patience.js
const usualPatience = { totalMs: 20_000, attemptMs: 8000, secondMs: 1000, listLagMs: 2000 };

;// CONCATENATED MODULE: ./lib/github/pages.js
/**
 * The pages of a list, one after the other, for as long as GitHub says that there is another. Not by Octokit's `paginate`, which takes a 409
 * for an empty list.
 */
async function* pages(get) {
    for (let number = 1;; number += 1) {
        const { data, headers } = await get(number);
        yield data;
        if (!/rel="next"/.test(headers.link ?? "")) {
            return;
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/pull-requests.js


/** A pull request as it is now; null where there is none, or where the token may not see it, which GitHub does not tell apart. */
async function pullRequestNow({ octokit, request }, { owner, name }, number) {
    try {
        const { data } = await octokit.rest.pulls.get({ owner, repo: name, pull_number: number, request });
        return {
            number: data.number,
            open: data.state === "open",
            merged: data.merged,
            title: data.title,
            head: { branch: data.head.ref, commit: data.head.sha },
            base: { branch: data.base.ref },
            fork: repositoryId(data.head) !== data.base.repo.id,
            dependabot: data.user.login === "dependabot[bot]",
        };
    }
    catch (error) {
        if (refusedWith(error) === 404) {
            return null;
        }
        throw error;
    }
}
/** Numbers of the open pull requests from that branch of this very repository, in no order. */
async function openPullRequestsFrom({ octokit, request }, { owner, name }, branch) {
    const list = (page) => octokit.rest.pulls.list({
        owner,
        repo: name,
        state: "open",
        head: `${owner}:${branch}`,
        per_page: 100,
        page,
        request,
    });
    const numbers = [];
    for await (const pulls of pages(list)) {
        // One owner can have the repository and its fork, and GitHub ignores a `head` that it cannot read.
        const own = pulls.filter(({ base, head }) => head.ref === branch && repositoryId(head) === base.repo.id);
        numbers.push(...own.map(({ number }) => number));
    }
    return numbers;
}
/** undefined once the fork was deleted: GitHub answers null then, which its description leaves out. */
function repositoryId(head) {
    return head.repo?.id;
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/github/own-comments.js

/**
 * Our comments, oldest first: all of the first page (of 100) that has any. Only those changed since `since` (ISO 8601) are looked at, if it is
 * given. The author is asked for only when some comment holds the marker.
 */
async function ownComments({ octokit, request }, { owner, repo, pullRequest }, { marker, author, since }) {
    const list = (page) => octokit.rest.issues.listComments({
        owner,
        repo,
        issue_number: pullRequest,
        per_page: 100,
        page,
        ...(since === null ? {} : { since }),
        request,
    });
    for await (const comments of pages(list)) {
        const marked = comments.filter((comment) => comment.body?.includes(marker) === true);
        const us = marked.length === 0 ? null : await author();
        const ours = marked.filter((comment) => us !== null && comment.user?.login === us);
        if (ours.length > 0) {
            return ours.map(({ id, html_url: url }) => ({ id, url })).toSorted((one, other) => one.id - other.id);
        }
    }
    return [];
}

;// CONCATENATED MODULE: ./lib/github/sticky-comment.js



/** How far back another job's comment may have been made at the same time as ours (milliseconds, by GitHub's clock). */
const SAME_TIME_MS = 60_000;
/** `upsertComment` of `GitHub`. */
async function upsertStickyComment(asked, order) {
    const { comment, thread } = order;
    if (comment.known !== null && (await edit(asked, order, comment.known.id))) {
        return comment.known;
    }
    let guessed = false;
    const author = async () => {
        const login = await order.viewer();
        guessed ||= login === null;
        return login;
    };
    const [oldest, ...later] = await ownComments(asked, thread, { marker: comment.marker, author, since: null });
    if (oldest !== undefined && (await edit(asked, order, oldest.id))) {
        await Promise.all(later.map(({ id }) => remove(asked, order, id)));
        return oldest;
    }
    return create(asked, order, { sawAll: !guessed });
}
/**
 * Makes a comment, then looks whether another job made one as well: the one with the lowest id stays, so that both come to the same end.
 * Lists lag, so it looks twice. The answer says who we are, which helps where nothing else told it (`sawAll` is false then): an older
 * comment of ours may be found only now.
 */
async function create(asked, order, { sawAll }) {
    const { octokit, request } = asked;
    const { comment, thread } = order;
    const { data } = await octokit.rest.issues.createComment({
        owner: thread.owner,
        repo: thread.repo,
        issue_number: thread.pullRequest,
        body: comment.body,
        request,
    });
    const created = { id: data.id, url: data.html_url };
    const login = data.user?.login ?? null;
    const since = sawAll ? new Date(Date.parse(data.created_at) - SAME_TIME_MS).toISOString() : null;
    try {
        for (const wait of [0, order.listLagMs]) {
            await (0,external_node_timers_promises_.setTimeout)(wait, undefined, { signal: request.signal });
            const ours = await ownComments(asked, thread, { marker: comment.marker, author: async () => login, since });
            const oldest = ours[0];
            if (oldest !== undefined && oldest.id < created.id && (await edit(asked, order, oldest.id))) {
                await remove(asked, order, created.id);
                return oldest;
            }
        }
    }
    catch (error) {
        // Ours stands; a second one, if there is one, goes with the next edit that finds both.
        octokit.log.debug(`Nobody could look for a second comment: ${error instanceof Error ? error.message : String(error)}`);
    }
    return created;
}
/** Resolves to false where the comment is gone. */
async function edit({ octokit, request }, { comment, thread }, id) {
    try {
        const { owner, repo } = thread;
        await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: comment.body, request });
        return true;
    }
    catch (error) {
        if (refusedWith(error) === 404) {
            return false;
        }
        throw error;
    }
}
/** A second comment of ours that stays is untidy, and no reason to fail. */
async function remove({ octokit, request }, { thread }, id) {
    try {
        await octokit.rest.issues.deleteComment({ owner: thread.owner, repo: thread.repo, comment_id: id, request });
    }
    catch (error) {
        octokit.log.debug(`Comment ${id} could not be deleted: ${error instanceof Error ? error.message : String(error)}`);
    }
}

;// CONCATENATED MODULE: ./lib/github/viewer.js
/**
 * The login of the token's own user, as REST shows it for an author: a person's, `github-actions[bot]`, another app's bot. REST tells it to
 * persons only; GraphQL's viewer is an installation's bot too. null where it does not answer: nobody is then taken for us by a guess.
 */
async function viewerLogin({ octokit, request }) {
    try {
        const { viewer } = await octokit.graphql("query { viewer { login } }", {
            request,
        });
        return viewer.login;
    }
    catch (error) {
        octokit.log.debug(`The token's own user is unknown: ${error instanceof Error ? error.message : String(error)}`);
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/github/create-github.js







/** GitHub, for one repository and token. Nothing is loaded or asked before the first call. */
function createGitHub(order) {
    const { log, repository } = order;
    const patience = { ...usualPatience, ...order.patience };
    const ask = createAsk({ token: order.token, apiUrl: order.apiUrl, log, patience });
    let viewer = null;
    const knownViewer = async (asked) => {
        viewer ??= await viewerLogin(asked);
        return viewer;
    };
    return {
        pullRequest: (number) => ask(`read pull request ${number}`, (asked) => pullRequestNow(asked, repository, number)),
        branchHead: (branch) => ask(`read branch ${branch}`, (asked) => branchHead(asked, repository, branch)),
        openPullRequestsOf: (branch) => ask(`list the open pull requests of branch ${branch}`, (asked) => openPullRequestsFrom(asked, repository, branch)),
        job: (id) => ask(`read job ${id}`, (asked) => jobNow(asked, repository, id)),
        upsertComment: (comment) => ask(`write the comment on pull request ${comment.pullRequest}`, (asked) => upsertStickyComment(asked, {
            thread: { owner: repository.owner, repo: repository.name, pullRequest: comment.pullRequest },
            comment,
            viewer: () => knownViewer(asked),
            listLagMs: patience.listLagMs,
        }), { writes: true }),
    };
}

;// CONCATENATED MODULE: ./lib/engine/install/no-space.js

/** Turns "no space left" (and a used-up quota) into a `Failure` that names the folder; anything else comes back as it is. */
function explainNoSpace(error, folder) {
    if (!(error instanceof Error) || !("code" in error) || (error.code !== "ENOSPC" && error.code !== "EDQUOT")) {
        return error;
    }
    return new failure/* Failure */.H({
        code: "no-space",
        message: `There is no space left for Pulumi in ${folder}.`,
        next: "Free about 1 GB there, or point STAGEWRIGHT_CACHE at a folder on a larger disk.",
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/engine/install/pinned.js
/** The one exact Pulumi release that this version of Stagewright installs where none is found. */
const pinnedVersion = "3.259.0";
/** The Node SDK that goes with it: dynamic resources are removed with it where the program is gone. */
const pinnedSdkVersion = "3.259.0";
/** Which Pulumi serves when neither the input `pulumi-version` nor the project says anything. */
const defaultRange = ">=3.200.0 <4";
/** Where Pulumi publishes its release archives (`pulumi-v<version>-<os>-<arch>.tar.gz`). */
const officialArchives = "https://get.pulumi.com/releases/sdk";
/** Where Pulumi publishes, for each release, the file with the SHA-256 of every archive. */
function officialChecksums(version) {
    return `https://github.com/pulumi/pulumi/releases/download/v${version}/${checksumsName(version)}`;
}
/** Name of a release's checksums file: lines of SHA-256 and archive name. */
function checksumsName(version) {
    return `pulumi-${version}-checksums.txt`;
}

;// CONCATENATED MODULE: ./lib/engine/install/place-folder.js


/** After this many milliseconds a folder that was never put in place belongs to a run that died. */
const abandonedMs = 24 * 60 * 60 * 1000;
/**
 * Fills a folder beside its place and renames it into place: whoever looks sees all of it or nothing. Of several that do so at once the
 * first one's stays and the others' are thrown away. Whatever is in the place without being complete is replaced.
 */
async function placeFolder(order) {
    const { target, fill, isComplete } = order;
    const parent = (0,external_node_path_.dirname)(target);
    await (0,promises_.mkdir)(parent, { recursive: true });
    const prefix = `.${(0,external_node_path_.basename)(target)}-`;
    await removeAbandoned(parent, prefix);
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(parent, prefix));
    const aside = `${folder}-aside`;
    try {
        await fill(folder);
        await (0,promises_.chmod)(folder, 0o755);
        if ((await renameIfFree(folder, target)) || (await isComplete(target))) {
            return;
        }
        await (0,promises_.rename)(target, aside);
        await renameIfFree(folder, target);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
        await (0,promises_.rm)(aside, { recursive: true, force: true });
    }
}
async function renameIfFree(from, to) {
    try {
        await (0,promises_.rename)(from, to);
        return true;
    }
    catch (error) {
        if (error instanceof Error && "code" in error && ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(String(error.code))) {
            return false;
        }
        throw error;
    }
}
async function removeAbandoned(parent, prefix) {
    for (const name of await (0,promises_.readdir)(parent)) {
        const path = (0,external_node_path_.join)(parent, name);
        const found = name.startsWith(prefix) ? await (0,promises_.stat)(path).catch(() => null) : null;
        if (found !== null && Date.now() - found.mtimeMs > abandonedMs) {
            await (0,promises_.rm)(path, { recursive: true, force: true });
        }
    }
}

;// CONCATENATED MODULE: ./lib/engine/install/fallback-sdk.js








/** Type of the resources whose provider is code in the program's language, kept in the state. */
const dynamicResourceType = "pulumi-nodejs:dynamic:Resource";
/** Where the Node SDK is kept beside the engine. */
function fallbackSdkFolder(cacheDirectory) {
    return (0,external_node_path_.join)(cacheDirectory, "sdk", `nodejs-${pinnedSdkVersion}`);
}
/**
 * Makes sure that the Node SDK is kept beside the engine, installed by npm from the registry that npm is configured for. To be called
 * before a removal without the program's `node_modules` whose state holds resources of `dynamicResourceType`; otherwise it is not needed.
 * No npm, and npm's own failures, are a `Failure` each.
 */
async function ensureFallbackSdk(order) {
    const target = fallbackSdkFolder(order.cacheDirectory);
    if (await holdsSdk(target)) {
        return;
    }
    order.log.info(`Installing @pulumi/pulumi ${pinnedSdkVersion}: the state holds dynamic resources and their program is gone`);
    try {
        await placeFolder({
            target,
            isComplete: holdsSdk,
            fill: (folder) => installSdk(folder, withNpm(order.environment, order.node ?? process.execPath)),
        });
    }
    catch (error) {
        throw explainNoSpace(error, order.cacheDirectory);
    }
}
async function holdsSdk(folder) {
    const entry = (0,external_node_path_.join)(folder, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
    return (await (0,promises_.stat)(entry).catch(() => null))?.isFile() === true;
}
async function installSdk(folder, environment) {
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, "package.json"), JSON.stringify({ private: true }));
    const args = [
        "install",
        `@pulumi/pulumi@${pinnedSdkVersion}`,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--omit=peer",
    ];
    try {
        await (0,external_node_util_.promisify)(external_node_child_process_.execFile)("npm", args, { cwd: folder, env: environment, timeout: 10 * 60_000 });
    }
    catch (error) {
        throw missing(error)
            ? new failure/* Failure */.H({
                code: "no-npm",
                message: "The state holds dynamic resources, whose provider needs Node's @pulumi/pulumi, and there is no npm to install it.",
                next: "Put Node with npm on PATH (actions/setup-node), or check the program out and install its packages before this step.",
                cause: error,
            })
            : new failure/* Failure */.H({
                code: "sdk-not-installed",
                message: `@pulumi/pulumi ${pinnedSdkVersion}, which the dynamic resources in the state need, could not be installed: ${lastWords(error)}`,
                next: "See that npm's registry can be reached, or check the program out and install its packages before this step.",
                cause: error,
            });
    }
}
function withNpm(environment, node) {
    const defined = Object.entries(environment).filter((entry) => entry[1] !== undefined);
    const path = [environment["PATH"] ?? "", (0,external_node_path_.dirname)(node)].filter((folder) => folder !== "").join(external_node_path_.delimiter);
    return { ...Object.fromEntries(defined), PATH: path };
}
function missing(error) {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === 127);
}
function lastWords(error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    return stderr === "" ? String(error) : stderr.split("\n").slice(-5).join("\n");
}

// EXTERNAL MODULE: ./node_modules/semver/index.js
var semver = __webpack_require__(2088);
;// CONCATENATED MODULE: ./lib/engine/install/on-path.js


/** Every program of that name on PATH, in order, as absolute paths (`name` without `.exe`). Relative PATH entries are left out. */
async function programsOnPath(name, environment) {
    const pathName = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
    const folders = (environment[pathName] ?? "").split(external_node_path_.delimiter).filter((folder) => (0,external_node_path_.isAbsolute)(folder));
    const file = process.platform === "win32" ? `${name}.exe` : name;
    const programs = [];
    for (const folder of new Set(folders)) {
        const program = (0,external_node_path_.join)(folder, file);
        if (await isProgram(program)) {
            programs.push(program);
        }
    }
    return programs;
}
/** Whether there is a file that may be executed. */
async function isProgram(path) {
    try {
        await (0,promises_.access)(path, promises_.constants.X_OK);
        return (await (0,promises_.stat)(path)).isFile();
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/engine/install/cache-layout.js




/** An engine in the cache folder: `<cache>/engine/<version>-<os>-<arch>/bin` holds its programs. The folder is there whole or not at all. */
function engineFolder(cacheDirectory, version, machine) {
    return (0,external_node_path_.join)(cacheDirectory, "engine", `${version}-${machine.os}-${machine.arch}`);
}
/** Where an engine's programs lie in its folder. */
function binFolder(folder) {
    return (0,external_node_path_.join)(folder, "bin");
}
/** Whether an engine's folder holds an engine. */
function holdsEngine(folder) {
    return isProgram((0,external_node_path_.join)(binFolder(folder), "pulumi"));
}
/** Versions for this kind of machine in the cache folder, newest first. */
async function cachedVersions(cacheDirectory, machine) {
    const suffix = `-${machine.os}-${machine.arch}`;
    const names = await (0,promises_.readdir)((0,external_node_path_.join)(cacheDirectory, "engine")).catch(() => []);
    return names
        .filter((name) => name.endsWith(suffix))
        .map((name) => name.slice(0, -suffix.length))
        .filter((version) => semver.valid(version) === version)
        .sort(semver.rcompare);
}

;// CONCATENATED MODULE: ./lib/engine/install/checksums.js
/**
 * Finds an archive's SHA-256 in a release's checksums file (lines of 64 hexadecimal digits, spaces, perhaps `*`, and the name); null when it
 * is not listed.
 */
function checksumOf(archive, checksums) {
    for (const line of checksums.split("\n")) {
        const match = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/iu.exec(line);
        if (match?.[2] === archive) {
            return match[1]?.toLowerCase() ?? null;
        }
    }
    return null;
}

// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(8321);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./lib/engine/install/open-url.js


/** Nothing came for too long. */
class SilenceError extends Error {
}
const mostRedirects = 5;
/**
 * Opens a web address and resolves to its answer, whatever its status, after redirects (GitHub's downloads are one). Rejects with
 * `SilenceError` or the network's own error. The same holds while the body is read: it ends with an error when it is cut or falls silent.
 */
async function openUrl(url, connection) {
    let current = new URL(url);
    for (let redirects = 0;; redirects += 1) {
        const response = await request(current, connection);
        const location = response.headers.location;
        const redirected = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) && location !== undefined;
        if (!redirected) {
            return response;
        }
        response.destroy();
        const next = new URL(location, current);
        if (redirects === mostRedirects || (current.protocol === "https:" && next.protocol !== "https:")) {
            throw new Error(`${current.href} leads on to ${next.href}, which is not followed`);
        }
        current = next;
    }
}
function request(url, { environment, signal, silenceMs }) {
    const secure = url.protocol === "https:";
    const agent = new (secure ? external_node_https_.Agent : external_node_http_.Agent)({ proxyEnv: environment });
    const options = { agent, timeout: silenceMs, headers: { "user-agent": "stagewright" }, ...(signal && { signal }) };
    return new Promise((resolve, reject) => {
        const sent = (secure ? external_node_https_.get : external_node_http_.get)(url, options);
        let answer = null;
        sent.on("timeout", () => {
            const silence = new SilenceError(`no byte for ${silenceMs / 1000} s`);
            (answer ?? sent).destroy(silence);
        });
        sent.on("response", (response) => {
            answer = response;
            resolve(response);
        });
        sent.on("error", reject);
    });
}

;// CONCATENATED MODULE: ./lib/engine/install/download.js









/** Fetches a small text. Fails as `downloadFile` does. */
function downloadText(url, connection) {
    return withRetries(url, connection, (response) => (0,consumers_.text)(response));
}
/**
 * Fetches a file, whole, and resolves to its SHA-256. An HTTP error, a cut or stalled download, a full disk and an unreachable server are
 * one `Failure` each; what may pass by itself is tried again first.
 */
function downloadFile(url, to, connection) {
    return withRetries(url, connection, async (response) => {
        const hash = (0,external_node_crypto_.createHash)("sha256");
        let bytes = 0;
        async function* counted(chunks) {
            for await (const chunk of chunks) {
                bytes += chunk.length;
                hash.update(chunk);
                yield chunk;
            }
        }
        try {
            await (0,external_node_stream_promises_.pipeline)(response, counted, (0,external_node_fs_.createWriteStream)(to));
        }
        catch (error) {
            throw explainNoSpace(error, (0,external_node_path_.dirname)(to));
        }
        const promised = response.headers["content-length"];
        if (promised !== undefined && bytes !== Number(promised)) {
            throw cut(url, `${bytes} of ${promised} bytes`);
        }
        return { sha256: hash.digest("hex") };
    });
}
/** The server answered, but not with the file. */
class RefusedError extends Error {
    status;
    constructor(status) {
        super(`the server answered ${status}`);
        this.status = status;
    }
}
async function withRetries(url, connection, read) {
    for (let attempt = 0;; attempt += 1) {
        try {
            const response = await openUrl(url, connection);
            if (response.statusCode !== 200) {
                response.destroy();
                throw new RefusedError(response.statusCode ?? 0);
            }
            return await read(response);
        }
        catch (error) {
            if (!mayPass(error) || attempt >= connection.retries || connection.signal?.aborted === true) {
                throw download_explained(url, error);
            }
            await (0,external_node_timers_promises_.setTimeout)(connection.pauseMs * (attempt + 1));
        }
    }
}
function mayPass(error) {
    if (error instanceof RefusedError) {
        return error.status >= 500 || error.status === 429;
    }
    return !(error instanceof failure/* Failure */.H) || error.code === "download-cut";
}
const next = "Run again. Where Pulumi's servers cannot be reached, install Pulumi beforehand or give a mirror by the input `pulumi-mirror`.";
function download_explained(url, error) {
    if (error instanceof failure/* Failure */.H) {
        return error;
    }
    if (error instanceof SilenceError) {
        const message = `The download of ${url} stalled: ${error.message}.`;
        return new failure/* Failure */.H({ code: "download-stalled", message, next, cause: error });
    }
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
        return cut(url, "the connection ended before the file did", error);
    }
    // A name with several addresses fails with an error whose own message is empty.
    const how = error instanceof Error ? error.message || code : String(error);
    return new failure/* Failure */.H({ code: "download-failed", message: `${url} could not be fetched: ${how}.`, next, cause: error });
}
function cut(url, how, cause) {
    return new failure/* Failure */.H({ code: "download-cut", message: `Only a part of ${url} came: ${how}.`, next, cause });
}

;// CONCATENATED MODULE: ./lib/engine/install/program-version.js



/** What `pulumi version` needs to run: no token, no input. */
const needed = ["PATH", "Path", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "SystemRoot", "PULUMI_HOME"];
/**
 * Asks a Pulumi program for its version (`v3.259.0` on its standard output): one process, about 0.15 s. Rejects when it does not start, does
 * not answer within `timeoutMs`, or answers something else.
 */
async function askVersion(command, environment, timeoutMs = 30_000) {
    const given = Object.fromEntries(needed.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));
    const { stdout } = await (0,external_node_util_.promisify)(external_node_child_process_.execFile)(command, ["version"], {
        env: { ...given, PULUMI_SKIP_UPDATE_CHECK: "1" },
        timeout: timeoutMs,
        killSignal: "SIGKILL",
    });
    const version = semver.valid(stdout.trim());
    if (version === null) {
        throw new Error(`\`${command} version\` answered ${JSON.stringify(stdout.slice(0, 200))}`);
    }
    return version;
}

;// CONCATENATED MODULE: ./lib/engine/install/unpack.js





/**
 * Unpacks a release archive (one folder that holds the programs) into `folder` and brings it to the disk: a machine that loses power must
 * not find the folder in place and its files empty. What cannot be unpacked, or holds no Pulumi, is a `Failure`.
 */
async function unpackArchive(archive, folder) {
    // Loaded only where it is needed: most runs find an engine that is there.
    const { extract } = await __webpack_require__.e(/* import() */ 697).then(__webpack_require__.bind(__webpack_require__, 8697));
    try {
        await extract({ file: archive, cwd: folder, strip: 1, strict: true });
        await syncFiles(folder);
    }
    catch (error) {
        const known = explainNoSpace(error, folder);
        throw known instanceof failure/* Failure */.H ? known : broken(error instanceof Error ? error.message : String(error), error);
    }
    if (!(await isProgram((0,external_node_path_.join)(folder, "pulumi")))) {
        throw broken("it holds no program `pulumi`", undefined);
    }
}
async function syncFiles(folder) {
    for (const entry of await (0,promises_.readdir)(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) {
            const file = await (0,promises_.open)((0,external_node_path_.join)(entry.parentPath, entry.name), "r");
            try {
                await file.sync();
            }
            finally {
                await file.close();
            }
        }
    }
}
function broken(how, cause) {
    return new failure/* Failure */.H({
        code: "unpack-failed",
        message: `Pulumi's archive cannot be unpacked: ${how}.`,
        next: "The archive is as its checksums file says, so it is broken where it was published: try another `pulumi-mirror`, or install Pulumi beforehand.",
        cause,
    });
}

;// CONCATENATED MODULE: ./lib/engine/install/install-pulumi.js











/**
 * Installs the pinned Pulumi release into the cache folder and resolves to its folder: downloaded, compared with the release's checksums,
 * unpacked, started once, and only then put in place. Every way this can fail is a `Failure` and leaves nothing that is used later.
 */
async function installPulumi(order) {
    const { machine, log, connection } = order;
    const target = engineFolder(order.cacheDirectory, pinnedVersion, machine);
    const name = `pulumi-v${pinnedVersion}-${machine.os}-${machine.arch}.tar.gz`;
    const url = `${baseUrl(order.mirror ?? officialArchives)}/${name}`;
    const checksumsUrl = order.mirror === null
        ? officialChecksums(pinnedVersion)
        : `${baseUrl(order.mirror)}/${checksumsName(pinnedVersion)}`;
    log.info(`Pulumi ${pinnedVersion} is not here yet: downloading ${url}`);
    try {
        await placeFolder({
            target,
            isComplete: holdsEngine,
            fill: async (folder) => {
                const expected = checksumOf(name, await downloadText(checksumsUrl, connection));
                if (expected === null) {
                    throw noChecksum(name, checksumsUrl);
                }
                const archive = (0,external_node_path_.join)(folder, name);
                const { sha256 } = await downloadFile(url, archive, connection);
                if (sha256 !== expected) {
                    throw wrongChecksum(url, { expected, sha256 });
                }
                await (0,promises_.mkdir)(binFolder(folder));
                await unpackArchive(archive, binFolder(folder));
                await (0,promises_.rm)(archive);
                await mustRun((0,external_node_path_.join)(binFolder(folder), "pulumi"), connection.environment);
            },
        });
    }
    catch (error) {
        throw explainNoSpace(error, order.cacheDirectory);
    }
    log.info(`Pulumi ${pinnedVersion} is installed and verified`);
    return target;
}
function baseUrl(given) {
    const base = URL.parse(given);
    if (base === null || (base.protocol !== "https:" && base.protocol !== "http:")) {
        throw new failure/* Failure */.H({
            code: "bad-mirror",
            message: `The input \`pulumi-mirror\` is ${JSON.stringify(given)}, which is not a web address.`,
            next: "Give the base URL under which the archives lie, such as https://mirror.example.com/pulumi.",
        });
    }
    return given.replace(/\/+$/u, "");
}
function noChecksum(name, url) {
    return new failure/* Failure */.H({
        code: "no-checksum",
        message: `${url} has no SHA-256 for ${name}.`,
        next: "The mirror must hold the checksums file of the same Pulumi release, unchanged.",
    });
}
function wrongChecksum(url, sums) {
    return new failure/* Failure */.H({
        code: "wrong-checksum",
        message: `${url} is not the archive that its release names: SHA-256 ${sums.sha256} came, ${sums.expected} was expected. It was thrown away.`,
        next: "Run again; if it stays so, do not trust the server or mirror that it came from.",
    });
}
async function mustRun(program, environment) {
    let found;
    try {
        found = await askVersion(program, environment);
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "engine-does-not-run",
            message: `The Pulumi that was downloaded does not run on this machine: ${cause instanceof Error ? cause.message : String(cause)}`,
            next: "Check that programs may be run from the cache folder, or install Pulumi beforehand.",
            cause,
        });
    }
    if (found !== pinnedVersion) {
        throw new failure/* Failure */.H({
            code: "wrong-archive",
            message: `The archive of Pulumi ${pinnedVersion} holds Pulumi ${found}.`,
            next: "The mirror serves something else under that name: correct it.",
        });
    }
}

;// CONCATENATED MODULE: ./lib/engine/install/machine.js

/**
 * The kind of machine, from Node's `process.platform` and `process.arch`. One that has no archive which this version can unpack (Windows'
 * are zip files) is a `Failure`; a Pulumi that somebody installed there is found all the same.
 */
function machineOf(platform, arch) {
    if ((platform === "linux" || platform === "darwin") && (arch === "x64" || arch === "arm64")) {
        return { os: platform, arch };
    }
    throw new failure/* Failure */.H({
        code: "unsupported-machine",
        message: `Stagewright cannot install Pulumi on ${platform} (${arch}) by itself yet: only on Linux and macOS, x64 and arm64.`,
        next: "Install Pulumi in a step before this one; it is found on PATH, or by the input `pulumi-path`.",
    });
}

;// CONCATENATED MODULE: ./lib/engine/install/version-memo.js






const memoSchema = schemas/* strictObject */.rej({ path: schemas/* string */.YjP(), size: schemas/* number */.aig(), mtimeMs: schemas/* number */.aig(), version: schemas/* string */.YjP() });
/** Below this many bytes it is a version manager's shim, which may start another Pulumi tomorrow or in another folder. */
const smallestProgram = 1024 * 1024;
/**
 * The version of a Pulumi program, from a note in the cache folder when the same file (real path, size, time of change) was asked before,
 * so that a second run needs no process. Rejects as `askVersion` does; a note that cannot be read or written only costs time.
 */
async function versionOf(order) {
    const path = await (0,promises_.realpath)(order.command);
    const { size, mtimeMs } = await (0,promises_.stat)(path);
    if (size < smallestProgram || !/^pulumi(?:\.exe)?$/u.test((0,external_node_path_.basename)(path))) {
        return askVersion(order.command, order.environment);
    }
    const folder = (0,external_node_path_.join)(order.cacheDirectory, "engine", "known");
    const note = (0,external_node_path_.join)(folder, `${(0,external_node_crypto_.createHash)("sha256").update(path).digest("hex").slice(0, 32)}.json`);
    const known = await readNote(note);
    if (known?.path === path &&
        known.size === size &&
        known.mtimeMs === mtimeMs &&
        semver.valid(known.version) !== null) {
        return known.version;
    }
    const version = await askVersion(order.command, order.environment);
    await writeNote(note, { path, size, mtimeMs, version }).catch(() => undefined);
    return version;
}
async function readNote(note) {
    try {
        return memoSchema.parse(JSON.parse(await (0,promises_.readFile)(note, "utf8")));
    }
    catch {
        return null;
    }
}
async function writeNote(note, known) {
    await (0,promises_.mkdir)((0,external_node_path_.join)(note, ".."), { recursive: true });
    const temporary = `${note}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    try {
        await (0,promises_.writeFile)(temporary, JSON.stringify(known));
        await (0,promises_.rename)(temporary, note);
    }
    finally {
        await (0,promises_.rm)(temporary, { force: true });
    }
}

;// CONCATENATED MODULE: ./lib/engine/install/version-range.js


/**
 * Reads a range in npm's notation or in Pulumi's own (`requiredPulumiVersion`: https://pkg.go.dev/github.com/blang/semver#ParseRange),
 * which adds `==`, `!=1.2.3` and `!1.2.3`. Prereleases are compared by their order alone, as Pulumi does. A range that is neither is a
 * `Failure` that names `source`.
 */
function parseRange(text, source) {
    const alternatives = text.split("||").map((alternative) => {
        const excluded = [...alternative.matchAll(/(?<![^\s,])!=?\s*(\S+)/gu)].map((match) => (match[1] ?? "").replace(/^v/u, ""));
        const rest = alternative
            .replaceAll(/(?<![^\s,])!=?\s*\S+/gu, " ")
            .replaceAll("==", "=")
            .replaceAll(",", " ");
        if (semver.validRange(rest) === null || excluded.some((version) => semver.valid(version) === null)) {
            throw new failure/* Failure */.H({
                code: "bad-version-range",
                message: `${source} is ${JSON.stringify(text)}, which is not a range of versions.`,
                next: "Write it like `>=3.200.0 <4`, `^3.250.0` or `3.259.0`.",
            });
        }
        return { rest, excluded };
    });
    return {
        text,
        source,
        includes: (version) => alternatives.some(({ rest, excluded }) => semver.satisfies(version, rest, { includePrerelease: true }) &&
            !excluded.some((other) => semver.eq(version, other))),
    };
}

;// CONCATENATED MODULE: ./lib/engine/install/find-pulumi.js









const find_pulumi_defaultPatience = { silenceMs: 30_000, retries: 2, pauseMs: 1000 };
/**
 * Finds Pulumi: the given path; else PATH, if it satisfies the wanted range; else the cache folder; else it installs the pinned release
 * there. Only the last uses the network. What cannot be had is a `Failure`.
 */
async function findPulumi(order) {
    const range = wantedRange(order);
    return (await atPath(order, range)) ?? (await onPath(order, range)) ?? (await cachedOrInstalled(order, range));
}
function wantedRange({ version, requiredVersion }) {
    if (version !== null) {
        return parseRange(version, "The input `pulumi-version`");
    }
    return requiredVersion === null
        ? parseRange(defaultRange, "The range that Stagewright supports")
        : parseRange(requiredVersion, "The project's `requiredPulumiVersion`");
}
async function atPath(order, range) {
    if (order.path === null) {
        return null;
    }
    const command = (0,external_node_path_.resolve)(order.path);
    const unusable = (how, cause) => new failure/* Failure */.H({
        code: "bad-pulumi-path",
        message: `The input \`pulumi-path\` is ${command}: ${how}`,
        next: "Point it at the program `pulumi` itself, or leave it out.",
        cause,
    });
    if (!(await isProgram(command))) {
        throw unusable("there is no program that may be run.");
    }
    const version = await versionOf({ ...order, command }).catch((error) => {
        throw unusable(`it does not tell its version: ${error instanceof Error ? error.message : String(error)}`, error);
    });
    if (!range.includes(version)) {
        order.log.warning(`Pulumi ${version} at ${command} is used as told. ${range.source} is ${range.text}.`);
    }
    return { command, version, binDirectory: (0,external_node_path_.dirname)(command), origin: "path" };
}
async function onPath(order, range) {
    for (const command of await programsOnPath("pulumi", order.environment)) {
        const version = await versionOf({ ...order, command }).catch((error) => {
            order.log.warning(`${command} does not tell its version: ${error instanceof Error ? error.message : String(error)}`);
            return null;
        });
        if (version !== null && range.includes(version)) {
            return { command, version, binDirectory: (0,external_node_path_.dirname)(command), origin: "PATH" };
        }
        if (version !== null) {
            order.log.info(`Pulumi ${version} at ${command} is passed over. ${range.source} is ${range.text}.`);
        }
    }
    return null;
}
/** The pinned version wherever the range allows it, so that all machines come to the same; else the newest that is in the cache. */
async function cachedOrInstalled(order, range) {
    const machine = machineOf(process.platform, process.arch);
    const pinned = range.includes(pinnedVersion);
    const versions = pinned ? [pinnedVersion] : await cachedVersions(order.cacheDirectory, machine);
    for (const version of versions.filter((candidate) => range.includes(candidate))) {
        const folder = engineFolder(order.cacheDirectory, version, machine);
        if (await holdsEngine(folder)) {
            return found(folder, version, "cache");
        }
    }
    if (!pinned) {
        throw new failure/* Failure */.H({
            code: "no-pulumi-in-range",
            message: `${range.source} is ${range.text}. No such Pulumi is on PATH or in the cache, and this version of Stagewright installs ${pinnedVersion} only.`,
            next: "Widen the range, install a Pulumi that satisfies it in a step before this one, or use another release of Stagewright.",
        });
    }
    return found(await install(order, machine), pinnedVersion, "download");
}
function install(order, machine) {
    const { cacheDirectory, mirror, log, environment, signal } = order;
    const connection = { ...(order.patience ?? find_pulumi_defaultPatience), environment, ...(signal && { signal }) };
    return installPulumi({ machine, cacheDirectory, mirror, log, connection });
}
function found(folder, version, origin) {
    return { command: (0,external_node_path_.join)(binFolder(folder), "pulumi"), version, binDirectory: binFolder(folder), origin };
}

;// CONCATENATED MODULE: ./lib/engine/install/launcher.js






const launcher_name = "pulumi-resource-pulumi-nodejs";
/**
 * Makes sure that the cache folder holds a launcher of dynamic providers and resolves to the folder to put first on PATH. Pulumi's own
 * launcher needs `@pulumi/pulumi` in the program's folder; this one falls back to the SDK of `ensureFallbackSdk`, so that a stage can be
 * removed where the program is gone. null on Windows, where Pulumi's own is used.
 */
async function ensureLauncher(order) {
    if (process.platform === "win32") {
        return null;
    }
    const texts = [script(fallbackSdkFolder(order.cacheDirectory)), order.node];
    const hash = (0,external_node_crypto_.createHash)("sha256").update(texts.join("\0")).digest("hex").slice(0, 12);
    const target = (0,external_node_path_.join)(order.cacheDirectory, "launcher", hash);
    const isComplete = (folder) => isProgram((0,external_node_path_.join)(folder, launcher_name));
    if (!(await isComplete(target))) {
        await placeFolder({
            target,
            isComplete,
            fill: async (folder) => {
                await (0,promises_.writeFile)((0,external_node_path_.join)(folder, "dynamic-provider.cjs"), script(fallbackSdkFolder(order.cacheDirectory)));
                await (0,promises_.writeFile)((0,external_node_path_.join)(folder, launcher_name), starter((0,external_node_path_.join)(target, "dynamic-provider.cjs"), order.node));
                await (0,promises_.chmod)((0,external_node_path_.join)(folder, launcher_name), 0o755);
            },
        });
    }
    return target;
}
/** The program's own Node goes first: its SDK was installed for that. */
function starter(scriptPath, node) {
    return `#!/bin/sh
if command -v node >/dev/null 2>&1; then
  exec node ${quoted(scriptPath)} "$@"
fi
exec ${quoted(node)} ${quoted(scriptPath)} "$@"
`;
}
function quoted(text) {
    return `'${text.replaceAll("'", String.raw `'\''`)}'`;
}
/** The engine starts it in the program's folder. */
function script(sdkFolder) {
    return `"use strict";
const { createRequire } = require("node:module");
const { join } = require("node:path");
const entry = "@pulumi/pulumi/cmd/dynamic-provider";
for (const folder of [process.cwd(), ${JSON.stringify(sdkFolder)}]) {
  const requireFrom = createRequire(join(folder, "program.js"));
  let found = null;
  try {
    found = requireFrom.resolve(entry);
  } catch {}
  if (found !== null) {
    process.argv[1] = found;
    requireFrom(found);
    return;
  }
}
process.stderr.write("@pulumi/pulumi is neither in the program's folder nor beside the engine.\\n");
process.exit(1);
`;
}

;// CONCATENATED MODULE: ./lib/entry/find-tools.js





/** The engine for this run, found or installed, with the environment that its processes get. */
async function findTools(given, project) {
    const { inputs, runner, environment, log, signal } = given;
    const { cacheDirectory } = runner;
    const [found, launcher] = await Promise.all([
        findPulumi({
            path: inputs["pulumi-path"],
            version: inputs["pulumi-version"],
            requiredVersion: project?.requiredPulumiVersion ?? null,
            mirror: inputs["pulumi-mirror"],
            cacheDirectory,
            environment,
            log,
            signal,
        }),
        ensureLauncher({ cacheDirectory, node: process.execPath }),
    ]);
    log.info(`Pulumi ${found.version} (${found.origin === "download" ? "installed" : found.origin}): ${found.command}`);
    return {
        command: found.command,
        version: found.version,
        environment: engineEnvironment({
            base: environment,
            passEnv: inputs["pass-env"],
            token: inputs.token,
            path: [...(launcher === null ? [] : [launcher]), found.binDirectory],
        }),
        passEnv: inputs["pass-env"],
        temporaryDirectory: runner.temporaryDirectory,
        patience: { ...defaultPatience, inactivityMs: inputs["inactivity-limit"] * 60_000 },
        ensureDynamicSdk: () => ensureFallbackSdk({ cacheDirectory, environment, log }),
    };
}

;// CONCATENATED MODULE: ./lib/engine/pulumi/ask-pulumi.js

/** More than any state that Pulumi's own backends can still work with. */
const wholeOutput = 1024 ** 3;
/** A question has no long operation to wait for. In milliseconds. */
const patience = { inactivityMs: 120_000, busyMs: 120_000, politeMs: 5000, firmMs: 5000 };
/**
 * Runs a Pulumi command that only asks or keeps house (`stack export`, `stack tag ls`); resolves however it ended, to its whole output.
 * `environment` is added to the engine's own, and `cwd` is a folder of ours that nobody else can read. A cancelled run still asks: how it
 * ended is to be put on record.
 */
function askPulumi(tools, args, at) {
    return runProcess({
        command: tools.command,
        args,
        cwd: at.cwd,
        environment: { ...tools.environment, ...at.environment },
        outputFolder: at.cwd,
        signal: new AbortController().signal,
        patience,
        keptBytes: wholeOutput,
    });
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/home/objects/s3-address.js

const algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];
const options = ["region", "endpoint", "path-style", "sse", "sse-key"];
/**
 * Reads `s3://BUCKET/PREFIX?region=…&endpoint=…&path-style=true&sse=…&sse-key=…`; anything that it does not understand is a `Failure`,
 * so that no option is ever ignored. With an endpoint of its own, path style is the default.
 */
function parseS3Address(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || url.protocol !== "s3:" || url.username !== "" || url.password !== "" || url.hash !== "") {
        throw refused("it is not of the form s3://BUCKET/PREFIX?option=value");
    }
    const bucket = url.host;
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket)) {
        throw refused(`${JSON.stringify(bucket)} cannot be the name of a bucket`);
    }
    const given = readOptions(url.searchParams);
    const endpoint = given.get("endpoint") ?? null;
    if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
        throw refused(`its endpoint ${JSON.stringify(endpoint)} is not a URL with http:// or https://`);
    }
    return {
        bucket,
        prefix: readPrefix(url.pathname),
        region: given.get("region") ?? null,
        endpoint,
        pathStyle: readPathStyle(given.get("path-style"), endpoint !== null),
        encryption: readEncryption(given),
    };
}
function readOptions(parameters) {
    const given = new Map();
    for (const [name, value] of parameters) {
        const option = options.find((known) => known === name);
        if (option === undefined) {
            throw refused(`there is no option ${JSON.stringify(name)}`);
        }
        if (value === "" || given.has(option)) {
            throw refused(`its option ${option} ${value === "" ? "has no value" : "is given twice"}`);
        }
        given.set(option, value);
    }
    return given;
}
function readPrefix(pathname) {
    let prefix;
    try {
        prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
    }
    catch {
        throw refused("its path is not properly encoded");
    }
    if (prefix.split("/").some((part) => part === "." || part === ".." || (part === "" && prefix !== ""))) {
        throw refused(`${JSON.stringify(prefix)} cannot be a prefix`);
    }
    return prefix;
}
function readPathStyle(value, usual) {
    if (value !== undefined && value !== "true" && value !== "false") {
        throw refused("its option path-style is neither true nor false");
    }
    return value === undefined ? usual : value === "true";
}
function readEncryption(given) {
    const sse = given.get("sse");
    const key = given.get("sse-key") ?? null;
    const algorithm = algorithms.find((known) => known === sse);
    if (sse !== undefined && algorithm === undefined) {
        throw refused(`its option sse is none of ${algorithms.join(", ")}`);
    }
    if (key !== null && (algorithm === undefined || algorithm === "AES256")) {
        throw refused("sse-key needs sse=aws:kms or sse=aws:kms:dsse");
    }
    return algorithm === undefined ? null : { algorithm, key };
}
/** The address itself is not repeated: somebody may have put a password into it. */
function refused(why) {
    return new failure/* Failure */.H({
        code: "bad-home",
        message: `The home's s3:// address cannot be used: ${why}.`,
        next: `Write s3://BUCKET/PREFIX, and after a question mark what you need of ${options.join(", ")}, for example s3://shop-state/app?region=eu-west-1. Credentials come from the environment.`,
    });
}

;// CONCATENATED MODULE: ./lib/home/address.js




/**
 * Reads `s3://…` (`parseS3Address`), `backend`, `local` or `local:FOLDER` (absolute, or below `~/`); anything else is a `Failure` that says
 * what it may be.
 */
function parseHomeAddress(text) {
    const address = text.trim();
    if (address === "backend") {
        return { kind: "backend" };
    }
    if (address === "local") {
        return { kind: "local", directory: null };
    }
    if (address.startsWith("s3://")) {
        return { kind: "s3", address: parseS3Address(address) };
    }
    if (address.startsWith("local:")) {
        return { kind: "local", directory: toFolder(address.slice("local:".length).trim(), text) };
    }
    const isUrl = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address);
    throw new failure/* Failure */.H({
        code: "bad-home",
        message: isUrl ? "The home is given as a URL that is none of s3://." : `${JSON.stringify(text)} is not a home.`,
        next: isUrl
            ? "To use a Pulumi backend, take home `backend` and put the URL into PULUMI_BACKEND_URL or into `backend.url` of Pulumi.yaml."
            : "Use `s3://bucket/prefix`, `backend` (the project's own Pulumi backend), `local`, or `local:` and an absolute folder.",
    });
}
function toFolder(folder, text) {
    if (folder === "~" || folder.startsWith("~/")) {
        return (0,external_node_path_.join)((0,external_node_os_.homedir)(), folder.slice(1));
    }
    if ((0,external_node_path_.isAbsolute)(folder)) {
        return (0,external_node_path_.normalize)(folder);
    }
    throw new failure/* Failure */.H({
        code: "bad-home",
        message: `The home ${JSON.stringify(text)} does not name an absolute folder.`,
        next: "State must survive the job, so it may not lie in the workspace, which is emptied at each checkout: give an absolute folder (`local:/srv/stagewright`), one below `~/`, or `local` alone for the default.",
    });
}
/**
 * The folder of home `local` when none is named: `STAGEWRIGHT_HOME`, else `stagewright` in the user's folder for state
 * (`XDG_STATE_HOME`, `~/.local/state`), which outlives the job and the workspace on a self-hosted runner. Variables that are not
 * absolute are ignored, as the XDG Base Directory Specification asks.
 */
function defaultHomeDirectory(environment) {
    const given = environment["STAGEWRIGHT_HOME"];
    if (given !== undefined && given !== "") {
        return toFolder(given, `STAGEWRIGHT_HOME=${given}`);
    }
    const base = environment["XDG_STATE_HOME"];
    const state = base !== undefined && (0,external_node_path_.isAbsolute)(base) ? base : (0,external_node_path_.join)((0,external_node_os_.homedir)(), ".local", "state");
    return (0,external_node_path_.join)(state, "stagewright");
}
/** Refuses home `local` where the folder dies with the machine, unless that is what was asked for: a stage whose state is gone cannot be removed. */
function refuseThrowaway(address, asked) {
    if (address.kind !== "local" || asked.runner !== "github-hosted" || asked.throwaway) {
        return;
    }
    throw new failure/* Failure */.H({
        code: "throwaway-home",
        message: "Home `local` keeps the state in a folder of this machine, and a GitHub-hosted runner is thrown away after the job: the next run would know nothing of what this one made, and could neither update nor remove it.",
        next: "Use home `s3://bucket/prefix`, home `backend` with PULUMI_BACKEND_URL (`gs://…`, `azblob://…` or Pulumi Cloud), or a self-hosted runner; if losing the state is what you want, set `throwaway: true`.",
    });
}

;// CONCATENATED MODULE: ./lib/home/backend-address.js


/**
 * Which backend Pulumi takes for a project: PULUMI_BACKEND_URL, else `backend.url` of Pulumi.yaml, else what `pulumi login` noted, or
 * Pulumi Cloud with an access token (workspace/creds.go and httpstate of Pulumi 3.259.0). A relative `file://` means the project's folder.
 */
function findBackend(given) {
    const named = given.environment["PULUMI_BACKEND_URL"] || given.projectUrl;
    if (named) {
        const url = withAbsoluteFolder(named, given.directory);
        const isCloud = /^https?:\/\//iu.test(url);
        return { url, kind: isCloud ? "cloud" : "storage", where: withoutCredentials(url) };
    }
    if (given.environment["PULUMI_ACCESS_TOKEN"]) {
        return { url: null, kind: "cloud", where: "Pulumi Cloud" };
    }
    return { url: null, kind: "unknown", where: "the backend that Pulumi is logged in to" };
}
const filePrefix = "file://";
function withAbsoluteFolder(url, directory) {
    if (!url.startsWith(filePrefix)) {
        return url;
    }
    const [path = "", ...query] = url.slice(filePrefix.length).split("?");
    if ((0,external_node_path_.isAbsolute)(path) || path.startsWith("~")) {
        return url;
    }
    if (directory !== null) {
        return [filePrefix + (0,external_node_path_.join)(directory, path), ...query].join("?");
    }
    throw new failure/* Failure */.H({
        code: "relative-backend",
        message: `The backend ${url} is a folder relative to the project, and there is no checkout.`,
        next: "Name an absolute folder in PULUMI_BACKEND_URL, or check the repository out before this step.",
    });
}
/** A backend's address as people may see it: without user, password and query, in which some stores take their keys. */
function withoutCredentials(url) {
    const [address = ""] = url.split(/[?#]/u);
    return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, "$1");
}
/** Whether stacks there have tags, in which records can be kept: in storage since Pulumi 3.211.0 (pulumi/pulumi#19882), in Pulumi Cloud always. */
function keepsTags(kind, engineVersion) {
    const [major = 0, minor = 0] = engineVersion.replace(/^v/u, "").split(".").map(Number);
    return kind === "cloud" || major > 3 || (major === 3 && minor >= 211);
}

;// CONCATENATED MODULE: ./lib/home/key.js

/** What Pulumi allows in the name of a project and of a stack: also what is safe as the name of a file. */
const key_name = /^[A-Za-z0-9_.-]{1,100}$/u;
/** Refuses names that Pulumi would not take, or that would lead out of the home's folders. */
function checkKey(key) {
    for (const [what, text] of Object.entries({ app: key.app, stage: key.stage })) {
        if (!key_name.test(text) || text === "." || text === "..") {
            throw new failure/* Failure */.H({
                code: "bad-name",
                message: `${JSON.stringify(text)} cannot be the name of ${what === "app" ? "an app" : "a stage"}.`,
                next: "A name has 1 to 100 letters, digits, hyphens, underscores and periods, and is not made of periods alone.",
            });
        }
    }
}

;// CONCATENATED MODULE: ./lib/home/backend-stacks.js
var backend_stacks_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var backend_stacks_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});








function createBackendStacks(given) {
    const run = async (folder, command) => {
        const { words, flags = [], operands = [] } = command;
        // An operand may begin like a flag.
        const args = [...words.split(" "), ...flags, "--non-interactive", "--color", "never", "--", ...operands];
        const end = await given.pulumi(args, { cwd: folder, environment: given.environment });
        return { ...end, words, missing: end.code !== 0 && /no stack named .* found/u.test(end.stderr) };
    };
    const expectSuccess = (end) => {
        if (end.code === 0) {
            return end.stdout;
        }
        throw failureOf(end, given.where);
    };
    /** Runs commands on one stack, in a folder that holds nothing but the name of its project. */
    const onStack = async (key, act) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            checkKey(key);
            const folder = backend_stacks_addDisposableResource(env_1, await makeProject(given.temporaryDirectory, key.app), true);
            const stack = ({ flags = [], ...command }) => run(folder.path, { ...command, flags: ["--stack", key.stage, ...flags] });
            return await act(stack, folder.path);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = backend_stacks_disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    };
    return {
        tags: (key) => onStack(key, async (stack) => {
            const end = await stack({ words: "stack tag ls", flags: ["--json"] });
            return end.missing ? null : tagsSchema.parse(JSON.parse(expectSuccess(end)));
        }),
        setTag: (key, tag) => onStack(key, async (stack) => {
            const end = await stack({ words: "stack tag set", operands: [tag.name, tag.value] });
            return end.missing ? false : (expectSuccess(end), true);
        }),
        removeTag: (key, name) => onStack(key, async (stack) => {
            const end = await stack({ words: "stack tag rm", operands: [name] });
            if (!end.missing) {
                expectSuccess(end);
            }
        }),
        withTag: async (name, app) => {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const folder = backend_stacks_addDisposableResource(env_2, await makeProject(given.temporaryDirectory, app ?? "stagewright"), true);
                const which = app === null ? ["--all"] : ["--project", app];
                const flags = [...which, "--tag", name, "--json", "--fully-qualify-stack-names"];
                const listed = expectSuccess(await run(folder.path, { words: "stack ls", flags }));
                return stacksSchema.parse(JSON.parse(listed)).map((stack) => keyOf(stack.name, given.where));
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                const result_2 = backend_stacks_disposeResources(env_2);
                if (result_2)
                    await result_2;
            }
        },
        exported: (key) => onStack(key, async (stack, folder) => {
            const file = (0,external_node_path_.join)(folder, "state.json");
            const end = await stack({ words: "stack export", flags: ["--file", file] });
            return end.missing ? null : (expectSuccess(end), (0,promises_.readFile)(file, "utf8"));
        }),
        make: (key, configFile) => onStack(key, async (stack, folder) => {
            if (configFile !== null) {
                await (0,promises_.copyFile)(configFile, (0,external_node_path_.join)(folder, `Pulumi.${key.stage}.yaml`));
            }
            expectSuccess(await stack({ words: "stack init", flags: ["--no-select"] }));
        }),
        remove: (key) => onStack(key, async (stack) => {
            const end = await stack({ words: "stack rm", flags: ["--yes"] });
            if (end.code !== 0 && /still has resources/u.test(end.stderr)) {
                return false;
            }
            return end.missing || (expectSuccess(end), true);
        }),
    };
}
const tagsSchema = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP());
const stacksSchema = schemas/* array */.YOg(schemas/* looseObject */._H3({ name: schemas/* string */.YjP() }));
async function makeProject(parent, app) {
    const folder = await makeWorkFolder(parent);
    // The runtime is never started: no command here runs the program.
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder.path, "Pulumi.yaml"), (0,dist/* stringify */.As)({ name: app, runtime: "nodejs" }));
    return folder;
}
/** `organization/app/stage`, as the engine names a stack in full. */
function keyOf(name, where) {
    const [, app, stage] = name.split("/");
    if (app !== undefined && stage !== undefined) {
        return { app, stage };
    }
    throw new failure/* Failure */.H({
        code: "legacy-backend",
        message: `The backend ${where} keeps its stacks without their projects (${name}), in the layout of Pulumi before 3.61.`,
        next: "Bring it up to date with `pulumi state upgrade`.",
    });
}
function failureOf(end, where) {
    const lines = end.stderr.trim().split("\n");
    const from = lines.findIndex((line) => line.startsWith("error:"));
    const words = lines.slice(from === -1 ? -10 : from).join("\n");
    const said = words.replaceAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`]+/giu, withoutCredentials);
    if (/PULUMI_ACCESS_TOKEN must be set/u.test(said)) {
        return new failure/* Failure */.H({
            code: "no-backend",
            message: "There is no Pulumi backend: neither PULUMI_BACKEND_URL nor `backend.url` in Pulumi.yaml names one, and there is no access token for Pulumi Cloud.",
            next: "Set PULUMI_BACKEND_URL (`s3://…`, `gs://…`, `azblob://…`) or PULUMI_ACCESS_TOKEN in the step's `env`.",
        });
    }
    return new failure/* Failure */.H({
        code: "backend-failed",
        message: `\`pulumi ${end.words}\` failed at ${where}: ${said === "" ? `exit code ${end.code ?? "none"}` : said}`,
        next: "Check that the backend is there and that the step's credentials may read and write it.",
    });
}

// EXTERNAL MODULE: ./lib/home/checkpoint-text.js + 1 modules
var checkpoint_text = __webpack_require__(2384);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(3342);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/errors.js
var core_errors = __webpack_require__(7428);
;// CONCATENATED MODULE: ./lib/home/record.js

/** What a stage was made for. Kept in the home; safety rests on it, so it is never read from anywhere else. */
const stageRecordSchema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1),
    app: schemas/* string */.YjP(),
    stage: schemas/* string */.YjP(),
    /** The project's folder, relative to the repository's root, with `/`; `.` for the root. */
    path: schemas/* string */.YjP(),
    repository: schemas/* strictObject */.rej({ id: schemas/* number */.aig(), name: schemas/* string */.YjP() }),
    origin: schemas/* discriminatedUnion */.gMt("kind", [
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz("pull_request"), number: schemas/* number */.aig() }),
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz("branch"), branch: schemas/* string */.YjP() }),
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz("tag"), tag: schemas/* string */.YjP() }),
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz("manual") }),
    ]),
    /** Made for a pull request, or for a branch that no `branches` rule names; only such stages are ever removed by an event. */
    ephemeral: schemas/* boolean */.zMY(),
    /** The commit that was deployed last (a pull request's head, not its merge commit); null before the first. */
    commit: schemas/* string */.YjP().nullable(),
    /** How the last command on the stage ended. */
    status: schemas/* enum */.k5n(["deploying", "deployed", "deploy failed", "removing", "removal failed"]),
    /** How many resources it had after the last command; absent where that is not known. */
    resources: schemas/* number */.aig().optional(),
    /** ISO 8601, UTC. */
    updatedAt: schemas/* string */.YjP(),
});

;// CONCATENATED MODULE: ./lib/home/record-tags.js



/** The stack tag that holds a stage's record; what does not fit in goes on in `stagewright.1`, `stagewright.2`, … */
const recordTag = "stagewright";
/** Pulumi Cloud takes 256 bytes a value (util/validation of Pulumi 3.259.0); what is written is ASCII. */
const maxValueLength = 256;
const fieldsSchema = schemas/* tuple */.PVZ([
    schemas/* literal */.euz(1),
    schemas/* number */.aig(),
    schemas/* number */.aig(),
    schemas/* string */.YjP(),
    schemas/* string */.YjP(),
    schemas/* string */.YjP().nullable(),
    schemas/* string */.YjP(),
    schemas/* string */.YjP(),
    schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).nullable(),
    schemas/* string */.YjP(),
]);
/**
 * A record as values of stack tags: its length, then its fields as a JSON array, cut to the size of a value. App and stage are the
 * stack's own names.
 */
function toTags(record) {
    const fields = [
        record.version,
        record.repository.id,
        record.ephemeral ? 1 : 0,
        record.status,
        record.updatedAt,
        record.commit,
        record.repository.name,
        record.origin.kind,
        record_tags_valueOf(record.origin),
        record.path,
    ];
    const text = asciiJson(fields);
    const whole = `${text.length}:${text}`;
    const tags = {};
    for (let start = 0; start < whole.length; start += maxValueLength) {
        tags[tagName(start / maxValueLength)] = whole.slice(start, start + maxValueLength);
    }
    return tags;
}
/** Reads the record that a stack's tags hold; null when they hold none. One that is broken is a `Failure` that names the stack. */
function fromTags(tags, key) {
    if (tags[recordTag] === undefined) {
        return null;
    }
    try {
        const [version, repository, ephemeral, status, updatedAt, commit, name, kind, value, path] = fieldsSchema.parse(JSON.parse(joined(tags)));
        return stageRecordSchema.parse({
            version,
            app: key.app,
            stage: key.stage,
            path,
            repository: { id: repository, name },
            origin: toOrigin(kind, value),
            ephemeral: ephemeral === 1,
            commit,
            status,
            updatedAt,
        });
    }
    catch (cause) {
        const why = cause instanceof errors/* ZodError */.G ? core_errors/* prettifyError */.S1(cause) : String(cause);
        throw new failure/* Failure */.H({
            code: "broken-record",
            message: `The record of what stage ${key.stage} of ${key.app} was made for cannot be used: the tag ${recordTag} of its stack: ${why}`,
            next: `Nothing was changed. Delete the tag (\`pulumi stack tag rm ${recordTag}\`) and deploy the stage again, which writes a new one.`,
            cause,
        });
    }
}
function joined(tags) {
    let whole = "";
    for (let index = 0; tags[tagName(index)] !== undefined; index += 1) {
        whole += tags[tagName(index)];
    }
    const start = whole.indexOf(":") + 1;
    // What a longer record left behind is not read.
    return whole.slice(start, start + Number.parseInt(whole, 10));
}
function tagName(index) {
    return index === 0 ? recordTag : `${recordTag}.${index}`;
}
function record_tags_valueOf(origin) {
    switch (origin.kind) {
        case "pull_request":
            return origin.number;
        case "branch":
            return origin.branch;
        case "tag":
            return origin.tag;
        case "manual":
            return null;
        default:
            return origin;
    }
}
function toOrigin(kind, value) {
    switch (kind) {
        case "pull_request":
            return { kind, number: value };
        case "branch":
            return { kind, branch: value };
        case "tag":
            return { kind, tag: value };
        default:
            return { kind };
    }
}
/** JSON of printable ASCII without spaces, which no store that trims or counts in its own way can change. */
function asciiJson(value) {
    const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return JSON.stringify(value).replaceAll(/[ \u007F-\uFFFF]/g, escaped);
}

;// CONCATENATED MODULE: ./lib/home/tag-records.js

/** How many stacks are read at a time. */
const readers = 4;
function createTagRecords(stacks) {
    /** What the stacks are known to hold, so that what is there is not written again. */
    const known = new Map();
    /** Records of stages whose stack is not there yet. Nothing is made for such a stage before its stack is, and its record with it. */
    const waiting = new Map();
    const read = async (key) => {
        const waits = waiting.get(tag_records_nameOf(key));
        if (waits !== undefined) {
            return waits;
        }
        const tags = await stacks.tags(key);
        const record = tags === null ? null : fromTags(tags, key);
        note(known, key, record);
        return record;
    };
    const write = async (record) => {
        const before = known.get(tag_records_nameOf(record));
        if (before !== undefined && !isNews(before, record)) {
            return;
        }
        const old = before === undefined ? {} : toTags(before);
        // The first tag last: it says how much there is.
        for (const [name, value] of Object.entries(toTags(record)).toReversed()) {
            if (old[name] !== value && !(await stacks.setTag(record, { name, value }))) {
                waiting.set(tag_records_nameOf(record), record);
                return;
            }
        }
        waiting.delete(tag_records_nameOf(record));
        known.set(tag_records_nameOf(record), record);
    };
    const list = async (app) => {
        const keys = [...(await stacks.withTag(recordTag, app))];
        const records = [];
        const readNext = async () => {
            for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
                const record = await read(key);
                // Gone since it was listed.
                if (record !== null) {
                    records.push(record);
                }
            }
        };
        await Promise.all(Array.from({ length: readers }, readNext));
        return records;
    };
    return {
        read,
        write,
        list: () => list(null),
        neighbours: async (key) => {
            const own = await read(key);
            return own === null ? list(key.app) : [own];
        },
        remove: async (key) => {
            waiting.delete(tag_records_nameOf(key));
            known.delete(tag_records_nameOf(key));
            await stacks.removeTag(key, recordTag);
        },
        stackMade: async (key) => {
            const record = waiting.get(tag_records_nameOf(key));
            if (record !== undefined) {
                await write(record);
            }
        },
    };
}
/** That a run is under way is worth no process, nor is the time of a run that changed nothing: both are only written with something else. */
function isNews(before, record) {
    const underWay = record.status === "deploying" || record.status === "removing";
    const status = underWay ? before.status : record.status;
    return JSON.stringify({ ...record, status, updatedAt: "" }) !== JSON.stringify({ ...before, updatedAt: "" });
}
function note(known, key, record) {
    if (record === null) {
        known.delete(tag_records_nameOf(key));
    }
    else {
        known.set(tag_records_nameOf(key), record);
    }
}
function tag_records_nameOf(key) {
    return `${key.app}/${key.stage}`;
}

;// CONCATENATED MODULE: ./lib/home/backend.js






/**
 * The project's own Pulumi backend as it is: its states, locks and history are the engine's business. Records are kept in stack tags, where
 * the backend has them. What is asked of it is asked by `pulumi`, a process each, in folders outside of the user's tree.
 */
function createBackendHome(given) {
    const { backend } = given;
    const engineEnvironment = {
        ...(backend.url === null ? {} : { PULUMI_BACKEND_URL: backend.url }),
        // A stage whose configuration names no key keeps the key of its state; without this each run would make a new one.
        PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    };
    const stacks = createBackendStacks({ ...given, environment: engineEnvironment, where: backend.where });
    const records = keepsTags(backend.kind, given.engineVersion) ? createTagRecords(stacks) : null;
    const checkpoint = async (key) => {
        const text = await stacks.exported(key);
        return text === null ? null : fromExport(text, key, backend.where);
    };
    const engineHome = {
        kind: "backend",
        engineEnvironment,
        records,
        checkpoint,
        replaceCheckpoint: null,
        prepare: async (key) => checkKey(key),
        createMissing: async (key, configFile) => {
            await stacks.make(key, configFile);
            await records?.stackMade(key);
        },
        discard: async (key) => {
            if (await stacks.remove(key)) {
                return;
            }
            const state = await checkpoint(key);
            if (state !== null) {
                (0,checkpoint_text/* refuseWhileResourcesRemain */.pT)(state, key);
            }
        },
    };
    return {
        ...engineHome,
        where: backend.where,
        records,
        locks: null,
        history: null,
        text: stacks.exported,
        checkpoint,
        open: async () => ({
            ...engineHome,
            // State and history are the engine's own business there.
            lost: new AbortController().signal,
            text: stacks.exported,
            replaceText: null,
            commit: async () => undefined,
            addToHistory: async () => undefined,
            [Symbol.asyncDispose]: async () => undefined,
        }),
        resume: async () => null,
    };
}
const exportSchema = schemas/* looseObject */._H3({ version: schemas/* number */.aig(), deployment: schemas/* unknown */.L5J() });
/** Brings what `pulumi stack export` writes into the form in which the state itself is stored. */
function fromExport(text, key, where) {
    const source = `what \`pulumi stack export\` wrote of ${where}`;
    const exported = exportSchema.safeParse(jsonOrNull(text));
    const state = exported.success
        ? JSON.stringify({
            version: exported.data.version,
            checkpoint: { stack: (0,checkpoint_text/* stackName */.Qx)(key), latest: exported.data.deployment ?? null },
        })
        : text;
    return (0,checkpoint_text/* parseCheckpoint */.S7)(state, key, source);
}
function jsonOrNull(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/lock/lock-record.js

/** Who holds a lock, so that a waiting person knows whom to ask. */
const lockOwnerSchema = schemas/* strictObject */.rej({
    /** Random, one for each run: the only thing that proves ownership. */
    token: schemas/* string */.YjP(),
    kind: schemas/* enum */.k5n(["run", "person"]),
    repository: schemas/* string */.YjP().nullable(),
    run: schemas/* number */.aig().nullable(),
    attempt: schemas/* number */.aig().nullable(),
    /** The job's id in GitHub's API (`job.check_run_id`); null where unknown. */
    job: schemas/* number */.aig().nullable(),
    pullRequest: schemas/* number */.aig().nullable(),
    actor: schemas/* string */.YjP(),
    link: schemas/* string */.YjP().nullable(),
    runner: schemas/* enum */.k5n(["github-hosted", "self-hosted"]).nullable(),
    /** The machine, as `describeOwnProcess` names it: equal only on one boot of one machine, where process ids mean the same. */
    host: schemas/* string */.YjP(),
    pid: schemas/* number */.aig(),
    /** When that process started, by the machine's own count (`owner-process.ts`); tells it from a later one with the same id. */
    processStartedAt: schemas/* number */.aig().nullable(),
});
/** A lock taken from its holder by hand. */
const lockBreakSchema = schemas/* strictObject */.rej({
    by: schemas/* string */.YjP(),
    reason: schemas/* string */.YjP(),
    /** ISO 8601, UTC. */
    at: schemas/* string */.YjP(),
    /** Whom it was taken from: actor, and the link of that run. */
    from: schemas/* strictObject */.rej({ actor: schemas/* string */.YjP(), link: schemas/* string */.YjP().nullable() }),
});
/**
 * What is stored for a stage. A released lock stays stored, because the next holder's `fence` is counted from it, and because a
 * conditional overwrite is honoured by servers that ignore the condition of a deletion (MinIO does).
 */
const lockRecordSchema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1),
    app: schemas/* string */.YjP(),
    stage: schemas/* string */.YjP(),
    command: schemas/* string */.YjP(),
    owner: lockOwnerSchema,
    /** ISO 8601, UTC. */
    since: schemas/* string */.YjP(),
    renewedAt: schemas/* string */.YjP(),
    /** null while it is held. */
    releasedAt: schemas/* string */.YjP().nullable(),
    /** Counts every holder of this stage; a larger number is a later holder. */
    fence: schemas/* number */.aig(),
    /** Counts every write of this record, so that no two versions of it are ever the same bytes (their tags could be, too). */
    revision: schemas/* number */.aig(),
    leaseSeconds: schemas/* number */.aig().positive(),
    /** The last time that a lock of this stage was broken by hand; stays when others hold it later. */
    broken: lockBreakSchema.nullable(),
});
/** Reads a stored record; null when the text is not one. */
function parseLockRecord(text) {
    try {
        return lockRecordSchema.safeParse(JSON.parse(text)).data ?? null;
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./lib/lock/owner-process.js
var owner_process = __webpack_require__(3800);
;// CONCATENATED MODULE: ./lib/lock/version-files.js



/** Older versions that stay, so that who lists the folder while others write still finds a file to read. */
const versionsKept = 4;
/** What a killed process left half written is swept after so many milliseconds. */
const leftoverAgeMs = 10 * 60_000;
/** The newest version; null when there is none. */
async function readNewest(folder) {
    for (;;) {
        const number = newest(await list(folder));
        if (number === 0) {
            return null;
        }
        const file = (0,external_node_path_.join)(folder, fileOf(number));
        const text = await unless("ENOENT", (0,promises_.readFile)(file, "utf8"));
        // Null: swept between the two looks, since there are newer ones.
        if (text !== null) {
            return { text, number, file };
        }
    }
}
/** Stores `text` as the version after `after` (0 for the first) in a folder that exists; null when that is not the newest any more. */
async function appendVersion(folder, write) {
    if (newest(await list(folder)) !== write.after) {
        return null;
    }
    const number = write.after + 1;
    const file = (0,external_node_path_.join)(folder, fileOf(number));
    const aside = (0,external_node_path_.join)(folder, `${(0,external_node_crypto_.randomUUID)()}.tmp`);
    await (0,promises_.writeFile)(aside, write.text, { flag: "wx", flush: true });
    try {
        const linked = await unless("EEXIST", (0,promises_.link)(aside, file).then(() => true));
        if (linked === null) {
            return null;
        }
    }
    finally {
        await (0,promises_.rm)(aside, { force: true });
    }
    const names = await list(folder);
    if (newest(names) > number) {
        await (0,promises_.rm)(file, { force: true });
        return null;
    }
    await sweep(folder, names, number);
    return number;
}
/** Deletes versions that nobody needs, and what killed processes left. That it could not is no reason to fail. */
async function sweep(folder, names, number) {
    const old = names.filter((name) => numberOf(name) > 0 && numberOf(name) <= number - versionsKept);
    const left = await Promise.all(names.filter((name) => name.endsWith(".tmp")).map(async (name) => ((await isLeftover(folder, name)) ? [name] : [])));
    const rubbish = [...old, ...left.flat()];
    await Promise.all(rubbish.map((name) => (0,promises_.rm)((0,external_node_path_.join)(folder, name), { force: true }).catch(() => undefined)));
}
async function isLeftover(folder, name) {
    const found = await (0,promises_.stat)((0,external_node_path_.join)(folder, name)).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > leftoverAgeMs;
}
async function list(folder) {
    return (await unless("ENOENT", (0,promises_.readdir)(folder))) ?? [];
}
function newest(names) {
    return Math.max(0, ...names.map(numberOf));
}
/** 0 for what is not a version. */
function numberOf(name) {
    return Number(/^(\d{12})\.json$/.exec(name)?.[1] ?? 0);
}
function fileOf(number) {
    return `${String(number).padStart(12, "0")}.json`;
}
async function unless(code, promise) {
    try {
        return await promise;
    }
    catch (error) {
        if (error instanceof Error && "code" in error && error.code === code) {
            return null;
        }
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/lock/file-store.js






/**
 * Locks between processes of one machine, under `<directory>/<app>/<stage>/`. The folder stays when its stage is gone: who deletes it
 * while somebody holds or waits takes the lock's memory away.
 */
function createFileLockStore(directory) {
    const inFolder = (key, act) => file_store_explained((0,external_node_path_.join)(directory, segment(key.app), segment(key.stage)), act);
    return {
        read: (key) => inFolder(key, async (folder) => {
            const found = await readNewest(folder);
            return found === null ? null : { record: parse(found), version: String(found.number) };
        }),
        create: (key, record) => inFolder(key, async (folder) => {
            await (0,promises_.mkdir)(folder, { recursive: true });
            const number = await appendVersion(folder, { after: 0, text: JSON.stringify(record, null, 2) });
            return number === null ? null : { record, version: String(number) };
        }),
        replace: (key, record, version) => inFolder(key, async (folder) => {
            const number = await appendVersion(folder, { after: Number(version), text: JSON.stringify(record, null, 2) });
            return number === null ? null : { record, version: String(number) };
        }),
        ownerIsGone: (record) => (0,owner_process/* ownerProcessIsGone */.W)(record.owner),
    };
}
/** A name as one path segment: `.` and `..` are the only ones left that mean something to a file system. */
function segment(name) {
    return encodeURIComponent(name).replace(/^\./, "%2E");
}
function parse(found) {
    const record = parseLockRecord(found.text);
    if (record === null) {
        throw new failure/* Failure */.H({
            code: "lock-unreadable",
            message: `${found.file} is not a lock that this version of Stagewright can read.`,
            next: "Use the version of Stagewright that wrote it; or make sure that nothing runs on this stage, and delete its folder.",
        });
    }
    return record;
}
const problems = new Map([
    ["EACCES", "this user may not write there"],
    ["EROFS", "the file system is read-only"],
    ["ENOTDIR", "a part of that path is a file"],
    ["EEXIST", "a part of that path is a file"],
    ["EPERM", "its file system has no hard links, or this user may not make them"],
    ["ENOTSUP", "its file system has no hard links"],
    ["ENOSYS", "its file system has no hard links"],
]);
/** Says of a folder that cannot serve what is wrong with it. Anything else that fails may pass, and is thrown as it is. */
async function file_store_explained(folder, act) {
    try {
        return await act(folder);
    }
    catch (cause) {
        const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
        const problem = problems.get(code);
        if (problem === undefined) {
            throw cause;
        }
        throw new failure/* Failure */.H({
            code: "lock-folder",
            message: `Locks cannot be kept in ${folder}: ${problem}.`,
            next: "Choose a local home in a folder that this user may write to, on a local disk.",
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./lib/home/atomic-file.js



/**
 * Writes a whole file so that a reader, or a machine that loses power, finds the old content or the new, never a part: a temporary file
 * beside it, forced to the disk, then renamed. Folders on the way are made, readable by this user alone (a state can hold secrets).
 */
async function writeWhole(path, text) {
    const temporary = await writeTemporary(path, text);
    await (0,promises_.rename)(temporary, path).catch(async (error) => {
        await (0,promises_.rm)(temporary, { force: true });
        throw error;
    });
    await syncFolder((0,external_node_path_.dirname)(path));
}
async function writeTemporary(path, text) {
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    const file = await (0,promises_.open)(temporary, "wx", 0o600);
    try {
        await file.writeFile(text);
        await file.sync();
    }
    finally {
        await file.close();
    }
    return temporary;
}
/** Makes a rename last; Windows cannot open folders and needs no such thing. */
async function syncFolder(path) {
    if (process.platform === "win32") {
        return;
    }
    const folder = await (0,promises_.open)(path, "r");
    try {
        await folder.sync();
    }
    finally {
        await folder.close();
    }
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
// EXTERNAL MODULE: ./lib/engine/still-runs.js
var still_runs = __webpack_require__(8951);
;// CONCATENATED MODULE: ./lib/home/folder-names.js

/** The names in a folder, sorted; none when there is no such folder. */
async function namesIn(folder) {
    try {
        return (await (0,promises_.readdir)(folder)).sort();
    }
    catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
            return [];
        }
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/home/engine-locks.js








/** What Pulumi's file backend writes into a lock. */
const engineLockSchema = schemas/* looseObject */._H3({ pid: schemas/* number */.aig(), hostname: schemas/* string */.YjP(), timestamp: coerce/* date */.p6() });
/**
 * Removes the engine's own locks in a folder, which an engine that was killed leaves for ever and which stop every later one. Whoever calls
 * this holds the stage's lock, so no other run has an engine here; but a killed run's engine may live on: that is a `Failure`.
 */
async function clearDeadLocks(directory, key) {
    for (const name of await namesIn(directory)) {
        const file = (0,external_node_path_.join)(directory, name);
        const pid = await livingHolder(file);
        if (pid !== null) {
            throw new failure/* Failure */.H({
                code: "engine-still-runs",
                message: `An engine of an earlier run still works on stage ${key.stage} of ${key.app}: process ${pid} on ${(0,external_node_os_.hostname)()}.`,
                next: "Let it end, or stop it with SIGINT (it then finishes what it is creating), and run again.",
            });
        }
        await (0,promises_.rm)(file, { force: true });
    }
}
async function livingHolder(file) {
    const text = await (0,pulumi_project/* readIfThere */.qC)(file);
    const lock = engineLockSchema.safeParse(text === null ? null : engine_locks_jsonOrNull(text));
    if (!lock.success || lock.data.hostname !== (0,external_node_os_.hostname)()) {
        return null;
    }
    return (await (0,still_runs/* stillRuns */.H)(lock.data.pid, lock.data.timestamp.getTime())) ? lock.data.pid : null;
}
/** A lock whose writer died half way is no JSON. */
function engine_locks_jsonOrNull(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/home/in-parallel.js
/** Does something to each item, at most `limit` at a time; the results are in the items' order. The first that rejects ends it. */
async function inParallel(items, limit, act) {
    const results = new Map();
    const waiting = items.entries();
    const worker = async () => {
        for (const [index, item] of waiting) {
            results.set(index, await act(item));
        }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    return items.flatMap((_, index) => {
        const result = results.get(index);
        return result === undefined ? [] : [result];
    });
}

;// CONCATENATED MODULE: ./lib/home/update-record.js

/** One resource's step as history keeps it: which properties differed, never their values. */
const updateChangeSchema = schemas/* strictObject */.rej({
    op: schemas/* string */.YjP(),
    urn: schemas/* string */.YjP(),
    status: schemas/* enum */.k5n(["planned", "done", "failed"]),
    properties: schemas/* array */.YOg(schemas/* string */.YjP()),
    replaceKeys: schemas/* array */.YOg(schemas/* string */.YjP()),
});
/** What a command did to a stage, as history keeps it. Texts are masked by whoever makes one. */
const updateRecordSchema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1),
    /** Sorts by time. The snapshot of the state after the command has the same. */
    id: schemas/* string */.YjP(),
    app: schemas/* string */.YjP(),
    stage: schemas/* string */.YjP(),
    /** `deploy`, `remove`, `restore`, … */
    command: schemas/* string */.YjP(),
    outcome: schemas/* enum */.k5n(["succeeded", "failed", "cancelled"]),
    /** Why, for people: what failed, or why a person did it. */
    reason: schemas/* string */.YjP().nullable(),
    commit: schemas/* string */.YjP().nullable(),
    actor: schemas/* string */.YjP(),
    /** The run's web address. */
    run: schemas/* string */.YjP().nullable(),
    /** ISO 8601, UTC. */
    startedAt: schemas/* string */.YjP(),
    endedAt: schemas/* string */.YjP(),
    counts: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* number */.aig()),
    changes: schemas/* array */.YOg(updateChangeSchema),
    /** How many changes are left out of `changes`. */
    moreChanges: schemas/* number */.aig(),
    /** Whether there is a snapshot: not when the command left the state as it was, or empty. */
    snapshot: schemas/* boolean */.zMY(),
    /** What the state said after it (`contentHash`); null when there was none. */
    content: schemas/* string */.YjP().nullable(),
});

;// CONCATENATED MODULE: ./lib/home/history.js







const history_readers = 16;
/** Updates are small; so many of a stage are read, unless more are asked for. */
const usualUpdates = 50;
const idForm = /^\d{8}T\d{9}Z-[\da-f]{6}$/u;
/** History as objects: `snapshot/APP/STAGE/ID.json`, `update/APP/STAGE/ID.json`. */
function createHistory(objects, { keepSnapshots }) {
    const listed = async (kind, key) => {
        checkKey(key);
        const folder = `${kind}/${key.app}/${key.stage}/`;
        const found = [];
        for await (const page of objects.list(folder)) {
            for (const object of page) {
                const id = object.key.slice(folder.length, -".json".length);
                // What somebody else put there is not ours to count, let alone to delete.
                if (object.key.endsWith(".json") && idForm.test(id)) {
                    found.push({ id, object });
                }
            }
        }
        return found.sort((a, b) => (a.id < b.id ? 1 : -1));
    };
    const add = async (name, body) => {
        // Its name is of this run alone: what is there already is our own write, of which the answer was lost.
        await objects.putIfAbsent(name, body);
    };
    return {
        updates: async (key, limit = usualUpdates) => {
            const newest = (await listed("update", key)).slice(0, limit);
            const read = await inParallel(newest, history_readers, async ({ object }) => {
                const found = await objects.get(object.key);
                return found === null ? [] : [parseUpdate(found.body, object.key)];
            });
            return read.flat();
        },
        snapshots: async (key) => (await listed("snapshot", key)).map(({ id, object }) => ({
            id,
            bytes: object.size,
            storedAt: object.modifiedAt,
        })),
        readSnapshot: async (key, id) => {
            checkKey(key);
            const name = history_nameOf("snapshot", key, id);
            const found = idForm.test(id) ? await objects.get(name) : null;
            if (found === null) {
                throw new failure/* Failure */.H({
                    code: "no-snapshot",
                    message: `Stage ${key.stage} of ${key.app} has no snapshot ${JSON.stringify(id)}.`,
                    next: "`stagewright state history` lists the snapshots that there are.",
                });
            }
            const text = new TextDecoder().decode(found.body);
            return { text, state: (0,checkpoint_text/* parseCheckpoint */.S7)(text, key, name) };
        },
        addSnapshot: async (key, id, body) => {
            checkKey(key);
            await add(history_nameOf("snapshot", key, id), body);
        },
        addUpdate: async (update) => {
            checkKey(update);
            const text = `${JSON.stringify(updateRecordSchema.parse(update), null, 2)}\n`;
            await add(history_nameOf("update", update, update.id), new TextEncoder().encode(text));
        },
        prune: async (key, keep = keepSnapshots) => {
            const old = (await listed("snapshot", key)).slice(keep);
            await inParallel(old, history_readers, async ({ object }) => {
                await objects.remove(object);
            });
        },
    };
}
/** An id that sorts by time (UTC, milliseconds) and that no other run makes in the same moment. */
function newId(now) {
    return `${now.toISOString().replaceAll(/[-:.]/gu, "")}-${(0,external_node_crypto_.randomBytes)(3).toString("hex")}`;
}
function history_nameOf(kind, key, id) {
    return `${kind}/${key.app}/${key.stage}/${id}.json`;
}
function parseUpdate(body, name) {
    try {
        return updateRecordSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "broken-history",
            message: `${name} is not a record of an update: ${cause instanceof errors/* ZodError */.G ? core_errors/* prettifyError */.S1(cause) : String(cause)}`,
            next: "Nothing was changed. If a newer version of Stagewright wrote it, use that; else delete the object.",
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./lib/home/state-hash.js



/** SHA-256, in hex. */
function sha256(bytes) {
    return (0,external_node_crypto_.createHash)("sha256").update(bytes).digest("hex");
}
const state_hash_stateSchema = schemas/* looseObject */._H3({
    checkpoint: schemas/* looseObject */._H3({ latest: schemas/* looseObject */._H3({ manifest: schemas/* unknown */.L5J() }).nullish() }),
});
/**
 * A hash of what a state says, without when it was written, and without the values of its secrets, which the engine encrypts anew in each
 * run: two states with the same are one state, written twice, unless the command between them says that it changed something. Text that is
 * no state counts as it is.
 */
function contentHash(bytes) {
    const state = state_hash_stateSchema.safeParse(state_hash_jsonOrNull(new TextDecoder().decode(bytes)));
    if (!state.success) {
        return sha256(bytes);
    }
    const { manifest: _when, ...content } = state.data.checkpoint.latest ?? { manifest: null };
    return sha256(new TextEncoder().encode(JSON.stringify(content, withoutSecret)));
}
function withoutSecret(_name, value) {
    return typeof value === "object" && value !== null && isSecret(value) ? "secret" : value;
}
function state_hash_jsonOrNull(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/home/add-update.js




/** Puts a command on record, with a snapshot of the state in `file` if it was changed and is not empty. */
async function addUpdate(given) {
    const { history, key, update, before } = given;
    const body = await (0,promises_.readFile)(given.file).catch(() => null);
    const content = body === null ? null : contentHash(body);
    const id = newId(new Date());
    const isChanged = content !== before || update.changes.length > 0;
    const snapshot = body !== null && isChanged && holdsResources(body, key);
    await Promise.all([
        history.addUpdate({ ...update, version: 1, id, ...key, snapshot, content }),
        ...(snapshot ? [history.addSnapshot(key, id, body), history.prune(key)] : []),
    ]);
}
function holdsResources(body, key) {
    const state = (0,checkpoint_text/* parseCheckpoint */.S7)(new TextDecoder().decode(body), key, "the state");
    return (state.checkpoint.latest?.resources?.length ?? 0) > 0;
}

;// CONCATENATED MODULE: ./lib/home/folder-objects.js




/** Objects as files below a folder that need not exist yet, readable by this user alone. */
function createFolderObjects(directory) {
    const fileOf = (key) => (0,external_node_path_.join)(directory, ...key.split("/"));
    return {
        get: async (key) => {
            const body = await folder_objects_unless("ENOENT", (0,promises_.readFile)(fileOf(key)));
            return body === null ? null : { body, tag: sha256(body) };
        },
        putIfAbsent: async (key, body) => {
            const file = fileOf(key);
            await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
            const aside = `${file}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
            await (0,promises_.writeFile)(aside, body, { mode: 0o600, flag: "wx", flush: true });
            try {
                const linked = await folder_objects_unless("EEXIST", (0,promises_.link)(aside, file).then(() => true));
                return linked === null ? null : sha256(body);
            }
            finally {
                await (0,promises_.rm)(aside, { force: true });
            }
        },
        remove: ({ key }) => (0,promises_.rm)(fileOf(key), { force: true }),
        async *list(prefix) {
            const files = await filesBelow(fileOf(prefix));
            const keys = files.map((file) => (0,external_node_path_.relative)(directory, file).split(external_node_path_.sep).join("/")).sort();
            const listed = await Promise.all(keys.map(async (key) => {
                const found = await folder_objects_unless("ENOENT", (0,promises_.stat)(fileOf(key)));
                return found === null ? [] : [{ key, tag: `"${found.mtimeMs}"`, size: found.size, modifiedAt: found.mtime }];
            }));
            yield listed.flat();
        },
    };
}
/** Whole files only: what a killed process was writing is none. */
async function filesBelow(folder) {
    const entries = (await folder_objects_unless("ENOENT", (0,promises_.readdir)(folder, { recursive: true, withFileTypes: true }))) ?? [];
    return entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"))
        .map((entry) => (0,external_node_path_.join)(entry.parentPath, entry.name));
}
async function folder_objects_unless(code, promise) {
    try {
        return await promise;
    }
    catch (error) {
        if (error instanceof Error && "code" in error && error.code === code) {
            return null;
        }
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/home/record-text.js



/** A record as text, a line long. */
function formatRecord(record) {
    return JSON.stringify(stageRecordSchema.parse(record));
}
/** Reads a record from text. `source` is named in the `Failure` for a record that is broken, cut, of another version or of another stage. */
function parseRecord(text, key, source) {
    const broken = (why, cause) => new failure/* Failure */.H({
        code: "broken-record",
        message: `The record of what stage ${key.stage} of ${key.app} was made for cannot be used: ${source}: ${why}`,
        next: "Nothing was changed. Mend the record, or delete it and deploy the stage again, which writes a new one.",
        cause,
    });
    let record;
    try {
        record = stageRecordSchema.parse(JSON.parse(text));
    }
    catch (error) {
        throw broken(error instanceof errors/* ZodError */.G ? core_errors/* prettifyError */.S1(error) : String(error), error);
    }
    if (record.app !== key.app || record.stage !== key.stage) {
        throw broken(`it is that of stage ${record.stage} of ${record.app}`);
    }
    return record;
}

;// CONCATENATED MODULE: ./lib/home/local-records.js







/** Records as files, `APP/STAGE.json` below a folder that need not exist yet. */
function createLocalRecords(directory) {
    const fileOf = (key) => {
        checkKey(key);
        return (0,external_node_path_.join)(directory, key.app, `${key.stage}.json`);
    };
    const read = async (key) => {
        const file = fileOf(key);
        const text = await (0,pulumi_project/* readIfThere */.qC)(file);
        return text === null ? null : parseRecord(text, key, file);
    };
    const list = async () => {
        const records = [];
        for (const app of await namesIn(directory)) {
            for (const file of (await namesIn((0,external_node_path_.join)(directory, app))).filter((name) => name.endsWith(".json"))) {
                const record = await read({ app, stage: file.slice(0, -".json".length) });
                if (record !== null) {
                    records.push(record);
                }
            }
        }
        return records;
    };
    return {
        read,
        write: (record) => writeWhole(fileOf(record), formatRecord(record)),
        remove: (key) => (0,promises_.rm)(fileOf(key), { force: true }),
        list,
        neighbours: async (key) => (await list()).filter((record) => record.app === key.app),
    };
}

;// CONCATENATED MODULE: ./lib/home/pulumi-folder.js





const metaText = "version: 1\n";
function createPulumiFolder(directory) {
    const at = (...parts) => (0,external_node_path_.join)(directory, ".pulumi", ...parts);
    const locks = (key) => {
        checkKey(key);
        return at("locks", "organization", key.app, key.stage);
    };
    return {
        meta: at("meta.yaml"),
        checkpoint: (key) => {
            checkKey(key);
            return at("stacks", key.app, `${key.stage}.json`);
        },
        locks,
        forget: async (key) => {
            checkKey(key);
            const folder = at("stacks", key.app);
            const files = (await namesIn(folder)).filter((name) => isOf(key.stage, name));
            // The state last: what dies half way is a stage that is still there.
            const state = `${key.stage}.json`;
            const leftovers = files.filter((name) => name !== state).map((name) => (0,external_node_path_.join)(folder, name));
            const folders = [locks(key), at("backups", key.app, key.stage), at("history", key.app, key.stage)];
            await Promise.all([...leftovers, ...folders].map((path) => (0,promises_.rm)(path, { recursive: true, force: true })));
            await (0,promises_.rm)((0,external_node_path_.join)(folder, state), { force: true });
        },
    };
}
/**
 * The address of the backend for the engine. `metadata=skip`: no `.attrs` files, which double the writes and, half written, make the
 * state unreadable. Pulumi wants drive letters without a slash before them.
 */
function backendUrl(directory) {
    const { pathname } = (0,external_node_url_.pathToFileURL)(directory);
    const path = /^\/[A-Za-z]:/u.test(pathname) ? pathname.slice(1) : pathname;
    return `file://${path}?metadata=skip`;
}
/** What the engine's environment needs to work on a folder: one plain file a stage, written at each step, whatever the user's own asks for. */
function engineSettings(directory) {
    return {
        PULUMI_BACKEND_URL: backendUrl(directory),
        PULUMI_DIY_BACKEND_GZIP: "false",
        PULUMI_DIY_BACKEND_ZSTD: "false",
        PULUMI_DIY_BACKEND_LEGACY_LAYOUT: "false",
        PULUMI_SKIP_CHECKPOINTS: "false",
    };
}
/** Whether a file beside the states belongs to the stage: its state, Pulumi's copy of the last one, sidecars, tags, temporary files. */
function isOf(stage, name) {
    if (name === `${stage}.pulumi-tags`) {
        return true;
    }
    const state = `${stage}.json`;
    return name.startsWith(state) && /^(?:\.bak)?(?:\.attrs)?(?:\.[\da-f-]+(?:\.tmp)?)?$/u.test(name.slice(state.length));
}

;// CONCATENATED MODULE: ./lib/home/local.js














/**
 * A home in a folder (absolute; made when first written to): Pulumi's own file backend in `.pulumi`, records in `record/`, locks in
 * `lock/`. The state stays plain Pulumi: `PULUMI_BACKEND_URL=file://FOLDER pulumi …` works on it.
 */
function createLocalHome(given) {
    const { directory, keepSnapshots = defaultSnapshots } = given;
    const history = createHistory(createFolderObjects(directory), { keepSnapshots });
    const pulumi = createPulumiFolder(directory);
    const records = createLocalRecords((0,external_node_path_.join)(directory, "record"));
    const checkpoint = (key) => readState(pulumi, key);
    const text = (key) => (0,pulumi_project/* readIfThere */.qC)(pulumi.checkpoint(key));
    const engineHome = {
        kind: "local",
        engineEnvironment: engineSettings(directory),
        records,
        checkpoint,
        replaceCheckpoint: async (key, state) => {
            (0,checkpoint_text/* checkOwner */.AA)(state, key, "The state to be written");
            await writeState(pulumi, key, state);
        },
        prepare: async (key) => {
            await clearDeadLocks(pulumi.locks(key), key);
            if ((await (0,pulumi_project/* readIfThere */.qC)(pulumi.meta)) === null) {
                await writeWhole(pulumi.meta, metaText);
            }
            if ((await checkpoint(key)) === null) {
                await writeState(pulumi, key, (0,checkpoint_text/* emptyCheckpoint */.EJ)(key));
            }
        },
        createMissing: null,
        discard: async (key) => {
            const state = await checkpoint(key);
            if (state !== null) {
                (0,checkpoint_text/* refuseWhileResourcesRemain */.pT)(state, key);
            }
            await pulumi.forget(key);
            await history.prune(key, 1);
            // Last, so that cleanup still finds a stage of which something is left.
            await records.remove(key);
        },
    };
    return {
        ...engineHome,
        kind: "local",
        where: directory,
        records,
        locks: createFileLockStore((0,external_node_path_.join)(directory, "lock")),
        history,
        text,
        checkpoint,
        open: async ({ key, mode }) => {
            const file = pulumi.checkpoint(key);
            const stored = mode === "read" ? null : await text(key);
            const before = stored === null ? null : contentHash(new TextEncoder().encode(stored));
            return {
                ...engineHome,
                // The engine writes the state where it stays: nothing can come between.
                lost: new AbortController().signal,
                commit: async () => undefined,
                text,
                replaceText: async (of, replacement) => {
                    (0,checkpoint_text/* parseCheckpoint */.S7)(replacement, of, "The state to be written");
                    await writeWhole(pulumi.checkpoint(of), replacement);
                },
                addToHistory: (update) => addUpdate({ history, key, update, before, file }),
                [Symbol.asyncDispose]: async () => undefined,
            };
        },
        resume: async () => null,
    };
}
/** How many snapshots of a stage are kept, unless the user says otherwise. */
const defaultSnapshots = 30;
async function readState(pulumi, key) {
    const file = pulumi.checkpoint(key);
    await refuseCompressed(file, key);
    const text = await (0,pulumi_project/* readIfThere */.qC)(file);
    return text === null ? null : (0,checkpoint_text/* parseCheckpoint */.S7)(text, key, file);
}
/** Pulumi reads a compressed state beside a plain one if it is newer; taking such a stage for a new one would lose its resources. */
async function refuseCompressed(file, key) {
    for (const compressed of [`${file}.gz`, `${file}.zst`]) {
        if (await isThere(compressed)) {
            throw new failure/* Failure */.H({
                code: "compressed-state",
                message: `The state of stage ${key.stage} of ${key.app} is compressed (${compressed}); home \`local\` keeps plain files.`,
                next: `Unpack it to ${file} and delete the compressed file.`,
            });
        }
    }
}
async function isThere(path) {
    return (0,promises_.access)(path).then(() => true, () => false);
}
function writeState(pulumi, key, state) {
    // Indented as Pulumi writes it.
    return writeWhole(pulumi.checkpoint(key), `${JSON.stringify(state, null, "\t")}\n`);
}

;// CONCATENATED MODULE: ./lib/lock/object-store.js


/** Locks as objects of a home: `lock/<app>/<stage>.json`, written on conditions only, and never deleted. */
function createObjectLockStore(objects) {
    return {
        read: async (key) => {
            const found = await objects.get(object_store_nameOf(key));
            return found === null ? null : { record: decode(found.body, object_store_nameOf(key)), version: found.tag };
        },
        create: async (key, record) => {
            const tag = await objects.putIfAbsent(object_store_nameOf(key), encode(record));
            return tag === null ? null : { record, version: tag };
        },
        replace: async (key, record, version) => {
            const tag = await objects.putIfMatch(object_store_nameOf(key), encode(record), version);
            return tag === null ? null : { record, version: tag };
        },
        // Nothing about an object tells whether who wrote it still lives.
        ownerIsGone: null,
    };
}
function object_store_nameOf(key) {
    return `lock/${encodeURIComponent(key.app)}/${encodeURIComponent(key.stage)}.json`;
}
function encode(record) {
    return new TextEncoder().encode(JSON.stringify(record, null, 2));
}
function decode(body, name) {
    const record = parseLockRecord(new TextDecoder().decode(body));
    if (record === null) {
        throw new failure/* Failure */.H({
            code: "lock-unreadable",
            message: `The object ${name} is not a lock that this version of Stagewright can read.`,
            next: "Use the version of Stagewright that wrote it; or make sure that nothing runs on this stage, and delete the object.",
        });
    }
    return record;
}

;// CONCATENATED MODULE: ./lib/home/s3/journal.js




/** What a run knows while its home is open, in the folder with the state: a later step of the job can go on with it. */
const journalSchema = schemas/* strictObject */.rej({
    app: schemas/* string */.YjP(),
    stage: schemas/* string */.YjP(),
    /** Whether the engine may write the state here: else there is nothing to store. */
    changing: schemas/* boolean */.zMY(),
    tag: schemas/* string */.YjP().nullable(),
    sent: schemas/* array */.YOg(schemas/* string */.YjP()),
    /** What the state said when it was fetched (`contentHash`). */
    content: schemas/* string */.YjP().nullable(),
});
const fileIn = (folder) => (0,external_node_path_.join)(folder, "journal.json");
/** Replaced whole, so that a process that is killed leaves the old one or the new. It need not outlive the machine. */
async function writeJournal(folder, journal) {
    await (0,promises_.writeFile)(`${fileIn(folder)}.tmp`, JSON.stringify(journal), { mode: 0o600 });
    await (0,promises_.rename)(`${fileIn(folder)}.tmp`, fileIn(folder));
}
/** null where there is none. */
async function readJournal(folder) {
    const text = await (0,pulumi_project/* readIfThere */.qC)(fileIn(folder));
    return text === null ? null : journalSchema.parse(JSON.parse(text));
}

;// CONCATENATED MODULE: ./lib/home/s3/names.js

/** Where in a home's bucket things lie; history's are in `history.ts`, locks' in `object-store.ts`. */
const passphraseName = "secret/passphrase.json";
const recordIndexName = "record/index.json";
const recordFolder = "record/";
/** The stage's state, in Pulumi's own form. */
function stateName(key) {
    checkKey(key);
    return `${stateFolder(key.app)}${key.stage}.json`;
}
function stateFolder(app) {
    return `app/${app}/`;
}
function recordName(key) {
    checkKey(key);
    return `${recordFolder}${key.app}/${key.stage}.json`;
}
/** The stage that an object `FOLDER/APP/STAGE.json` is of; null for other objects. */
function keyOfName(name, folder) {
    const [app, file, ...more] = name.slice(folder.length).split("/");
    if (!name.startsWith(folder) || app === undefined || file === undefined || more.length > 0) {
        return null;
    }
    const key = { app, stage: file.slice(0, -".json".length) };
    try {
        checkKey(key);
    }
    catch {
        return null;
    }
    return file.endsWith(".json") ? key : null;
}

;// CONCATENATED MODULE: ./lib/home/s3/siblings.js




const siblings_readers = 16;
/** More than this is not fetched for stack references that may never be read. */
const mostStages = 256;
const mostBytes = 64 * 1024 * 1024;
/**
 * Puts the states of the app's other stages where the engine finds them, for stack references; they are never stored back. Where an app
 * has very many, those come first that the stage referred to in its last deploy (`state` resolves to it), then the small ones.
 */
async function fetchSiblings(given) {
    const { objects, key, folder } = given;
    const listed = [];
    for await (const page of objects.list(stateFolder(key.app))) {
        for (const object of page) {
            const other = keyOfName(object.key, "app/");
            if (other !== null && other.stage !== key.stage) {
                listed.push({ object, key: other });
            }
        }
    }
    if (listed.length === 0) {
        return;
    }
    const chosen = choose(listed, referredTo(await given.state));
    if (chosen.length < listed.length) {
        given.log.info(`${key.app} has ${listed.length} other stages. Stack references can read ${chosen.length} of them: those referred to in the last deploy, then the smallest.`);
    }
    await inParallel(chosen, siblings_readers, async (sibling) => {
        const found = await objects.get(sibling.object.key);
        if (found !== null) {
            const file = folder.checkpoint(sibling.key);
            await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
            await (0,promises_.writeFile)(file, found.body, { mode: 0o600 });
        }
    });
}
function choose(listed, named) {
    const isNamed = ({ key }) => (named.has(key.stage) ? 0 : 1);
    const ordered = [...listed].sort((a, b) => isNamed(a) - isNamed(b) || a.object.size - b.object.size);
    let bytes = 0;
    return ordered.slice(0, mostStages).filter((sibling) => {
        bytes += sibling.object.size;
        return named.has(sibling.key.stage) || bytes <= mostBytes;
    });
}
/** The stages that a state's stack references name, whatever their app. */
function referredTo(state) {
    const references = (state?.checkpoint.latest?.resources ?? []).filter((resource) => resource.type === "pulumi:pulumi:StackReference");
    return new Set(references.flatMap(({ inputs }) => {
        const name = inputs?.["name"];
        return typeof name === "string" ? [name.split("/").at(-1) ?? name] : [];
    }));
}

// EXTERNAL MODULE: ./lib/lock/lock-store.js
var lock_store = __webpack_require__(9644);
;// CONCATENATED MODULE: ./lib/home/s3/state-writer.js






/** So often a write that arrived damaged, or was taken for simultaneous with another, is done again at least. */
const repairs = 3;
function createStateWriter(given) {
    const { objects, key } = given;
    const name = stateName(key);
    let { tag } = given.known;
    let sent = new Set(given.known.sent);
    const note = () => given.note({ tag, sent: [...sent] });
    const accept = async (stored) => {
        tag = stored;
        sent = new Set();
        await note();
    };
    /** Sends once. Resolves to whether the bytes are stored and whole; false: look and try again. */
    async function send(body) {
        const stored = tag === null ? await objects.putIfAbsent(name, body) : await objects.putIfMatch(name, body, tag);
        if (stored !== null) {
            if (isTagOf(stored, body) || (await holds(stored, body))) {
                await accept(stored);
                return true;
            }
            // Ours, but damaged on its way: the next try is written over it.
            await accept(stored);
            return false;
        }
        const found = await objects.get(name);
        if (found !== null && sent.has(sha256(found.body))) {
            // A write of ours, of which the answer was lost.
            await accept(found.tag);
            return sha256(found.body) === sha256(body);
        }
        if ((found?.tag ?? null) !== tag) {
            throw taken(key, objects.where, found);
        }
        // Nothing changed: the server took two writes for simultaneous (409).
        return false;
    }
    /** Reads back what cannot be told by its tag: under KMS, and on some servers, that is no hash of the content. */
    async function holds(stored, body) {
        const found = await objects.get(name);
        if (found === null || found.tag !== stored) {
            throw taken(key, objects.where, found);
        }
        return found.body.byteLength === body.byteLength && sha256(found.body) === sha256(body);
    }
    return {
        write: async (body, patienceMs) => {
            const until = performance.now() + patienceMs;
            let failed = 0;
            for (let pauseMs = 50;; pauseMs = Math.min(pauseMs * 2, 2000)) {
                try {
                    sent.add(sha256(body));
                    await note();
                    if (await send(body)) {
                        return;
                    }
                    failed += 1;
                    if (failed > repairs && performance.now() >= until) {
                        throw notWhole(key, objects.where);
                    }
                }
                catch (error) {
                    if (!(error instanceof lock_store/* StoreUnavailable */.u) || performance.now() >= until) {
                        throw error;
                    }
                }
                await (0,external_node_timers_promises_.setTimeout)(pauseMs * (0.75 + Math.random() / 2));
            }
        },
        remove: async () => {
            if (tag === null || (await objects.deleteIfMatch(name, tag))) {
                await accept(null);
                return;
            }
            const found = await objects.get(name);
            if (found !== null) {
                throw taken(key, objects.where, found);
            }
            await accept(null);
        },
    };
}
/** S3 gives an object that is sent whole, and not encrypted under a key of KMS, the MD5 of its content as its tag. */
function isTagOf(tag, body) {
    return tag.replaceAll('"', "") === (0,external_node_crypto_.createHash)("md5").update(body).digest("hex");
}
function taken(key, where, found) {
    return new failure/* Failure */.H({
        code: "state-taken",
        message: `The state of stage ${key.stage} of ${key.app} in ${where} was ${found === null ? "deleted" : "written"} by somebody else while this run worked on it, so this run stopped and wrote nothing over it.`,
        next: "Look at the stage's other runs; when they have ended, run this one again.",
    });
}
function notWhole(key, where) {
    return new lock_store/* StoreUnavailable */.u({
        code: "state-damaged",
        message: `The state of stage ${key.stage} of ${key.app} could not be stored in ${where}: it arrives damaged, or is refused again and again.`,
        next: "Check the server, and what lies between here and it (proxies change what is sent).",
    });
}

;// CONCATENATED MODULE: ./lib/home/s3/fence-mark.js

const mark = 64;
/**
 * The same JSON, followed by white space that was never there before. Stored over a state, it gives it a new tag, so that whoever knows
 * only the old one can store nothing over it any more; every reader of JSON reads the same as before.
 */
function withFenceMark(body) {
    const space = Array.from({ length: mark }, () => ((0,external_node_crypto_.randomInt)(2) === 0 ? " " : "\t")).join("");
    return new TextEncoder().encode(`${new TextDecoder().decode(body).trimEnd()}${space}\n`);
}

;// CONCATENATED MODULE: ./lib/home/s3/push-loop.js
var push_loop_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var push_loop_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});





/** How often to look where the file system does not tell of changes, in milliseconds. */
const push_loop_lookEveryMs = 250;
/**
 * Pushes begin so far apart at least. A state is written twice a resource, and each push costs the engine some of its processor: this is
 * what a machine that vanishes may take with it, besides what is under way.
 */
const betweenPushesMs = 100;
function createPushLoop(given) {
    const { file } = given;
    let { stored } = given;
    const stopped = new AbortController();
    let running = Promise.resolve();
    let seen = "";
    /** Pushes the content that is there now, unless it is the one that is stored. */
    async function pushNow(push) {
        const body = await (0,promises_.readFile)(file).catch(noFile);
        if (body === null) {
            return;
        }
        const hash = sha256(body);
        if (hash !== stored) {
            await push(body);
            stored = hash;
        }
    }
    async function run() {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const changes = createWake();
            const watcher = watchQuietly((0,external_node_path_.dirname)(file), changes.give);
            const _ = push_loop_addDisposableResource(env_1, { [Symbol.dispose]: () => watcher?.close() }, false);
            stopped.signal.addEventListener("abort", changes.give, { once: true });
            while (!stopped.signal.aborted) {
                const begun = performance.now();
                try {
                    const now = await push_loop_versionOf(file);
                    if (now !== seen) {
                        await pushNow(given.push);
                        // Only what was there before the read: a later change is seen at the next look.
                        seen = now;
                    }
                }
                catch (error) {
                    if (!(error instanceof lock_store/* StoreUnavailable */.u)) {
                        given.failed(error);
                        return;
                    }
                    given.delayed(error);
                }
                await changes.wait(push_loop_lookEveryMs);
                const rest = betweenPushesMs - (performance.now() - begun);
                if (rest > 0 && !stopped.signal.aborted) {
                    await pause(rest, stopped.signal);
                }
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            push_loop_disposeResources(env_1);
        }
    }
    return {
        start: () => {
            running = run();
        },
        stop: async () => {
            stopped.abort();
            await running;
        },
        last: pushNow,
    };
}
/** What tells one version of a file from the next: each is a file of its own, renamed into place. */
async function push_loop_versionOf(file) {
    const found = await (0,promises_.stat)(file).catch(noFile);
    return found === null ? "" : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
function noFile(error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        return null;
    }
    throw error;
}
/** A machine that is out of watches is still looked after, a little later. */
function watchQuietly(folder, changed) {
    try {
        return (0,external_node_fs_.watch)(folder, { persistent: false }, changed).on("error", () => undefined);
    }
    catch {
        return null;
    }
}
/** Wakes one who waits; given while nobody waits, it wakes the next at once. */
function createWake() {
    let isGiven = false;
    let wake = () => undefined;
    return {
        give: () => {
            isGiven = true;
            wake();
        },
        wait: async (atMostMs) => {
            if (!isGiven) {
                await new Promise((resolve) => {
                    const timer = setTimeout(resolve, atMostMs);
                    wake = () => {
                        clearTimeout(timer);
                        resolve();
                    };
                });
            }
            isGiven = false;
        },
    };
}
async function pause(ms, signal) {
    await new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        signal.addEventListener("abort", done, { once: true });
        function done() {
            clearTimeout(timer);
            signal.removeEventListener("abort", done);
            resolve();
        }
    });
}

;// CONCATENATED MODULE: ./lib/home/s3/working-state.js








/** So long the last push is tried again, in milliseconds: what the engine made must not be forgotten because a server is down for a moment. */
const lastPushPatience = 120_000;
const fencePatience = 30_000;
function createWorkingState(given) {
    const { writer, file, key, history, log, journal } = given;
    const lost = new AbortController();
    let isClosed = !journal.changing;
    const lose = (error) => {
        if (!lost.signal.aborted) {
            lost.abort(error);
        }
    };
    const sayOnce = once((error) => log.warning(`The state could not be stored for the moment, and is tried again: ${(0,failure/* describeFailure */.I)(error).message}`));
    const loop = createPushLoop({
        file,
        stored: given.stored,
        push: (body) => writer.write(body, 0),
        failed: lose,
        delayed: sayOnce,
    });
    async function pushLast() {
        await loop.stop();
        try {
            lost.signal.throwIfAborted();
            await loop.last((body) => writer.write(body, lastPushPatience));
        }
        catch (error) {
            const told = await keepAside(error);
            lose(told);
            throw told;
        }
    }
    /** What this run had must not be lost with its right to the stage: it stays as a snapshot, of which the `Failure` tells. */
    async function keepAside(cause) {
        const body = await (0,promises_.readFile)(file).catch(() => null);
        const isTaken = cause instanceof failure/* Failure */.H && cause.code === "state-taken";
        if (!isTaken || body === null || contentHash(body) === journal.content) {
            return cause;
        }
        const id = newId(new Date());
        const where = (await isKept(id, body))
            ? ` What this run had made until then is kept as snapshot ${id}: compare it with the state (\`stagewright state export ${id}\`).`
            : "";
        return new failure/* Failure */.H({ code: cause.code, message: cause.message, next: `${cause.next}${where}`, cause });
    }
    async function isKept(id, body) {
        try {
            await history.addSnapshot(key, id, body);
            return true;
        }
        catch (error) {
            log.debug(`The state could not be kept aside: ${String(error)}`);
            return false;
        }
    }
    return {
        lost: lost.signal,
        start: loop.start,
        fenceOff: (body) => writer.write(withFenceMark(body), fencePatience),
        commit: async () => {
            if (journal.changing) {
                await pushLast();
                isClosed = true;
            }
        },
        addToHistory: async (update) => addUpdate({ history, key, update, before: journal.content, file }),
        discard: async (state) => {
            if (state !== null) {
                (0,checkpoint_text/* refuseWhileResourcesRemain */.pT)(state, key);
            }
            await loop.stop();
            await writer.remove();
            await Promise.all([file, `${file}.bak`].map((path) => (0,promises_.rm)(path, { force: true })));
            isClosed = true;
        },
        close: async () => {
            await loop.stop();
            if (isClosed) {
                return true;
            }
            return pushLast().then(() => true, (error) => {
                const { code, message, next } = (0,failure/* describeFailure */.I)(error);
                log.error(`The state of stage ${key.stage} of ${key.app} was not stored: ${message}\n${next}`);
                return code === "state-taken";
            });
        },
    };
}
function once(act) {
    let done = false;
    return (argument) => {
        if (!done) {
            done = true;
            act(argument);
        }
    };
}

;// CONCATENATED MODULE: ./lib/home/s3/open-stage.js












/**
 * Brings a stage's state, and those of its siblings, into a folder of the run's own. What the engine writes there is stored as it comes
 * (`working-state.ts`).
 */
async function openStage(parts, order) {
    const { key } = order;
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(parts.temporaryDirectory, "stagewright-home-"));
    try {
        const pulumi = createPulumiFolder(folder);
        const found = await fetchAll({ parts, order, pulumi });
        const file = pulumi.checkpoint(key);
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true, mode: 0o700 });
        if (found.state !== null) {
            await (0,promises_.writeFile)(file, found.state.body, { mode: 0o600 });
        }
        else if (order.mode === "read") {
            // What would be made of a stage that is not there yet is asked here, where it has its siblings.
            await (0,promises_.writeFile)(file, newState(key), { mode: 0o600 });
        }
        const working = await begin({ parts, order, folder, found: found.state });
        return openHome({ parts, key, folder, passphrase: found.passphrase, working, left: order.left });
    }
    catch (error) {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
        throw error;
    }
}
/** Fetches what the engine needs of the home: the state, whole and the stage's own, its siblings, the passphrase. */
async function fetchAll(given) {
    const { parts, order, pulumi } = given;
    const { key } = order;
    const stored = parts.objects.get(stateName(key));
    if (order.mode === "restore") {
        return { state: await stored, passphrase: {} };
    }
    const parsed = stored.then((found) => (found === null ? null : parseStored(found, { ...parts, key })));
    const passphrase = parts.passphrase();
    const all = [
        parsed,
        passphrase,
        fetchSiblings({ ...parts, key, state: parsed, folder: pulumi }),
        writeWhole(pulumi.meta, metaText),
    ];
    // All of them, also when one has failed: nothing may go on writing into a folder that is removed for it.
    await Promise.allSettled(all);
    await Promise.all(all);
    return { state: await stored, passphrase: await passphrase };
}
/** Goes on with a folder that a killed step left. */
async function resumeStage(parts, left) {
    const { folder, journal } = left;
    const key = { app: journal.app, stage: journal.stage };
    const working = workingState({ parts, key, folder, journal, stored: null });
    return openHome({ parts, key, folder, passphrase: {}, working, left: () => undefined });
}
async function begin(given) {
    const { parts, order, folder, found } = given;
    const { key } = order;
    const journal = {
        ...key,
        changing: order.mode !== "read",
        tag: found?.tag ?? null,
        sent: [],
        content: found === null ? null : contentHash(found.body),
    };
    if (journal.changing) {
        await writeJournal(folder, journal);
        order.left(folder);
    }
    // A new stage is stored with its first change.
    const body = found?.body ?? newState(key);
    const working = workingState({ parts, key, folder, journal, stored: sha256(body) });
    if (journal.changing && order.fenceOff) {
        await working.fenceOff(body);
    }
    return working;
}
function workingState(given) {
    const { parts, key, folder, journal } = given;
    const { objects, log, history } = parts;
    const note = (known) => writeJournal(folder, { ...journal, tag: known.tag, sent: [...known.sent] });
    const writer = createStateWriter({ objects, key, known: journal, note });
    const file = createPulumiFolder(folder).checkpoint(key);
    return createWorkingState({ writer, file, key, history, log, journal, stored: given.stored });
}
function openHome(given) {
    const { parts, key, folder, working } = given;
    const pulumi = createPulumiFolder(folder);
    const file = pulumi.checkpoint(key);
    const read = async () => {
        const text = await (0,pulumi_project/* readIfThere */.qC)(file);
        return text === null ? null : (0,checkpoint_text/* parseCheckpoint */.S7)(text, key, file);
    };
    const replaceText = async (_key, text) => {
        (0,checkpoint_text/* parseCheckpoint */.S7)(text, key, "The state to be written");
        await writeWhole(file, text);
    };
    return {
        kind: "s3",
        engineEnvironment: { ...engineSettings(folder), ...given.passphrase },
        records: parts.records,
        checkpoint: read,
        text: () => (0,pulumi_project/* readIfThere */.qC)(file),
        replaceText,
        // Indented as Pulumi writes it.
        replaceCheckpoint: (of, state) => replaceText(of, `${JSON.stringify(state, null, "\t")}\n`),
        prepare: async () => {
            if ((await (0,pulumi_project/* readIfThere */.qC)(file)) === null) {
                await (0,promises_.writeFile)(file, newState(key), { mode: 0o600 });
            }
            working.start();
        },
        createMissing: null,
        discard: async () => {
            await working.discard(await read());
            await parts.history.prune(key, 1);
            // Last, so that cleanup still finds a stage of which something is left.
            await parts.records.remove(key);
        },
        lost: working.lost,
        commit: working.commit,
        addToHistory: working.addToHistory,
        [Symbol.asyncDispose]: async () => {
            if (await working.close()) {
                await (0,promises_.rm)(folder, { recursive: true, force: true });
                given.left(null);
            }
        },
    };
}
function parseStored(found, of) {
    return (0,checkpoint_text/* parseCheckpoint */.S7)(new TextDecoder().decode(found.body), of.key, `${stateName(of.key)} in ${of.objects.where}`);
}
function newState(key) {
    return new TextEncoder().encode(`${JSON.stringify((0,checkpoint_text/* emptyCheckpoint */.EJ)(key), null, "\t")}\n`);
}

;// CONCATENATED MODULE: ./lib/home/s3/passphrase.js





const passphraseSchema = schemas/* strictObject */.rej({ version: schemas/* literal */.euz(1), passphrase: schemas/* string */.YjP().min(1) });
/**
 * The passphrase that a home keeps for its stages, made at its first use. Two runs that make one at the same moment agree, since only one
 * can store it. A home that holds states but no passphrase gets none: those states were encrypted with another, which a new one would
 * not open (`passphrase-missing`).
 */
async function homePassphrase(objects) {
    const found = await objects.get(passphraseName);
    if (found !== null) {
        return passphrase_parse(found, objects.where);
    }
    if (await holdsStates(objects)) {
        // Asked again: another run may have made it, and its state, since.
        return passphrase_parse(await required(objects), objects.where);
    }
    const passphrase = (0,external_node_crypto_.randomBytes)(32).toString("base64url");
    const text = `${JSON.stringify({ version: 1, passphrase })}\n`;
    const tag = await objects.putIfAbsent(passphraseName, new TextEncoder().encode(text)).catch(unlessUnanswered);
    // What is stored counts, also where the answer was lost.
    return tag === null ? passphrase_parse(await required(objects), objects.where) : passphrase;
}
function unlessUnanswered(error) {
    if (error instanceof lock_store/* StoreUnavailable */.u) {
        return null;
    }
    throw error;
}
async function holdsStates(objects) {
    for await (const page of objects.list("app/")) {
        return page.length > 0;
    }
    return false;
}
async function required(objects) {
    const found = await objects.get(passphraseName);
    if (found !== null) {
        return found;
    }
    throw new failure/* Failure */.H({
        code: "passphrase-missing",
        message: `${objects.where} holds states but no passphrase: they were encrypted with one that was given, or ${passphraseName} was deleted.`,
        next: "Set PULUMI_CONFIG_PASSPHRASE in the step's `env`, as the runs did that made those stages; or bring the object back.",
    });
}
function passphrase_parse({ body }, where) {
    try {
        return passphraseSchema.parse(JSON.parse(new TextDecoder().decode(body))).passphrase;
    }
    catch (cause) {
        throw new failure/* Failure */.H({
            code: "broken-passphrase",
            message: `${passphraseName} in ${where} does not hold a passphrase that this version of Stagewright can read.`,
            next: "Bring an older version of the object back (a bucket with versioning on keeps them), or set PULUMI_CONFIG_PASSPHRASE.",
            // Not the parser's own words: they can repeat what is in it.
            cause: cause instanceof errors/* ZodError */.G ? cause : undefined,
        });
    }
}

;// CONCATENATED MODULE: ./lib/home/objects/conditional-writes.js

const key = "probe/conditional-writes.json";
const body = new TextEncoder().encode('{"about":"Stagewright found out with this object that its server honours conditional writes."}\n');
/**
 * Makes sure that a server honours the conditions of writes, on which locks and state rest. The object that it is tried with stays, so
 * that it costs one request in a home that was probed before. Rejects with the `Failure` `home-unsuitable` if the server ignores them.
 */
async function checkConditionalWrites(objects) {
    const tag = await objects.putIfAbsent(key, body);
    if (tag === null) {
        return;
    }
    const again = await objects.putIfAbsent(key, body);
    const other = again === null ? await objects.putIfMatch(key, body, '"00000000000000000000000000000000"') : null;
    if (again === null && other === null) {
        return;
    }
    await objects.deleteIfMatch(key, other ?? again ?? tag);
    throw new failure/* Failure */.H({
        code: "home-unsuitable",
        message: `The server of ${objects.where} ignores the conditions of writes (${again === null ? "If-Match" : "If-None-Match"}), so two runs could overwrite each other's state.`,
        next: "Use S3, or a server with S3's conditional writes (MinIO, Ceph, Cloudflare R2 and versitygw have them).",
    });
}

;// CONCATENATED MODULE: ./lib/home/s3/probed.js

/**
 * The same objects, whose server is asked once whether it honours conditions before something new is written. What is there already was
 * written after that question, so that a run on a stage that is known asks nothing.
 */
function probeBeforeNew(objects) {
    let probed;
    return {
        ...objects,
        putIfAbsent: async (key, body) => {
            probed ??= checkConditionalWrites(objects);
            try {
                await probed;
            }
            catch (error) {
                probed = undefined;
                throw error;
            }
            return objects.putIfAbsent(key, body);
        },
    };
}

;// CONCATENATED MODULE: ./lib/home/s3/record-index.js




const entrySchema = schemas/* strictObject */.rej({ tag: schemas/* string */.YjP(), record: stageRecordSchema });
const indexSchema = schemas/* strictObject */.rej({ version: schemas/* literal */.euz(1), records: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()) });
/** How often the write is tried while others write too. */
const tries = 6;
function createRecordIndex(objects, log) {
    const waiting = new Map();
    let isWriting = false;
    async function writeWaiting() {
        try {
            for (let turn = 1; waiting.size > 0 && turn <= tries; turn += 1) {
                const batch = new Map(waiting);
                if (await writeIn(batch)) {
                    turn = 0;
                    forget(waiting, batch);
                }
                else {
                    await (0,external_node_timers_promises_.setTimeout)(Math.random() * 100 * turn);
                }
            }
        }
        finally {
            waiting.clear();
            isWriting = false;
        }
    }
    /** Resolves to false when somebody else wrote the index meanwhile. */
    async function writeIn(batch) {
        const found = await objects.get(recordIndexName);
        const all = Object.entries({ ...entriesOf(found), ...Object.fromEntries(batch) });
        const records = Object.fromEntries(all.filter(([, entry]) => entry !== null));
        const body = new TextEncoder().encode(`${JSON.stringify({ version: 1, records })}\n`);
        const written = found === null
            ? objects.putIfAbsent(recordIndexName, body)
            : objects.putIfMatch(recordIndexName, body, found.tag);
        return (await written) !== null;
    }
    return {
        read: async () => {
            const found = await objects.get(recordIndexName);
            const entries = Object.entries(entriesOf(found)).flatMap(([name, value]) => {
                const entry = entrySchema.safeParse(value);
                return entry.success ? [[name, entry.data]] : [];
            });
            return new Map(entries);
        },
        note: ({ name, stored }) => {
            waiting.set(name, stored);
            if (!isWriting) {
                isWriting = true;
                writeWaiting().catch((error) => log.debug(`The index of the records could not be written: ${String(error)}`));
            }
        },
    };
}
/** What came while it was written stays. */
function forget(waiting, written) {
    for (const [name, entry] of written) {
        if (waiting.get(name) === entry) {
            waiting.delete(name);
        }
    }
}
function entriesOf(found) {
    try {
        const text = found === null ? "null" : new TextDecoder().decode(found.body);
        return indexSchema.safeParse(JSON.parse(text)).data?.records ?? {};
    }
    catch {
        return {};
    }
}

;// CONCATENATED MODULE: ./lib/home/s3/records.js







const records_readers = 32;
const records_tries = 5;
/**
 * Records as objects, `record/APP/STAGE.json`, written on conditions. What a list of them needs besides the listing itself is in one more
 * object (`record-index.ts`), so that a thousand stages are listed with two or three requests.
 */
function createObjectRecords(objects, log) {
    const index = createRecordIndex(objects, log);
    /** Tags of the records as this run saw them last; null for none. */
    const known = new Map();
    const parse = (found, key) => parseRecord(new TextDecoder().decode(found.body), key, `${recordName(key)} in ${objects.where}`);
    const find = async (name) => {
        const found = await objects.get(name);
        known.set(name, found?.tag ?? null);
        return found;
    };
    const read = async (key) => {
        const found = await find(recordName(key));
        return found === null ? null : parse(found, key);
    };
    const put = (name, body) => {
        const tag = known.get(name) ?? null;
        return tag === null ? objects.putIfAbsent(name, body) : objects.putIfMatch(name, body, tag);
    };
    /** What a command under way writes is soon written again: until then a listing reads it where it is. */
    const noteEnded = (name, tag, record) => {
        if (record.status !== "deploying" && record.status !== "removing") {
            index.note({ name, stored: { tag, record } });
        }
    };
    const write = async (record) => {
        const name = recordName(record);
        const text = formatRecord(record);
        const body = new TextEncoder().encode(text);
        if (!known.has(name)) {
            await find(name);
        }
        const before = known.get(name);
        for (let turn = 1;; turn += 1) {
            const tag = await put(name, body).catch(unlessLast(turn));
            if (tag !== null) {
                known.set(name, tag);
                noteEnded(name, tag, record);
                return;
            }
            const found = await find(name);
            if (found !== null && new TextDecoder().decode(found.body) === text) {
                // Our own, of which the answer was lost.
                noteEnded(name, found.tag, record);
                return;
            }
            if ((found?.tag ?? null) !== before || turn === records_tries) {
                throw records_taken(record, objects.where);
            }
            await (0,external_node_timers_promises_.setTimeout)(50 * turn);
        }
    };
    const list = async (folder) => {
        const [entries, indexed] = await Promise.all([listAll(objects, folder), index.read()]);
        let readAlone = 0;
        const records = await inParallel(entries, records_readers, async ({ key, name, tag }) => {
            const entry = indexed.get(name);
            // The listing is what counts: an entry is only taken for the very object that is listed.
            if (entry?.tag === tag && entry.record.app === key.app && entry.record.stage === key.stage) {
                return [entry.record];
            }
            readAlone += 1;
            const found = await objects.get(name);
            if (found === null) {
                return [];
            }
            const record = parse(found, key);
            index.note({ name, stored: { tag: found.tag, record } });
            return [record];
        });
        log.debug(`${entries.length} records listed, ${readAlone} of them read one by one.`);
        return records.flat();
    };
    return {
        read,
        write,
        list: () => list(recordFolder),
        neighbours: async (key) => {
            const own = await read(key);
            return own === null ? list(`${recordFolder}${key.app}/`) : [own];
        },
        remove: async (key) => {
            const name = recordName(key);
            for (let turn = 1;; turn += 1) {
                const tag = known.get(name) ?? (await find(name))?.tag ?? null;
                const gone = tag === null || (await objects.deleteIfMatch(name, tag).catch(unlessLast(turn))) === true;
                if (gone) {
                    known.set(name, null);
                    index.note({ name, stored: null });
                    return;
                }
                known.delete(name);
                if (turn === records_tries) {
                    throw records_taken(key, objects.where);
                }
            }
        },
    };
}
/** A request that was not answered may have been done all the same: the caller looks. After the last turn it is the error that it is. */
function unlessLast(turn) {
    return (error) => {
        if (error instanceof lock_store/* StoreUnavailable */.u && turn < records_tries) {
            return null;
        }
        throw error;
    };
}
async function listAll(objects, folder) {
    const entries = [];
    for await (const page of objects.list(folder)) {
        for (const { key: name, tag } of page) {
            const key = keyOfName(name, recordFolder);
            if (key !== null) {
                entries.push({ name, key, tag });
            }
        }
    }
    return entries;
}
function records_taken(key, where) {
    return new failure/* Failure */.H({
        code: "record-taken",
        message: `The record of stage ${key.stage} of ${key.app} in ${where} was changed by somebody else while this run worked on the stage.`,
        next: "Look at the stage's other runs; when they have ended, run this one again.",
    });
}

;// CONCATENATED MODULE: ./lib/home/s3/s3.js









/**
 * A home in a bucket: states in `app/`, locks in `lock/`, records in `record/`, history in `snapshot/` and `update/`, the passphrase in
 * `secret/`. The engine works on a folder of the run's own, at the speed of a disk; what it writes there is stored as it comes. A state
 * stays plain Pulumi: it can be imported wherever Pulumi is.
 */
function createS3Home(given) {
    const { log, temporaryDirectory } = given;
    const objects = probeBeforeNew(given.objects);
    // Names of history are of one run alone, and nothing rests on their conditions.
    const history = createHistory({ ...given.objects, remove: ({ key, tag }) => objects.deleteIfMatch(key, tag) }, { keepSnapshots: given.keepSnapshots });
    const passphrase = async () => {
        if (given.passphraseGiven) {
            return {};
        }
        const made = await homePassphrase(objects);
        given.secrets.add(made);
        return { PULUMI_CONFIG_PASSPHRASE: made };
    };
    const records = createObjectRecords(objects, log);
    const text = async (key) => {
        const found = await objects.get(stateName(key));
        return found === null ? null : new TextDecoder().decode(found.body);
    };
    const parts = { objects, records, history, log, passphrase, temporaryDirectory };
    return {
        kind: "s3",
        where: objects.where,
        records,
        locks: createObjectLockStore(objects),
        history,
        text,
        checkpoint: async (key) => {
            const stored = await text(key);
            return stored === null ? null : (0,checkpoint_text/* parseCheckpoint */.S7)(stored, key, `${stateName(key)} in ${objects.where}`);
        },
        open: (order) => openStage(parts, order),
        resume: async (folder) => {
            const journal = await readJournal(folder);
            return journal === null ? null : resumeStage(parts, { folder, journal });
        },
    };
}

;// CONCATENATED MODULE: ./lib/entry/open-home.js







/** The home that the input `home` names. One that needs the engine waits for it. */
async function open_home_openHome(given, { tools, project }) {
    const { inputs, runner, request, environment, log, mask } = given;
    const address = parseHomeAddress(inputs.home);
    const keepSnapshots = inputs["keep-snapshots"];
    const { temporaryDirectory } = runner;
    refuseThrowaway(address, { runner: runner.kind, throwaway: inputs.throwaway });
    switch (address.kind) {
        case "local":
            return createLocalHome({ directory: address.directory ?? defaultHomeDirectory(environment), keepSnapshots });
        case "s3": {
            // The SDK is large: who does not need it does not load it.
            const { createS3Objects } = await Promise.all(/* import() */[__webpack_require__.e(711), __webpack_require__.e(448)]).then(__webpack_require__.bind(__webpack_require__, 7448));
            return createS3Home({
                objects: createS3Objects(address.address),
                passphraseGiven: (await passphraseOf(environment)) !== null,
                keepSnapshots,
                secrets: mask,
                log,
                temporaryDirectory,
            });
        }
        case "backend": {
            const found = await tools;
            return createBackendHome({
                backend: findBackend({
                    environment,
                    projectUrl: project?.backendUrl ?? null,
                    directory: project === null ? null : request.directory,
                }),
                engineVersion: found.version,
                pulumi: (args, at) => askPulumi(found, args, at),
                temporaryDirectory,
            });
        }
        default:
            return address;
    }
}

;// CONCATENATED MODULE: ./lib/entry/run-info.js


/** Who runs this, as reports and locks name it. */
async function runInfoOf({ inputs, runner, request, }) {
    const { owner, name } = runner.repository;
    const repositoryUrl = `${runner.serverUrl}/${owner}/${name}`;
    const { runId, attempt, actor, kind } = runner;
    const url = runId === null ? null : `${repositoryUrl}/actions/runs/${runId}/attempts/${attempt}`;
    return {
        actor,
        link: url === null ? null : { url, attempt },
        repositoryUrl,
        attempt,
        owner: {
            token: (0,external_node_crypto_.randomUUID)(),
            kind: "run",
            repository: `${owner}/${name}`,
            run: runId,
            attempt,
            job: inputs["job-id"],
            pullRequest: request.event.kind === "pull_request" ? request.event.number : null,
            actor,
            link: url,
            runner: kind,
            ...(await (0,owner_process/* describeOwnProcess */.t)()),
        },
    };
}

;// CONCATENATED MODULE: ./lib/entry/wire.js






/** Makes the real services of a run; an engine that is not there yet is installed. */
async function servicesOf(given) {
    const { log, mask, trail, signal, request } = given;
    const project = await (0,pulumi_project/* readProject */.Wh)(request.directory);
    const finding = findTools(given, project);
    const [tools, run, home] = await Promise.all([
        finding,
        runInfoOf(given),
        open_home_openHome(given, { tools: finding, project }),
    ]);
    return {
        engine: createPulumiEngine(tools),
        home,
        github: openGitHub(given),
        log,
        mask,
        now: () => new Date(),
        run,
        trail,
        signal,
    };
}
function openGitHub({ inputs, runner, log }) {
    const { token } = inputs;
    return token === null ? null : createGitHub({ token, apiUrl: runner.apiUrl, repository: runner.repository, log });
}


/***/ }),

/***/ 3279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y3: () => (/* binding */ ruleText),
/* harmony export */   df: () => (/* binding */ parseBranchRules),
/* harmony export */   es: () => (/* binding */ matchBranchRule),
/* harmony export */   u0: () => (/* binding */ isExact)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4006);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _stage_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6135);



const SET = /\[[A-Za-z0-9._-]+\]/g;
const RANGE = /([A-Za-z0-9])-([A-Za-z0-9])(?=[A-Za-z0-9._-]*\])/g;
/** What git allows in no branch's name: https://git-scm.com/docs/git-check-ref-format */
const NO_BRANCH = /[\s~^:\\]|\.\.|@\{|\/\/|^\/|\/$/;
/**
 * The rules in the input `branches`: one a line or between commas, `main=production`, `release/*=staging`, or `develop` alone for a
 * long-lived branch with a stage of its own name. The last `=` divides. `#` begins a comment, at a line's start or after a space.
 * Throws `Failure`: `bad-branch-rule` (also for what no branch can be called), `bad-stage-name`, `ambiguous-branches` (one pattern, two
 * stages).
 */
function parseBranchRules(input) {
    const rules = input
        .split(/\r?\n/)
        .map((line) => line.replace(/(^|\s)#.*$/, ""))
        .flatMap((line) => line.split(","))
        .map((entry) => entry.trim())
        .filter((entry) => entry !== "")
        .map(parseRule);
    for (const [index, rule] of rules.entries()) {
        const twin = rules.slice(0, index).find((earlier) => earlier.pattern === rule.pattern);
        if (twin !== undefined && !sameStage(twin, rule)) {
            throw ambiguous(rule.pattern, [twin, rule]);
        }
    }
    return rules;
}
/**
 * The rule for a branch, the most specific one of those that match: its exact name, else the pattern with the longest text before its
 * first wildcard, and of those the one with the fewest wildcards. null where none matches.
 * Throws `Failure` (`ambiguous-branches`) where two that are equally specific name different stages.
 */
function matchBranchRule(rules, branch) {
    const [best, ...others] = rules.filter((rule) => matches(rule.pattern, branch)).sort(bySpecificity);
    if (best === undefined) {
        return null;
    }
    const rival = others.find((other) => bySpecificity(best, other) === 0 && !sameStage(best, other));
    if (rival !== undefined) {
        throw ambiguous(branch, [best, rival]);
    }
    return best;
}
/** A rule as the user wrote it. */
function ruleText(rule) {
    return rule.stage === null ? rule.pattern : `${rule.pattern}=${rule.stage}`;
}
/** Whether the pattern is one branch's name. Git allows no branch name that holds a wildcard. */
function isExact(pattern) {
    return !/[*?[]/.test(pattern);
}
function parseRule(entry) {
    const divide = entry.lastIndexOf("=");
    const pattern = (divide === -1 ? entry : entry.slice(0, divide)).trim();
    checkPattern(pattern, entry);
    if (divide === -1) {
        return { pattern, stage: null };
    }
    const where = `input branches, ${JSON.stringify(entry)}`;
    const stage = (0,_stage_name_js__WEBPACK_IMPORTED_MODULE_1__/* .checkStageName */ .Af)(entry.slice(divide + 1), where);
    if ((0,_stage_name_js__WEBPACK_IMPORTED_MODULE_1__/* .reservedFor */ .Oq)(stage) !== null) {
        throw badRule(entry, `the stage ${stage} belongs to a pull request`);
    }
    return { pattern, stage };
}
function checkPattern(pattern, entry) {
    if (pattern === "") {
        throw badRule(entry, "it names no branch");
    }
    if (pattern.startsWith("!")) {
        throw badRule(entry, 'branches cannot be excluded with "!"');
    }
    if (pattern.startsWith("refs/")) {
        throw badRule(entry, "a branch is named without refs/heads/");
    }
    if (pattern.split("/").some((segment) => segment.includes("**") && segment !== "**")) {
        throw badRule(entry, '"**" must stand alone between slashes');
    }
    const withoutSets = pattern.replaceAll(SET, "a");
    if (withoutSets.includes("[") || [...pattern.matchAll(RANGE)].some(([, from = "", to = ""]) => from > to)) {
        throw badRule(entry, '"[" needs letters, digits or ascending ranges, and a "]" after them');
    }
    if (NO_BRANCH.test(withoutSets)) {
        throw badRule(entry, "no branch can be called so");
    }
}
function matches(pattern, branch) {
    if (isExact(pattern)) {
        return pattern === branch;
    }
    // Wildcards are all that has a meaning in a pattern; every other sign that picomatch knows is text.
    const quoted = pattern.replaceAll(/[!"#$%&'()+,:;<=>@\\^`{|}~]/g, String.raw `\$&`);
    return picomatch__WEBPACK_IMPORTED_MODULE_2__.isMatch(branch, quoted, { dot: true, strictSlashes: true, windows: false });
}
function bySpecificity(a, b) {
    return textBeforeWildcard(b) - textBeforeWildcard(a) || wildcards(a) - wildcards(b);
}
function textBeforeWildcard(rule) {
    return rule.pattern.search(/[*?[]|$/);
}
/** `**` counts twice, so that `feature/*` goes before `feature/**`. */
function wildcards(rule) {
    return rule.pattern.match(/[*?[]/g)?.length ?? 0;
}
function sameStage(a, b) {
    return a.stage === null || b.stage === null ? a.stage === b.stage : (0,_stage_name_js__WEBPACK_IMPORTED_MODULE_1__/* .sameStageName */ .wr)(a.stage, b.stage);
}
function badRule(entry, why) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
        code: "bad-branch-rule",
        message: `input branches, ${JSON.stringify(entry)}: ${why}.`,
        next: 'Write one rule a line, like "main=production", "release/*=staging" or "develop".',
    });
}
function ambiguous(branch, rules) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
        code: "ambiguous-branches",
        message: `input branches: ${rules.map(ruleText).join(" and ")} fit ${branch} equally well.`,
        next: `Keep one of them, or add a rule for exactly ${branch}.`,
    });
}


/***/ }),

/***/ 6135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Af: () => (/* binding */ checkStageName),
/* harmony export */   Oq: () => (/* binding */ reservedFor),
/* harmony export */   RJ: () => (/* binding */ stageNameOf),
/* harmony export */   jo: () => (/* binding */ pullRequestStage),
/* harmony export */   wr: () => (/* binding */ sameStageName)
/* harmony export */ });
/* unused harmony export MAX_STAGE_LENGTH */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);


const MAX_STAGE_LENGTH = 40;
const HASH_LENGTH = 8;
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const PULL_REQUEST_STAGE = /^pr-(\d{1,15})$/i;
/** The stage of a pull request: `pr-12`. */
function pullRequestStage(number) {
    return `pr-${number}`;
}
/** The pull request that a stage name is reserved for (in any case: `PR-12` is 12); null for every other name. */
function reservedFor(stage) {
    const digits = PULL_REQUEST_STAGE.exec(stage)?.[1];
    return digits === undefined ? null : Number(digits);
}
/**
 * The stage that a branch gets when no rule names one: SST Autodeploy's default (everything but letters, digits and `-` becomes `-`, runs
 * of `-` become one, none at either end, case is kept), at most 40 characters. Two deviations: a longer name is cut and ends in a hash of
 * the whole branch name, so that two long branches stay apart; a branch of which nothing is left (`🚀`) is `branch-` and that hash.
 *
 * Skips a branch whose stage would be a pull request's (`pr-12`).
 */
function stageNameOf(branch) {
    const name = branch
        .replaceAll(/[^a-zA-Z0-9-]/g, "-")
        .replaceAll(/-+/g, "-")
        .replaceAll(/^-|-$/g, "");
    if (name === "") {
        return `branch-${shortHash(branch)}`;
    }
    if (reservedFor(name) !== null) {
        return {
            kind: "skip",
            code: "reserved-name",
            reason: `Branch ${branch} would get stage ${name}, but such names belong to pull requests. ` +
                `Rename the branch, or give it a stage of its own in the input branches.`,
        };
    }
    if (name.length <= MAX_STAGE_LENGTH) {
        return name;
    }
    const start = name.slice(0, MAX_STAGE_LENGTH - HASH_LENGTH - 1).replace(/-$/, "");
    return `${start}-${shortHash(branch)}`;
}
/**
 * A stage name that a person wrote, trimmed. `where` says in which input, for the error.
 * Throws `Failure` (`bad-stage-name`) unless it is 1 to 40 letters, digits and `-`, with no `-` at either end.
 */
function checkStageName(name, where = "input stage") {
    const trimmed = name.trim();
    if (trimmed.length <= MAX_STAGE_LENGTH && SAFE.test(trimmed)) {
        return trimmed;
    }
    throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .H({
        code: "bad-stage-name",
        message: `${where}: ${JSON.stringify(trimmed)} is no stage name.`,
        next: `Use 1 to ${MAX_STAGE_LENGTH} letters, digits and "-", with a letter or digit at either end.`,
    });
}
/** Whether two names are one stage. Case does not tell stages apart: buckets, folders and web addresses may not either. */
function sameStageName(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
function shortHash(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}


/***/ }),

/***/ 1957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ Failure),
/* harmony export */   I: () => (/* binding */ describeFailure)
/* harmony export */ });
/**
 * An error meant for people: what went wrong and what to do next. Anything else that is thrown is a bug of ours.
 *
 * `code` is stable and short (`no-project`, `wrong-passphrase`), so that docs and scripts can refer to it.
 */
class Failure extends Error {
    code;
    next;
    constructor(failure) {
        super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
        this.name = "Failure";
        this.code = failure.code;
        this.next = failure.next;
    }
}
/** What is said of anything that was thrown: a `Failure`'s own words, or the message of an unexpected error. */
function describeFailure(error) {
    if (error instanceof Failure) {
        return { code: error.code, message: error.message, next: error.next };
    }
    return {
        code: "unexpected",
        message: error instanceof Error ? error.message : String(error),
        next: "This is not an error that Stagewright knows. Run again with debug logging and report it with the log.",
    };
}


/***/ }),

/***/ 2384:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AA: () => (/* binding */ checkOwner),
  EJ: () => (/* binding */ emptyCheckpoint),
  S7: () => (/* binding */ parseCheckpoint),
  pT: () => (/* binding */ refuseWhileResourcesRemain),
  kd: () => (/* binding */ remainingResources),
  Qx: () => (/* binding */ stackName)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/core/errors.js
var errors = __webpack_require__(7428);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 6 modules
var schemas = __webpack_require__(7697);
;// CONCATENATED MODULE: ./lib/engine/pulumi/checkpoint.js

const resourceSchema = schemas/* looseObject */._H3({
    urn: schemas/* string */.YjP(),
    type: schemas/* string */.YjP(),
    custom: schemas/* boolean */.zMY().optional(),
    delete: schemas/* boolean */.zMY().optional(),
    protect: schemas/* boolean */.zMY().optional(),
    external: schemas/* boolean */.zMY().optional(),
    id: schemas/* string */.YjP().optional(),
    inputs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).optional(),
    outputs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).optional(),
    parent: schemas/* string */.YjP().optional(),
    provider: schemas/* string */.YjP().optional(),
    /** Names of the resource hooks that only the program can run. */
    resourceHooks: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* string */.YjP()).nullable()).nullish(),
});
const deploymentSchema = schemas/* looseObject */._H3({
    secrets_providers: schemas/* looseObject */._H3({ type: schemas/* string */.YjP(), state: schemas/* unknown */.L5J() }).nullish(),
    resources: schemas/* array */.YOg(resourceSchema).nullish(),
    pending_operations: schemas/* array */.YOg(schemas/* looseObject */._H3({ resource: resourceSchema, type: schemas/* string */.YjP() })).nullish(),
});
/** A stage's state as Pulumi writes it (`.pulumi/stacks/<project>/<stack>.json`, also the shape of `pulumi stack export` inside). */
const checkpointSchema = schemas/* looseObject */._H3({
    version: schemas/* number */.aig(),
    checkpoint: schemas/* looseObject */._H3({ stack: schemas/* string */.YjP().optional(), latest: deploymentSchema.nullish() }),
});

// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
;// CONCATENATED MODULE: ./lib/home/checkpoint-text.js



/** The full name of a stage's stack as the state carries it; Pulumi's file and bucket backends know one organization of this name. */
function stackName(key) {
    return `organization/${key.app}/${key.stage}`;
}
/** The state of a stage that has none yet; Pulumi takes it for an empty stack. */
function emptyCheckpoint(key) {
    return { version: 3, checkpoint: { stack: stackName(key), latest: null } };
}
/** Reads a stage's state from text. `source` (a file, an object's name) is named in the `Failure` for text that is broken, cut or another stage's. */
function parseCheckpoint(text, key, source) {
    const parsed = checkpointSchema.safeParse(parseJson(text, key, source));
    if (!parsed.success) {
        throw broken(key, source, errors/* prettifyError */.S1(parsed.error));
    }
    checkOwner(parsed.data, key, source);
    return parsed.data;
}
function parseJson(text, key, source) {
    try {
        return JSON.parse(text);
    }
    catch (cause) {
        throw broken(key, source, cause);
    }
}
function broken(key, source, cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new failure/* Failure */.H({
        code: "broken-state",
        message: `The state of stage ${key.stage} of ${key.app} cannot be read: ${source} is not a whole Pulumi checkpoint (${why}).`,
        next: "Nothing was changed. Put a good copy in its place: Pulumi keeps the state before the last change beside it (`.bak`), and older ones in `.pulumi/backups`.",
        cause,
    });
}
/** Refuses a state that is not the named stage's: written back or destroyed under this name, it would take another stage's resources. */
function checkOwner(checkpoint, key, source) {
    const name = checkpoint.checkpoint.stack;
    if (name === stackName(key)) {
        return;
    }
    throw new failure/* Failure */.H({
        code: "foreign-state",
        message: `${source} should hold the state of ${stackName(key)} and holds that of ${name ?? "a stack without a name"}.`,
        next: "Nothing was changed. Find out how it came there, and put the stage's own state in its place.",
    });
}
/** The resources that a stage still has; its root and its providers' settings are none. */
function remainingResources(checkpoint) {
    return (checkpoint.checkpoint.latest?.resources ?? []).filter((resource) => resource.type !== "pulumi:pulumi:Stack" && !resource.type.startsWith("pulumi:providers:"));
}
/** Refuses to forget a stage while its state names resources: they would go on living, and costing, unknown to anyone. */
function refuseWhileResourcesRemain(checkpoint, key) {
    const remaining = remainingResources(checkpoint);
    if (remaining.length === 0) {
        return;
    }
    const named = remaining.slice(0, 5).map((resource) => resource.urn);
    const more = remaining.length > named.length ? `\nand ${remaining.length - named.length} more` : "";
    throw new failure/* Failure */.H({
        code: "stage-not-empty",
        message: `Stage ${key.stage} of ${key.app} still has ${remaining.length} resource${remaining.length === 1 ? "" : "s"}:\n${named.join("\n")}${more}`,
        next: "Remove the stage again: that goes on with what is left, and then forgets the stage.",
    });
}


/***/ }),

/***/ 2974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RN: () => (/* binding */ inTime),
/* harmony export */   bg: () => (/* binding */ mayPass),
/* harmony export */   v7: () => (/* binding */ pause)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1957);
/* harmony import */ var _lock_store_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9644);



/**
 * The answer, if it comes in time. If not, the request is left to itself: it may still happen, and whoever asks again finds out by the
 * record that is stored then.
 */
async function inTime(seconds, request) {
    const done = new AbortController();
    const late = (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(seconds * 1000, null, { signal: done.signal }).then(() => {
        throw new _lock_store_js__WEBPACK_IMPORTED_MODULE_2__/* .StoreUnavailable */ .u({
            code: "lock-store-unavailable",
            message: `The store of the locks did not answer within ${seconds} s.`,
            next: "Check the connection to the home, and run again.",
        });
    });
    try {
        return await Promise.race([request, late]);
    }
    finally {
        done.abort();
        late.catch(() => undefined);
        request.catch(() => undefined);
    }
}
/** Whether another try may help: the store did not answer, or not as it should. */
function mayPass(error) {
    return error instanceof _lock_store_js__WEBPACK_IMPORTED_MODULE_2__/* .StoreUnavailable */ .u || !(error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .H);
}
/** Waits, or resolves early when `signal` is aborted. With `ref: false` the wait alone does not keep the process alive. */
async function pause(seconds, signal, { ref } = { ref: true }) {
    await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.max(0, seconds) * 1000, null, { signal, ref }).catch((error) => {
        if (!signal.aborted) {
            throw error;
        }
    });
}


/***/ }),

/***/ 1712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Li: () => (/* binding */ describeBreak),
/* harmony export */   _6: () => (/* binding */ nameStage),
/* harmony export */   sG: () => (/* binding */ describeHolder)
/* harmony export */ });
/** `stage pr-12 of shop`. */
function nameStage(lock) {
    return `stage ${lock.stage} of ${lock.app}`;
}
/** Who holds a lock, for people: `deploy by mona, pull request #12, https://…, since 2026-11-25 12:03:11 UTC`. */
function describeHolder(record) {
    return [`${record.command} by ${describeOwner(record.owner)}`, `since ${utc(record.since)}`].join(", ");
}
/** The last time that the lock was broken by hand, for people. */
function describeBreak(broken) {
    return `${broken.by} broke the lock of ${broken.from.actor} at ${utc(broken.at)}: ${broken.reason}`;
}
function describeOwner(owner) {
    return [
        owner.actor,
        ...(owner.pullRequest === null ? [] : [`pull request #${owner.pullRequest}`]),
        // A person has no run to look at, but a machine to look for.
        owner.link ?? `process ${owner.pid} on ${owner.host}`,
    ].join(", ");
}
function utc(iso) {
    return iso.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");
}


/***/ }),

/***/ 5868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ holdLock)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _ask_store_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2974);
/* harmony import */ var _describe_lock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1712);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4070);
/* harmony import */ var _timing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6109);





/** Keeps a lock that was just stored: renews it from now on, and gives it up when that fails for half its lease. */
function holdLock(holding) {
    const { store, log, timing } = holding;
    const { record } = holding.stored;
    const lost = new AbortController();
    const stop = new AbortController();
    let { stored, renewedAt } = holding;
    let watchdog = watch();
    function watch() {
        const left = renewedAt + record.leaseSeconds / 2 - (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)();
        return setTimeout(() => lose(`it could not be renewed for ${record.leaseSeconds / 2} s`), left * 1000).unref();
    }
    function lose(why) {
        clearTimeout(watchdog);
        if (!stop.signal.aborted) {
            stop.abort();
            lost.abort(new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
                code: "lock-lost",
                message: `The lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(record)} was lost: ${why}.`,
                next: "Look at the stage's other runs; when they have ended, run this one again.",
            }));
        }
    }
    /** One renewal; what it throws may pass. */
    async function renew() {
        const started = (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)();
        const next = { ...stored.record, renewedAt: holding.now(), revision: stored.record.revision + 1 };
        const renewed = await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_1__/* .inTime */ .RN)(timing.requestSeconds, store.replace(record, next, stored.version));
        if (renewed !== null) {
            stored = renewed;
            renewedAt = started;
            clearTimeout(watchdog);
            watchdog = watch();
            return;
        }
        const found = await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_1__/* .inTime */ .RN)(timing.requestSeconds, store.read(record));
        if (found !== null && (0,_release_js__WEBPACK_IMPORTED_MODULE_2__/* .isSameHolding */ .E)(found.record, record) && found.record.releasedAt === null) {
            // Our own: a renewal whose answer did not come. Since when is not known, so the next one follows at once.
            stored = found;
            return;
        }
        lose(describeLoss(found?.record ?? null, record));
    }
    async function keep() {
        while (!stop.signal.aborted) {
            await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v7)(renewedAt + (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .renewalPeriod */ .Sl)(record) - (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)(), stop.signal, { ref: false });
            while (!stop.signal.aborted && (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)() >= renewedAt + (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .renewalPeriod */ .Sl)(record)) {
                try {
                    await renew();
                }
                catch (error) {
                    log.debug(`The lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(record)} was not renewed: ${String(error)}`);
                    await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v7)((0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .jittered */ .et)((0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .renewalPeriod */ .Sl)(record) / 15), stop.signal, { ref: false });
                }
            }
        }
    }
    const kept = keep();
    async function giveBack() {
        if (!lost.signal.aborted) {
            stop.abort();
            clearTimeout(watchdog);
            await kept;
        }
        if (lost.signal.aborted) {
            log.warning(`There is no lock to release: ${String(lost.signal.reason)}`);
            return;
        }
        await (0,_release_js__WEBPACK_IMPORTED_MODULE_2__/* .releaseStored */ .X)({ store, stored, log, requestSeconds: timing.requestSeconds, now: holding.now });
    }
    let released;
    const release = () => (released ??= giveBack());
    return { record, tookOver: holding.tookOver, lost: lost.signal, release, [Symbol.asyncDispose]: release };
}
function describeLoss(found, own) {
    if (found === null) {
        return "somebody deleted it";
    }
    if (found.broken !== null && found.broken.at !== own.broken?.at) {
        return (0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .describeBreak */ .Li)(found.broken);
    }
    return `it was taken over (${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .describeHolder */ .sG)(found)})`;
}


/***/ }),

/***/ 6417:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ timingOf),
/* harmony export */   n: () => (/* binding */ timeOf)
/* harmony export */ });
/* harmony import */ var _timing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6109);

function timingOf(order) {
    return { ..._timing_js__WEBPACK_IMPORTED_MODULE_0__/* .defaultTiming */ .QP, ...order.timing };
}
/** ISO 8601, UTC. */
function timeOf(order) {
    return (order.now?.() ?? new Date()).toISOString();
}


/***/ }),

/***/ 9644:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ StoreUnavailable)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);

/** Something that is stored elsewhere did not answer, or not as it should; another try may help. A write may have happened or not. */
class StoreUnavailable extends _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H {
}


/***/ }),

/***/ 966:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   aE: () => (/* binding */ machineIdentity),
/* harmony export */   gy: () => (/* binding */ processStart)
/* harmony export */ });
/* unused harmony exports startFromProcStat, startFromPs */
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1421);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7975);



const run = (0,node_util__WEBPACK_IMPORTED_MODULE_2__.promisify)(node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile);
/** Independent of the user's language and time zone, so that what two processes read can be compared. */
const plainEnvironment = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };
let identity;
/**
 * What two processes have in common exactly when process ids mean the same to both: the boot and, on Linux, the process namespace (a
 * container has its own, and may well have its neighbour's host name). null where the system does not tell (Windows).
 */
function machineIdentity() {
    identity ??= readIdentity().catch(() => null);
    return identity;
}
async function readIdentity() {
    if (process.platform === "linux") {
        const [boot, namespace] = await Promise.all([
            (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)("/proc/sys/kernel/random/boot_id", "utf8"),
            (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readlink)("/proc/self/ns/pid"),
        ]);
        return `boot ${boot.trim()}, ${namespace}`;
    }
    if (process.platform === "darwin") {
        const { stdout } = await run("sysctl", ["-n", "kern.bootsessionuuid"], { env: plainEnvironment });
        return stdout.trim() === "" ? null : `boot ${stdout.trim()}`;
    }
    return null;
}
/**
 * When a process of this machine started, in milliseconds of the machine's own count: since boot on Linux (a count since the epoch would
 * move when somebody sets the clock), since the epoch elsewhere. Only good for telling two processes with one id apart. `ended` when
 * there is no such process for certain; null when the system does not tell (Windows, no permission).
 */
async function processStart(pid) {
    if (!exists(pid)) {
        return "ended";
    }
    if (process.platform === "linux") {
        return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(`/proc/${pid}/stat`, "utf8").then(startFromProcStat, () => null);
    }
    if (process.platform === "darwin") {
        return run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env: plainEnvironment }).then(({ stdout }) => startFromPs(stdout), () => null);
    }
    return null;
}
/**
 * Reads a line of `/proc/<pid>/stat` (proc(5)): field 3 is the state, field 22 the start in ticks since boot, of which Linux counts 100 a
 * second on every architecture that Node runs on. The name in field 2 may hold spaces and brackets.
 */
function startFromProcStat(line) {
    const [state, ...rest] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") {
        return "ended";
    }
    const ticks = Number(rest[18]);
    return Number.isInteger(ticks) ? ticks * 10 : null;
}
/** Reads a line of `ps -o stat=,lstart=` as it is printed in the C locale: `Ss   Wed Nov 25 01:47:45 2026`. */
function startFromPs(line) {
    const [, state, start] = /^\s*(\S+)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\s*$/.exec(line) ?? [];
    if (state === undefined || start === undefined) {
        return null;
    }
    if (state.startsWith("Z")) {
        return "ended";
    }
    const time = Date.parse(`${start} UTC`);
    return Number.isNaN(time) ? null : time;
}
/** A process that has ended and whose parent has not asked yet still exists in this sense. */
function exists(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return !(error instanceof Error && "code" in error && error.code === "ESRCH");
    }
}


/***/ }),

/***/ 3800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ ownerProcessIsGone),
/* harmony export */   t: () => (/* binding */ describeOwnProcess)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8161);
/* harmony import */ var _machine_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(966);


/** This process, as a lock's owner. */
async function describeOwnProcess() {
    const [identity, start] = await Promise.all([(0,_machine_js__WEBPACK_IMPORTED_MODULE_1__/* .machineIdentity */ .aE)(), (0,_machine_js__WEBPACK_IMPORTED_MODULE_1__/* .processStart */ .gy)(process.pid)]);
    return { host: nameHost(identity), pid: process.pid, processStartedAt: start === "ended" ? null : start };
}
/**
 * Whether that process is gone for certain. False whenever there is doubt: another machine, another boot or container of this one, a
 * process whose start nobody wrote down or can read.
 */
async function ownerProcessIsGone(owner) {
    const identity = await (0,_machine_js__WEBPACK_IMPORTED_MODULE_1__/* .machineIdentity */ .aE)();
    if (identity === null || owner.host !== nameHost(identity)) {
        return false;
    }
    const start = await (0,_machine_js__WEBPACK_IMPORTED_MODULE_1__/* .processStart */ .gy)(owner.pid);
    if (start === "ended") {
        return true;
    }
    return start !== null && owner.processStartedAt !== null && start !== owner.processStartedAt;
}
function nameHost(identity) {
    return identity === null ? (0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)() : `${(0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)()} (${identity})`;
}


/***/ }),

/***/ 4070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ isSameHolding),
/* harmony export */   X: () => (/* binding */ releaseStored)
/* harmony export */ });
/* harmony import */ var _ask_store_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2974);
/* harmony import */ var _describe_lock_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1712);
/* harmony import */ var _timing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6109);



/** The runner kills a cancelled step 10 s after the first signal. */
const patienceSeconds = 8;
/**
 * Gives a lock back by compare-and-swap, as a record that says so. Never throws: the work under the lock is done and its result stands;
 * a lock that could not be given back is free when its lease ends, and the log says it.
 */
async function releaseStored(release) {
    const { record } = release.stored;
    const never = new AbortController().signal;
    const until = performance.now() + patienceSeconds * 1000;
    let { stored } = release;
    let problem;
    while (performance.now() < until) {
        try {
            const next = { ...stored.record, releasedAt: release.now(), revision: stored.record.revision + 1 };
            if ((await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_0__/* .inTime */ .RN)(release.requestSeconds, release.store.replace(record, next, stored.version))) !== null) {
                return;
            }
            const found = await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_0__/* .inTime */ .RN)(release.requestSeconds, release.store.read(record));
            if (found === null || !isSameHolding(found.record, record)) {
                const holder = found === null ? "nobody" : (0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_2__/* .describeHolder */ .sG)(found.record);
                release.log.warning(`The lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_2__/* .nameStage */ ._6)(record)} was not released: it is not this run's any more (${holder}).`);
                return;
            }
            if (found.record.releasedAt !== null) {
                return;
            }
            stored = found;
        }
        catch (error) {
            problem = error;
            if (!(0,_ask_store_js__WEBPACK_IMPORTED_MODULE_0__/* .mayPass */ .bg)(error)) {
                break;
            }
            await (0,_ask_store_js__WEBPACK_IMPORTED_MODULE_0__/* .pause */ .v7)((0,_timing_js__WEBPACK_IMPORTED_MODULE_1__/* .jittered */ .et)(0.4), never);
        }
    }
    release.log.warning(`The lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_2__/* .nameStage */ ._6)(record)} could not be released: ${String(problem)} It is free when its lease ends, in at most ${record.leaseSeconds} s.`);
}
/** Whether both are one holder's record of one turn, whatever was renewed or released in between. */
function isSameHolding(one, other) {
    return one.owner.token === other.owner.token && one.fence === other.fence;
}


/***/ }),

/***/ 6109:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QP: () => (/* binding */ defaultTiming),
/* harmony export */   Sl: () => (/* binding */ renewalPeriod),
/* harmony export */   et: () => (/* binding */ jittered),
/* harmony export */   my: () => (/* binding */ monotonicSeconds)
/* harmony export */ });
const defaultTiming = { leaseSeconds: 120, pollSeconds: 1.5, requestSeconds: 5 };
/** Time between two renewals, in seconds. */
function renewalPeriod(lease) {
    return lease.leaseSeconds / 4;
}
/** Seconds on a clock that only goes forward. */
function monotonicSeconds() {
    return performance.now() / 1000;
}
/** A random duration within a quarter of the given one, so that those who started together do not stay together. */
function jittered(seconds) {
    return seconds * (0.75 + Math.random() / 2);
}


/***/ }),

/***/ 4116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ue: () => (/* binding */ createFaultLimit),
/* harmony export */   Yq: () => (/* binding */ cancelledFailure),
/* harmony export */   lT: () => (/* binding */ lockedFailure),
/* harmony export */   qP: () => (/* binding */ createWaitingLog)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _ask_store_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2974);
/* harmony import */ var _describe_lock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1712);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4070);
/* harmony import */ var _timing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6109);





const secondsBetweenWords = 180;
/** A store that does not answer is asked again for so long, also by those who do not wait for others. */
const patienceSeconds = 30;
/** Says who is being waited for: at first sight, when it is somebody else, and every few minutes. */
function createWaitingLog(order) {
    let said = null;
    return (record) => {
        const isKnown = said !== null && (0,_release_js__WEBPACK_IMPORTED_MODULE_2__/* .isSameHolding */ .E)(said.record, record);
        if (said !== null && isKnown && (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)() - said.at < secondsBetweenWords) {
            return;
        }
        said = { record, at: (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)() };
        order.log.info(`${isKnown ? "Still waiting" : "Waiting"} for the lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(record)}: ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .describeHolder */ .sG)(record)}`);
    };
}
/** Takes what the store throws: rethrows what no further try can mend, or what has gone on for too long. */
function createFaultLimit(order) {
    let since = null;
    return {
        answered: () => {
            since = null;
        },
        failed: (error) => {
            since ??= (0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)();
            if (!(0,_ask_store_js__WEBPACK_IMPORTED_MODULE_1__/* .mayPass */ .bg)(error)) {
                throw error;
            }
            if ((0,_timing_js__WEBPACK_IMPORTED_MODULE_3__/* .monotonicSeconds */ .my)() - since >= patienceSeconds) {
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
                    code: "lock-store-unavailable",
                    message: `The lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(order.key)} could not be taken, since its store does not work: ${String(error)}`,
                    next: error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H ? error.next : "Check the connection to the home, and run again.",
                    cause: error,
                });
            }
            order.log.debug(`The store of the locks does not work, trying again: ${String(error)}`);
        },
    };
}
function lockedFailure(order, record) {
    const waited = order.timeoutSeconds === 0 ? "" : ` It was waited for ${order.timeoutSeconds} s.`;
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
        code: "locked",
        message: `The ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(record)} is locked: ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .describeHolder */ .sG)(record)}.${waited}`,
        next: `Run again when that has ended, or wait longer (\`lock-timeout\`). If nothing of it runs any more, free the stage: \`stagewright unlock ${record.stage}\` shows who holds it and asks for a reason.`,
    });
}
function cancelledFailure(order) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H({
        code: "cancelled",
        message: `The run was cancelled while it waited for the lock of ${(0,_describe_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .nameStage */ ._6)(order.key)}; nothing was changed.`,
        next: "Run it again if the stage should be changed after all.",
    });
}


/***/ }),

/***/ 723:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ createMask)
});

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
;// CONCATENATED MODULE: ./lib/mask/forms.js

/** Every form that a secret takes on its way into logs, bodies and addresses, itself among them. */
function formsOf(secret) {
    const json = JSON.stringify(secret).slice(1, -1);
    const uri = encodeURIComponent(secret.toWellFormed());
    const form = new URLSearchParams({ "": secret }).toString().slice(1);
    return new Set([
        secret,
        json,
        // JSON inside JSON, as in an error that quotes a request's body.
        JSON.stringify(json).slice(1, -1),
        asGoWritesJson(json),
        asAsciiJson(json),
        uri,
        withLowerCaseHex(uri),
        form,
        withLowerCaseHex(form),
        escapeHtml(secret),
        (0,markdown/* escapeText */.X1)(secret),
        ...base64FormsOf(secret),
    ]);
}
/** Go's encoder, and so the engine, also escapes what could end a script element. */
function asGoWritesJson(json) {
    return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
function asAsciiJson(json) {
    return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
function withLowerCaseHex(encoded) {
    return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}
const htmlEntities = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (character) => htmlEntities[character] ?? character);
}
/**
 * Base64 writes 3 bytes as 4 characters, so a secret inside a longer text looks in three ways, by where it starts. Of each way only the
 * characters that the secret alone decides are taken; of the secret by itself, all.
 */
function base64FormsOf(secret) {
    const bytes = Buffer.from(secret);
    const forms = [bytes.toString("base64")];
    for (const offset of [0, 1, 2]) {
        const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
        forms.push(text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)));
    }
    return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

;// CONCATENATED MODULE: ./lib/mask/search.js
/** How long the start of a secret is by which it is found; no secret is shorter. */
const SHORTEST = 6;
const BASE = 31;
const OLDEST = BASE ** (SHORTEST - 1);
/** A power of two, so large that with thousands of strings few other texts have the hash of one. */
const HASHES = 1 << 18;
/**
 * A rolling hash of `SHORTEST` units goes over the text (Rabin and Karp's search); only where it fits the start of a string is anything
 * compared. So the time does not grow with the number of strings, and adding one costs no rebuilding.
 */
function createSearch() {
    const byStart = new Map();
    const hashes = new Uint8Array(HASHES);
    return {
        add: (needle) => {
            const start = needle.slice(0, SHORTEST);
            const family = byStart.get(start) ?? { needles: new Set(), lengths: [] };
            byStart.set(start, family);
            hashes[hashOf(start)] = 1;
            family.needles.add(needle);
            if (!family.lengths.includes(needle.length)) {
                family.lengths.push(needle.length);
                family.lengths.sort((one, other) => other - one);
            }
        },
        replace: (text, by) => {
            if (byStart.size === 0 || text.length < SHORTEST) {
                return text;
            }
            let out = "";
            let kept = 0;
            let coveredTo = -1;
            let hash = 0;
            for (let end = 0; end < text.length; end += 1) {
                const oldest = end < SHORTEST ? 0 : text.charCodeAt(end - SHORTEST);
                hash = (Math.imul(hash - Math.imul(oldest, OLDEST), BASE) + text.charCodeAt(end)) | 0;
                const position = end - SHORTEST + 1;
                const length = position >= 0 && hashes[hash & (HASHES - 1)] === 1 ? longestAt(byStart, text, position) : 0;
                if (length > 0) {
                    out += position > coveredTo ? text.slice(kept, position) + by : "";
                    coveredTo = Math.max(coveredTo, position + length);
                    kept = coveredTo;
                }
            }
            return out + text.slice(kept);
        },
    };
}
/** The length of the longest string at a place in the text; 0 for none. */
function longestAt(byStart, text, position) {
    const family = byStart.get(text.slice(position, position + SHORTEST));
    return family?.lengths.find((length) => family.needles.has(text.slice(position, position + length))) ?? 0;
}
function hashOf(start) {
    let hash = 0;
    for (let index = 0; index < start.length; index += 1) {
        hash = (Math.imul(hash, BASE) + start.charCodeAt(index)) | 0;
    }
    return hash & (HASHES - 1);
}

// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(5944);
;// CONCATENATED MODULE: ./lib/mask.js



/**
 * A mask that tells `register` (the runner's own mask) each secret once, line by line: given several lines, the runner would also mask a
 * line that holds a single brace. What is shorter than 6 characters hides nothing, since it would hide parts of words everywhere.
 */
function createMask(register) {
    const search = createSearch();
    const known = new Set();
    const isNew = (secret) => {
        if (secret.length < SHORTEST || known.has(secret)) {
            return false;
        }
        known.add(secret);
        for (const form of formsOf(secret)) {
            if (form.length >= SHORTEST) {
                search.add(form);
            }
        }
        return true;
    };
    return {
        add: (value) => {
            for (const leaf of leavesOf(value)) {
                const lines = leaf.split(/[\r\n]+/).map((line) => line.trim());
                for (const line of lines.filter(isNew)) {
                    register(line);
                }
                isNew(leaf.trim());
            }
        },
        hide: (text) => {
            const hidden = search.replace(text, HIDDEN);
            // Colours or zero-width characters inside a secret would keep it from being found, until something later takes them out.
            const seen = (0,visible/* visible */.R)(hidden);
            const hiddenSeen = seen === hidden ? seen : search.replace(seen, HIDDEN);
            return hiddenSeen === seen ? hidden : hiddenSeen;
        },
    };
}
const HIDDEN = "***";
/** Strings and numbers of a JSON value, and those of JSON that a string holds, as secret stores hand it out. */
function leavesOf(value) {
    const leaves = [];
    const open = [value];
    while (open.length > 0) {
        const next = open.pop();
        if (typeof next === "string") {
            leaves.push(next);
            open.push(parsedObject(next));
        }
        else if (typeof next === "number" || typeof next === "bigint") {
            leaves.push(String(next));
        }
        else if (typeof next === "object" && next !== null) {
            open.push(...Object.values(next));
        }
    }
    return leaves;
}
function parsedObject(text) {
    if (!/^\s*[[{]/.test(text)) {
        return null;
    }
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 5479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ alerts)
/* harmony export */ });
/* harmony import */ var _change_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1135);
/* harmony import */ var _change_order_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4661);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6590);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5402);
/* harmony import */ var _numbered_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8895);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7039);
/* harmony import */ var _urn_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7585);







const MOST_ROWS = 10;
/** What the rows of one box may take, in UTF-16 units. */
const BOX_SIZE = 4000;
/** The boxes that stand open above everything else, because somebody may have to act. */
function alerts(report) {
    return [dataLossAlert(report), pendingAlert(report)].filter((alert) => alert !== "");
}
/** Resources that hold data and are deleted or replaced. A removed stage loses its data on purpose: nothing is said of that. */
function dataLossAlert(report) {
    const { changeSet } = report;
    if (changeSet === null || report.command === "remove") {
        return "";
    }
    const losing = changeSet.changes.filter(_change_order_js__WEBPACK_IMPORTED_MODULE_1__/* .losesData */ .X7);
    if (losing.length === 0) {
        return "";
    }
    const why = "These resources hold data and are deleted, or replaced by empty ones:";
    const title = lossTitle(losing, changeSet.preview);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .alertBox */ .mP)("CAUTION", list(`${title} ${why}`, losing, (change) => lossText(change, changeSet.preview)));
}
function lossTitle(losing, preview) {
    if (losing.some((change) => change.status === "done")) {
        return "**Data was lost in this stage.**";
    }
    return preview ? "**Data would be lost.**" : "**Data may be lost.**";
}
function lossText(change, preview) {
    const story = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeText */ .X1)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_0__/* .changeStory */ .IA)(change, preview).replace(" (holds data)", ""));
    return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_0__/* .shownName */ .HD)(change.name))} (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_0__/* .shownType */ .si)(change.type))}): ${story}`;
}
/** Operations that were under way when an engine died. */
function pendingAlert(report) {
    if (report.pending.length === 0) {
        return "";
    }
    const title = "**Look at these by hand.** An engine ended while it worked on them, so they may exist without the stage's state knowing:";
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .alertBox */ .mP)("WARNING", list(title, report.pending, (operation) => {
        const { name, type } = (0,_urn_js__WEBPACK_IMPORTED_MODULE_3__/* .urnParts */ .O)(operation.urn);
        return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_0__/* .shownName */ .HD)(name))} (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_0__/* .shownType */ .si)(type))}): ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)(operation.type, 60))}`;
    }));
}
function list(title, rows, text) {
    const told = (0,_room_js__WEBPACK_IMPORTED_MODULE_5__/* .takeRows */ .LY)(rows.slice(0, MOST_ROWS).map((row) => `- ${text(row)}`), { size: BOX_SIZE, measure: _room_js__WEBPACK_IMPORTED_MODULE_5__/* .unitsOf */ .$J });
    const more = rows.length - told.length;
    return [title, ...told, ...(more > 0 ? [`- and ${(0,_numbered_js__WEBPACK_IMPORTED_MODULE_6__/* .numbered */ .j)(more, "more")}, below`] : [])].join("\n");
}


/***/ }),

/***/ 1135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ shownName),
/* harmony export */   IA: () => (/* binding */ changeStory),
/* harmony export */   rf: () => (/* binding */ signs),
/* harmony export */   si: () => (/* binding */ shownType)
/* harmony export */ });
/* harmony import */ var _change_order_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4661);
/* harmony import */ var _change_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9860);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6590);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5402);
/* harmony import */ var _type_name_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5366);
/* harmony import */ var _value_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3763);






/** By these GitHub colours a line of a `diff` fence: red, orange, green, grey. */
const signs = {
    delete: "-",
    replace: "!",
    update: "!",
    refresh: "!",
    create: "+",
    import: "+",
    read: "#",
    same: "#",
};
/** A resource's name for a line of code. */
function shownName(name) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeLine */ .U_)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)(name, 80));
}
/** A resource's type for a line of code. */
function shownType(type) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeLine */ .U_)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)((0,_type_name_js__WEBPACK_IMPORTED_MODULE_5__/* .typeName */ .g)(type), 80));
}
/** What happens to a resource and why, in a few words: `replaced, forced by engineVersion "14" → "15" (holds data)`. */
function changeStory(change, preview) {
    const what = (0,_change_words_js__WEBPACK_IMPORTED_MODULE_1__/* .changeWords */ .m)(change, preview) + storyOf(change);
    return (0,_change_order_js__WEBPACK_IMPORTED_MODULE_0__/* .losesData */ .X7)(change) ? `${what} (holds data)` : what;
}
function storyOf(change) {
    if (change.op === "replace") {
        const forcing = forcingProperties(change);
        return forcing.length === 0 ? "" : `, forced by ${listed(forcing)}`;
    }
    const differing = change.op === "update" || change.op === "refresh" ? change.properties : [];
    return differing.length === 0 ? "" : `: ${listed(differing.map(propertyText))}`;
}
/** The properties that force the replacement, exact paths where the engine gives them. */
function forcingProperties(change) {
    const exact = change.properties.filter((property) => property.forcesReplace);
    return exact.length > 0 ? exact.map(propertyText) : change.replaceKeys.map((key) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeLine */ .U_)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)(key, 80)));
}
function propertyText(property) {
    const path = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeLine */ .U_)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)(property.path, 60));
    const before = (0,_value_text_js__WEBPACK_IMPORTED_MODULE_3__/* .briefValueText */ .H)(property.old, 30);
    const after = (0,_value_text_js__WEBPACK_IMPORTED_MODULE_3__/* .briefValueText */ .H)(property.new, 30);
    const isTold = property.kind === "update" && before !== after && !isCut(before) && !isCut(after);
    return isTold ? `${path} ${before} → ${after}` : path;
}
function isCut(text) {
    return text.includes(" more… ");
}
function listed(parts) {
    const shown = (0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutEnd */ .y)(parts.slice(0, 3).join(", "), 200);
    return parts.length > 3 ? `${shown}, ${parts.length - 3} more` : shown;
}


/***/ }),

/***/ 4661:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TI: () => (/* binding */ isDestructive),
/* harmony export */   X7: () => (/* binding */ losesData),
/* harmony export */   eu: () => (/* binding */ groupByComponent),
/* harmony export */   gN: () => (/* binding */ parentOf),
/* harmony export */   kl: () => (/* binding */ mostDestructiveFirst)
/* harmony export */ });
/* harmony import */ var _data_types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(636);
/* harmony import */ var _type_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5366);
/* harmony import */ var _urn_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7585);



const rank = {
    delete: 1,
    replace: 2,
    update: 3,
    refresh: 4,
    import: 5,
    create: 6,
    read: 7,
    same: 8,
};
/** Whether the step ends the life of a resource. */
function isDestructive(change) {
    return change.op === "delete" || change.op === "replace";
}
/** The same of one that holds data. */
function losesData(change) {
    return isDestructive(change) && (0,_data_types_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsData */ .V)((0,_type_name_js__WEBPACK_IMPORTED_MODULE_1__/* .typeName */ .g)(change.type));
}
/**
 * The most destructive first: loss of data, then deletes, replacements, updates, and last what is new. Equals stand by name, since
 * the engine's own order differs from run to run.
 */
function mostDestructiveFirst(changes) {
    return changes
        .map((change) => ({ change, rank: losesData(change) ? 0 : rank[change.op] }))
        .sort((one, other) => one.rank - other.rank || compareText(sortKey(one.change), sortKey(other.change)))
        .map(({ change }) => change);
}
function sortKey(change) {
    return `${change.name} ${change.urn}`;
}
function compareText(one, other) {
    if (one === other) {
        return 0;
    }
    return one < other ? -1 : 1;
}
/** Grouped by component, groups and changes in the order in which they first come. A component's own change heads its group. */
function groupByComponent(changes) {
    const members = new Map();
    for (const change of changes) {
        const parent = parentOf(change);
        const siblings = members.get(parent);
        if (siblings === undefined) {
            members.set(parent, [change]);
        }
        else {
            siblings.push(change);
        }
    }
    const heads = new Map(changes.filter((change) => members.has(change.urn)).map((change) => [change.urn, change]));
    return [...members]
        .map(([parent, group]) => ({
        parent: parent === "" ? null : (0,_urn_js__WEBPACK_IMPORTED_MODULE_2__/* .urnParts */ .O)(parent),
        header: heads.get(parent) ?? null,
        changes: group.filter((change) => !heads.has(change.urn)),
    }))
        .filter((group) => group.header !== null || group.changes.length > 0);
}
/** The URN of the component that a change belongs to; empty for the stage itself. */
function parentOf(change) {
    return change.parent === null || change.parent.includes("::pulumi:pulumi:Stack::") ? "" : change.parent;
}


/***/ }),

/***/ 9860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ countsText),
/* harmony export */   m: () => (/* binding */ changeWords)
/* harmony export */ });
/** Each step as a plan and as done; the order is the one in which counts are told, destructive first. */
const words = {
    delete: { plan: "delete", done: "deleted" },
    replace: { plan: "replace", done: "replaced" },
    update: { plan: "update", done: "updated" },
    create: { plan: "create", done: "created" },
    import: { plan: "import", done: "imported" },
    refresh: { plan: "take over drift", done: "drift taken over" },
    read: { plan: "read", done: "read" },
};
const tellingOrder = Object.keys(words).filter((op) => op in words);
/** What became of one resource: `delete` in a preview, `deleted`, `delete failed`, or `not reached (delete)` when the run ended before. */
function changeWords(change, preview) {
    const { plan, done } = change.op === "same" ? { plan: "keep", done: "unchanged" } : words[change.op];
    const unfinished = preview ? plan : `not reached (${plan})`;
    return { done, failed: `${plan} failed`, planned: unfinished }[change.status];
}
/** `1 deleted · 3 created · 24 unchanged`; in a preview `1 to delete · …`. Empty when there is not one resource. */
function countsText(changeSet) {
    return countParts(changeSet).join(" · ");
}
function countParts({ preview, changes, counts }) {
    const failed = changes.filter((change) => change.status === "failed").length;
    const notReached = preview ? 0 : changes.filter((change) => change.status === "planned").length;
    const unfinished = failed + notReached > 0;
    const done = unfinished ? countDone(changes) : counts;
    const parts = tellingOrder
        .filter((op) => done[op] > 0)
        .map((op) => (preview ? `${done[op]} to ${words[op].plan}` : `${done[op]} ${words[op].done}`));
    return [
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...parts,
        ...(notReached > 0 ? [`${notReached} not reached`] : []),
        ...(counts.same > 0 ? [`${counts.same} unchanged`] : []),
    ];
}
function countDone(changes) {
    const counts = { create: 0, update: 0, replace: 0, delete: 0, import: 0, read: 0, refresh: 0, same: 0 };
    for (const change of changes) {
        counts[change.op] += change.status === "done" ? 1 : 0;
    }
    return counts;
}


/***/ }),

/***/ 5062:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ commentMarker)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** The hidden line by which the comment of an app is found again, and by its version knows how to be read. Safe for any name. */
function commentMarker(of) {
    return `<!-- stagewright:1 app="${encode(of.app)}" path="${encode(of.path)}" -->`;
}
/** No character that could end an attribute or a comment is left; a long name ends in its hash, so that two never become one. */
function encode(name) {
    const encoded = encodeURIComponent(name.toWellFormed())
        .replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll("%2F", "/")
        .replaceAll("--", "-%2D");
    return encoded.length <= 300
        ? encoded
        : `${encoded.slice(0, 250)}~${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(name).digest("hex")}`;
}


/***/ }),

/***/ 7023:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ renderComment)
/* harmony export */ });
/* unused harmony export COMMENT_LIMIT */
/* harmony import */ var _alerts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5479);
/* harmony import */ var _counts_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1067);
/* harmony import */ var _diagnostics_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7238);
/* harmony import */ var _failure_section_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(186);
/* harmony import */ var _folds_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9277);
/* harmony import */ var _footer_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2747);
/* harmony import */ var _heading_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6584);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5402);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7039);









/** What GitHub takes: 65,536 code points are always safe. */
const COMMENT_LIMIT = 65_536;
/** What the frames of the growing sections take at most: fences longer than any in them, tags, and what was left out where. */
const FRAMES = 5000;
const MOST_OPEN = 40;
/**
 * The pull request's comment on one stage, at most `COMMENT_LIMIT` code points: state and address first, then danger, then what changed,
 * with details in folds. `marker` is the hidden line by which it is found again. The report must be masked already.
 */
function renderComment(report, marker) {
    const top = [marker, ...(0,_heading_js__WEBPACK_IMPORTED_MODULE_6__/* .heading */ .R)(report), (0,_failure_section_js__WEBPACK_IMPORTED_MODULE_3__/* .failureSection */ .m)(report), ...(0,_counts_line_js__WEBPACK_IMPORTED_MODULE_1__/* .countsLine */ .J)(report), ...(0,_alerts_js__WEBPACK_IMPORTED_MODULE_0__/* .alerts */ .C)(report)];
    const bottom = (0,_footer_js__WEBPACK_IMPORTED_MODULE_5__/* .footer */ .q)(report);
    // Each of these is bounded by what it tells (3 errors, 10 rows a box, names cut), so there is always room left for the rest.
    const size = COMMENT_LIMIT - FRAMES - (0,_room_js__WEBPACK_IMPORTED_MODULE_8__/* .unitsOf */ .$J)([...top, bottom].join("\n\n"));
    const sections = [...top, ...details(report, { size, measure: _room_js__WEBPACK_IMPORTED_MODULE_8__/* .unitsOf */ .$J }), bottom];
    return sections.filter((section) => section !== "").join("\n\n");
}
function details(report, room) {
    const { changeSet, run, state } = report;
    if (changeSet === null) {
        return [];
    }
    const elsewhere = `in the ${run === null ? "job summary" : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .link */ .nf)("job summary", run.url)}`;
    // A stage that is gone as it should leaves nothing to look at.
    const mostOpen = state === "removed" ? 0 : MOST_OPEN;
    const diagnostics = (0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutTold */ .oo)((0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .uniqueDiagnostics */ .Gx)(changeSet.diagnostics), (0,_failure_section_js__WEBPACK_IMPORTED_MODULE_3__/* .toldErrors */ .D)(report));
    const give = (0,_room_js__WEBPACK_IMPORTED_MODULE_8__/* .shareOut */ .MT)(room);
    const changes = give(0.6, (part) => (0,_folds_js__WEBPACK_IMPORTED_MODULE_4__/* .changeSections */ .dk)(changeSet, mostOpen, { room: part, elsewhere }));
    const said = give(0.4, (part) => (0,_folds_js__WEBPACK_IMPORTED_MODULE_4__/* .diagnosticsSection */ .qX)(diagnostics, { room: part, elsewhere }));
    const properties = give(1, (part) => (0,_folds_js__WEBPACK_IMPORTED_MODULE_4__/* .propertySection */ .j_)(changeSet, { room: part, elsewhere }));
    return [...changes, ...properties, ...said];
}


/***/ }),

/***/ 1067:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ countsLine)
/* harmony export */ });
/* harmony import */ var _change_words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9860);

/** How much changed, on one line of markdown; nothing before the engine told. */
function countsLine({ changeSet }) {
    const text = changeSet === null ? "" : (0,_change_words_js__WEBPACK_IMPORTED_MODULE_0__/* .countsText */ .W)(changeSet);
    return text === "" ? [] : [`**${text}**`];
}


/***/ }),

/***/ 6590:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ cutMiddle),
/* harmony export */   y: () => (/* binding */ cutEnd)
/* harmony export */ });
/** The text with its middle left out, if it is longer than `max` (at least 20) UTF-16 units; says how many were left out. Splits no character. */
function cutMiddle(text, max) {
    if (text.length <= max) {
        return text;
    }
    const mark = ` …${(text.length - max).toLocaleString("en")} more… `;
    const kept = Math.max(2, max - mark.length);
    const head = withoutHalf(text.slice(0, Math.ceil(kept / 2)), "end");
    return `${head}${mark}${withoutHalf(text.slice(text.length - Math.floor(kept / 2)), "start")}`;
}
/** The text, ended with an ellipsis if it is longer than `max` UTF-16 units. */
function cutEnd(text, max) {
    return text.length <= max ? text : `${withoutHalf(text.slice(0, max - 1), "end")}…`;
}
function withoutHalf(text, side) {
    const half = side === "end" ? /[\uD800-\uDBFF]$/ : /^[\uDC00-\uDFFF]/;
    return text.replace(half, "");
}


/***/ }),

/***/ 636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ holdsData)
/* harmony export */ });
/**
 * Types that hold data which is gone for good when they are deleted or replaced. Written without the provider's file names (`typeName`),
 * in lower case; `*` stands for any text. Other packagings of the same clouds have the same last words, so versions are left out.
 */
const holding = [
    // AWS, both packages
    "aws*:backup:*vault",
    "aws*:cognito:userpool",
    "aws*:docdb:*cluster",
    "aws*:dynamodb:*table",
    "aws*:ebs:volume",
    "aws*:ec2:volume",
    "aws*:ecr:repository",
    "aws*:efs:filesystem",
    "aws*:elasticache:*cluster",
    "aws*:elasticache:replicationgroup",
    "aws*:elasticache:serverlesscache",
    "aws*:elasticsearch:domain",
    "aws*:fsx:*",
    "aws*:kinesis:stream",
    "aws*:kms:key",
    "aws*:lightsail:*database*",
    "aws*:memorydb:cluster",
    "aws*:msk:*cluster",
    "aws*:neptune:*cluster",
    "aws*:opensearch*:domain",
    "aws*:opensearch*:*collection",
    "aws*:qldb:ledger",
    "aws*:rds:*cluster",
    "aws*:rds:dbinstance",
    "aws*:rds:instance",
    "aws*:redshift*:*cluster",
    "aws*:redshift*:namespace",
    "aws*:s3*:*bucket",
    "aws*:s3*:bucketv2",
    "aws*:secretsmanager:secret",
    "aws*:timestream:*",
    // Google Cloud, both packages
    "gcp:alloydb:cluster",
    "gcp:artifactregistry:repository",
    "gcp:bigquery:dataset",
    "gcp:bigquery:table",
    "gcp:bigtable:instance",
    "gcp:bigtable:table",
    "gcp:compute:*disk",
    "gcp:filestore:instance",
    "gcp:firestore:database",
    "gcp:kms:cryptokey",
    "gcp:redis:cluster",
    "gcp:redis:instance",
    "gcp:secretmanager:secret",
    "gcp:spanner:database",
    "gcp:spanner:instance",
    "gcp:sql:database",
    "gcp:sql:databaseinstance",
    "gcp:storage:bucket",
    "google-native:*:bucket",
    "google-native:*:dataset",
    "google-native:*:disk",
    "google-native:sqladmin*:*",
    // Azure, both packages
    "azure*:cosmosdb*:*account",
    "azure*:cosmosdb*:*container",
    "azure*:cosmosdb*:*database",
    "azure*:cosmosdb*:*table",
    "azure*:documentdb*:*account",
    "azure*:documentdb*:*container",
    "azure*:documentdb*:*database",
    "azure*:documentdb*:*table",
    "azure*:dbfor*:*server",
    "azure*:dbfor*:*database",
    "azure*:cache*:redis",
    "azure*:compute*:*disk",
    "azure*:containerregistry*:registry",
    "azure*:containerservice*:registry",
    "azure*:keyvault*:*vault",
    "azure*:keyvault*:key",
    "azure*:mssql*:*database",
    "azure*:mssql*:*server",
    "azure*:mysql*:*server",
    "azure*:postgresql*:*server",
    "azure*:mariadb*:*server",
    "azure*:redis*:*cache",
    "azure*:sql*:*database",
    "azure*:sql*:*server",
    "azure*:storage*:*account",
    "azure*:storage*:*blob*container",
    "azure*:storage*:container",
    "azure*:storage*:*share",
    "azure*:storage*:table",
    // Cloudflare
    "cloudflare:*:d1database",
    "cloudflare:*:r2bucket",
    "cloudflare:*:workerskvnamespace",
    // Databases and others
    "digitalocean:*:database*",
    "digitalocean:*:spacesbucket",
    "digitalocean:*:volume",
    "hcloud:*:volume",
    "kubernetes:core/*:persistentvolume*",
    "kubernetes:core/*:namespace",
    "minio:*:*bucket",
    "mongodbatlas:*:*cluster",
    "mysql:*:database",
    "neon:*:branch",
    "neon:*:database",
    "neon:*:project",
    "planetscale:*:database",
    "postgresql:*:database",
    "postgresql:*:schema",
    "snowflake:*:database",
    "snowflake:*:schema",
    "snowflake:*:table",
    "supabase:*:project",
    "turso:*:database",
    "upstash:*:*database",
    "docker:*:volume",
];
const pattern = new RegExp(`^(?:${holding.map((type) => type.replaceAll("*", "[^:]*")).join("|")})$`);
/** Whether the loss of such a resource is the loss of data. `type` is as `typeName` gives it. */
function holdsData(type) {
    if (type.length > 500) {
        return false;
    }
    const known = answers.get(type);
    if (known !== undefined) {
        return known;
    }
    const answer = pattern.test(type.toLowerCase());
    if (answers.size < 1000) {
        answers.set(type, answer);
    }
    return answer;
}
/** Thousands of resources have a few types, and each is asked about several times. */
const answers = new Map();


/***/ }),

/***/ 7238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gx: () => (/* binding */ uniqueDiagnostics),
/* harmony export */   VL: () => (/* binding */ messageLines),
/* harmony export */   gN: () => (/* binding */ diagnosticsText),
/* harmony export */   oo: () => (/* binding */ withoutTold),
/* harmony export */   ps: () => (/* binding */ causes),
/* harmony export */   rI: () => (/* binding */ sourceText)
/* harmony export */ });
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6590);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);


/** Of a longer message the middle is left out before anything else is done with it. */
const LONGEST_KEPT = 10_000;
const order = { error: 0, warning: 1, info: 2 };
/** The same message of the same resource once; errors first, then warnings; empty messages not at all. */
function uniqueDiagnostics(diagnostics) {
    const told = new Map();
    for (const diagnostic of diagnostics) {
        const message = (0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(diagnostic.message.trim(), LONGEST_KEPT);
        if (message !== "") {
            const key = keyOf({ ...diagnostic, message });
            told.set(key, { ...diagnostic, message, times: (told.get(key)?.times ?? 0) + 1 });
        }
    }
    return [...told.values()].sort((one, other) => order[one.severity] - order[other.severity]);
}
/** What the engine adds to every failure. */
const consequence = /^(update|preview|destroy|refresh) failed\.?$/i;
/** The errors that say why a run failed: without those that only say that it did, unless there are no others. */
function causes(diagnostics) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    const real = errors.filter((diagnostic) => !consequence.test(diagnostic.message));
    return real.length > 0 ? real : errors;
}
/** What is left to tell once `told` were: neither those nor what only follows from them. */
function withoutTold(diagnostics, told) {
    const keys = new Set(told.map(keyOf));
    const follows = (diagnostic) => diagnostic.severity === "error" && consequence.test(diagnostic.message);
    return diagnostics.filter((one) => !keys.has(keyOf(one)) && !(told.length > 0 && follows(one)));
}
function keyOf(diagnostic) {
    return `${diagnostic.severity} ${(0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(diagnostic.resource ?? "", 200)}: ${diagnostic.message}`;
}
/** `2 warnings, 1 message`. */
function diagnosticsText(diagnostics) {
    const count = (severity, word) => {
        const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
        return number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`];
    };
    return [...count("error", "error"), ...count("warning", "warning"), ...count("info", "message")].join(", ");
}
const LONGEST_MESSAGE = 1500;
const LONGEST_LINE = 300;
/** The lines of a message for a fence, at most `most` (at least 4), the long middle of it left out. */
function messageLines(message, most) {
    const lines = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .codeLines */ .zo)((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(message.trim(), LONGEST_MESSAGE)).map((line) => (0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(line, LONGEST_LINE));
    const left = lines.length - most + 1;
    return left <= 1 ? lines : [...lines.slice(0, most - 3), `… ${left} more lines …`, ...lines.slice(-2)];
}
/** `src/site.ts:12:3`. */
function sourceText(source) {
    const column = source.column === null ? "" : `:${source.column}`;
    return `${(0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(source.file, 200)}:${source.line}${column}`;
}


/***/ }),

/***/ 136:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ durationText)
/* harmony export */ });
/** `0.4s`, `12s`, `3m 05s`, `1h 02m`. */
function durationText(seconds) {
    if (seconds < 10) {
        return `${Math.max(0, Math.round(seconds * 10) / 10)}s`;
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
        return `${whole}s`;
    }
    const minutes = Math.floor(whole / 60);
    return minutes < 60
        ? `${minutes}m ${twoDigits(whole % 60)}s`
        : `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}
function twoDigits(value) {
    return String(value).padStart(2, "0");
}


/***/ }),

/***/ 186:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ toldErrors),
/* harmony export */   m: () => (/* binding */ failureSection)
/* harmony export */ });
/* harmony import */ var _change_words_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9860);
/* harmony import */ var _change_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1135);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6590);
/* harmony import */ var _diagnostics_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7238);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5402);





const MOST_ERRORS = 3;
const MOST_LINES = 25;
/** What went wrong, where and what to do: at most `MOST_ERRORS` errors, each with resource, message and source line. Empty when nothing did. */
function failureSection(report) {
    const { failure, changeSet } = report;
    if (failure === null) {
        return "";
    }
    const errors = (0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .causes */ .ps)((0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .uniqueDiagnostics */ .Gx)(changeSet?.diagnostics ?? []));
    const told = toldErrors(report).map((error) => errorText(error, changeOf(error, report), report));
    const more = errors.length - told.length;
    return [
        ...(told.length > 0 ? told : [messageFence(failure.message)]),
        ...(more > 0 ? [`And ${more} more ${more === 1 ? "error" : "errors"}, below.`] : []),
        `**What to do:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutEnd */ .y)(failure.next, 300))}`,
    ].join("\n\n");
}
/** The errors that the section tells whole, so that no other section need tell them. */
function toldErrors({ failure, changeSet }) {
    return failure === null ? [] : (0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .causes */ .ps)((0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .uniqueDiagnostics */ .Gx)(changeSet?.diagnostics ?? [])).slice(0, MOST_ERRORS);
}
function errorText(error, change, report) {
    const subject = error.resource === null ? "The program" : `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)((0,_cut_js__WEBPACK_IMPORTED_MODULE_4__/* .cutMiddle */ .i)(error.resource, 80))}**`;
    const type = change === null ? "" : ` (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)((0,_change_line_js__WEBPACK_IMPORTED_MODULE_1__/* .shownType */ .si)(change.type))})`;
    const what = change?.status === "failed" ? (0,_change_words_js__WEBPACK_IMPORTED_MODULE_0__/* .changeWords */ .m)(change, report.changeSet?.preview ?? false) : "failed";
    const at = error.source === null ? "" : ` at ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)((0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .sourceText */ .rI)(error.source))}`;
    return `${subject}${type}: ${what}${at}\n\n${messageFence(error.message)}`;
}
function messageFence(message) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .fence */ .EU)("text", (0,_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .messageLines */ .VL)(message, MOST_LINES));
}
function changeOf(error, report) {
    return error.urn === null ? null : (report.changeSet?.changes.find((change) => change.urn === error.urn) ?? null);
}


/***/ }),

/***/ 9277:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  dk: () => (/* binding */ changeSections),
  qX: () => (/* binding */ diagnosticsSection),
  j_: () => (/* binding */ propertySection)
});

// EXTERNAL MODULE: ./lib/report/change-line.js
var change_line = __webpack_require__(1135);
// EXTERNAL MODULE: ./lib/report/change-order.js
var change_order = __webpack_require__(4661);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/urn.js
var urn = __webpack_require__(7585);
;// CONCATENATED MODULE: ./lib/report/change-list.js




/** Columns are as wide as their widest text, but no wider than this; longer texts push the rest of their line. */
const WIDEST = 34;
const INDENT = "  ";
/** More lines than this never fit anywhere. */
const MOST_LINES = 2000;
/** How many leading changes fit, as lines of `changeFence`, each new component with a line of its own. */
function countFitting(changes, preview, room) {
    // No part of them has wider columns than the whole.
    const candidates = changes.slice(0, MOST_LINES);
    const shape = shapeOf(candidates, preview);
    const headed = { true: new Set([""]), false: new Set([""]) };
    let left = room.size;
    for (const [index, change] of candidates.entries()) {
        const parent = (0,change_order/* parentOf */.gN)(change);
        const known = headed[`${(0,change_order/* isDestructive */.TI)(change)}`];
        left -= known.has(parent) ? 0 : room.measure(parentLine((0,urn/* urnParts */.O)(parent))) + 1;
        known.add(parent);
        left -= room.measure(changeLine(change, shape, INDENT)) + 1;
        if (left < 0) {
            return index;
        }
    }
    return candidates.length;
}
/**
 * One line a resource in GitHub's colours for differences: first what is deleted or replaced, then the rest, each grouped by component.
 * Whoever calls chooses how many there are.
 */
function changeFence(changes, preview) {
    const shape = shapeOf(changes, preview);
    const destructive = changes.filter(change_order/* isDestructive */.TI);
    const others = changes.filter((change) => !(0,change_order/* isDestructive */.TI)(change));
    const lines = [...(0,change_order/* groupByComponent */.eu)(destructive), ...(0,change_order/* groupByComponent */.eu)(others)].flatMap((group) => {
        if (group.parent === null) {
            return group.changes.map((change) => changeLine(change, shape, ""));
        }
        const header = group.header === null ? parentLine(group.parent) : changeLine(group.header, shape, "");
        return [header, ...group.changes.map((change) => changeLine(change, shape, INDENT))];
    });
    return (0,markdown/* fence */.EU)("diff", lines);
}
function shapeOf(changes, preview) {
    const indentOf = (change) => ((0,change_order/* parentOf */.gN)(change) === "" ? "" : INDENT);
    return {
        preview,
        nameWidth: widest(changes, (change) => indentOf(change) + (0,change_line/* shownName */.HD)(change.name)),
        typeWidth: widest(changes, (change) => (0,change_line/* shownType */.si)(change.type)),
    };
}
function changeLine(change, shape, indent) {
    const name = (indent + (0,change_line/* shownName */.HD)(change.name)).padEnd(shape.nameWidth);
    const type = (0,change_line/* shownType */.si)(change.type).padEnd(shape.typeWidth);
    return `${change_line/* signs */.rf[change.op]} ${name}  ${type}  ${(0,change_line/* changeStory */.IA)(change, shape.preview)}`;
}
function parentLine(parent) {
    return `# ${(0,change_line/* shownName */.HD)(parent.name)}  ${(0,change_line/* shownType */.si)(parent.type)}`;
}
function widest(changes, text) {
    return changes.reduce((width, change) => Math.min(WIDEST, Math.max(width, text(change).length)), 0);
}

// EXTERNAL MODULE: ./lib/report/diagnostics.js
var report_diagnostics = __webpack_require__(7238);
// EXTERNAL MODULE: ./lib/report/numbered.js
var numbered = __webpack_require__(8895);
// EXTERNAL MODULE: ./lib/report/change-words.js
var change_words = __webpack_require__(9860);
// EXTERNAL MODULE: ./lib/report/cut.js
var cut = __webpack_require__(6590);
;// CONCATENATED MODULE: ./lib/report/json-diff.js
/** Deeper than this, and in texts longer than this, values are compared whole. */
const DEEPEST = 20;
const LONGEST_TEXT = 200_000;
/**
 * The leaves in which two values of a property differ: objects and lists are compared key by key, and so are texts that hold JSON, such
 * as policies. A property that was added or removed is one leaf.
 */
function* leafDiffs(leaf, depth = 0) {
    const before = depth < DEEPEST ? structureOf(leaf.old) : null;
    const after = depth < DEEPEST ? structureOf(leaf.new) : null;
    if (before === null || after === null || Array.isArray(before) !== Array.isArray(after)) {
        if (leaf.old !== leaf.new && !(depth === DEEPEST && JSON.stringify(leaf.old) === JSON.stringify(leaf.new))) {
            yield leaf;
        }
        return;
    }
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        const inner = Array.isArray(before) ? `${leaf.path}[${key}]` : `${leaf.path}.${key}`;
        yield* leafDiffs({ path: inner, ...sideOf("old", before, key), ...sideOf("new", after, key) }, depth + 1);
    }
}
function sideOf(side, structure, key) {
    return Object.hasOwn(structure, key) ? { [side]: Reflect.get(structure, key) } : {};
}
function structureOf(value) {
    if (typeof value === "object") {
        return value;
    }
    if (typeof value !== "string" || value.length > LONGEST_TEXT || !/^\s*[[{]/.test(value)) {
        return null;
    }
    try {
        const parsed = JSON.parse(value);
        return typeof parsed === "object" ? parsed : null;
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./lib/report/value-text.js
var value_text = __webpack_require__(3763);
;// CONCATENATED MODULE: ./lib/report/property-diff.js






/** Values up to this length stand side by side; longer ones one above the other. */
const SHORT = 60;
const LONG = 400;
/** Leaves told of one property; a document that was written anew would fill the page. */
const MOST_LEAVES = 30;
/** Whether a change has differences to tell; all of a new resource's properties are new, all of a deleted one's are gone. */
function hasPropertyDiffs(change) {
    return change.properties.length > 0 && change.op !== "create" && change.op !== "delete";
}
/** What differs, resource by resource, as blocks of lines for a `diff` fence. */
function* propertyBlocks(changes, preview) {
    for (const change of changes.filter(hasPropertyDiffs)) {
        const head = `# ${(0,change_line/* shownName */.HD)(change.name)} (${(0,change_line/* shownType */.si)(change.type)}) ${(0,change_words/* changeWords */.m)(change, preview)}`;
        yield [head, ...change.properties.flatMap(propertyLines)].join("\n");
    }
}
function propertyLines(property) {
    const note = property.forcesReplace ? "  (forces the replacement)" : "";
    const leaves = [];
    for (const leaf of property.kind === "update"
        ? leafDiffs({ path: property.path, old: property.old, new: property.new })
        : []) {
        if (leaves.length === MOST_LEAVES) {
            return [...leaves.flatMap((told) => leafLines(told, note)), `!   ${shownPath(property.path)}: … and more`];
        }
        leaves.push(leaf);
    }
    if (leaves.length > 0) {
        return leaves.flatMap((leaf) => leafLines(leaf, note));
    }
    // Added, deleted, or changed where both sides look the same: secrets, and what is known only afterwards.
    const { path, kind } = property;
    const whole = kind === "delete" ? { path, old: property.old } : { path, new: property.new };
    return kind === "update"
        ? [`!   ${shownPath(path)}: ${(0,value_text/* valueText */.R)(property.new, SHORT)} (changed)${note}`]
        : leafLines(whole, note);
}
function leafLines(leaf, note) {
    const path = shownPath(leaf.path);
    if (!("old" in leaf)) {
        return [`+   ${path}: ${(0,value_text/* valueText */.R)(leaf.new, LONG)}${note}`];
    }
    if (!("new" in leaf)) {
        return [`-   ${path}: ${(0,value_text/* valueText */.R)(leaf.old, LONG)}${note}`];
    }
    const before = (0,value_text/* valueText */.R)(leaf.old, LONG);
    const after = (0,value_text/* valueText */.R)(leaf.new, LONG);
    return before.length + after.length <= 2 * SHORT
        ? [`!   ${path}: ${before} → ${after}${note}`]
        : [`-   ${path}: ${before}`, `+   ${path}: ${after}${note}`];
}
function shownPath(path) {
    return (0,markdown/* codeLine */.U_)((0,cut/* cutMiddle */.i)(path, 200));
}

// EXTERNAL MODULE: ./lib/report/room.js
var room = __webpack_require__(7039);
;// CONCATENATED MODULE: ./lib/report/folds.js








/**
 * One line a changed resource, destructive first, as far as they fit: the first `mostOpen` stand open, since more would push everything
 * else off the screen, the others in a fold.
 */
function changeSections(changeSet, mostOpen, space) {
    const { preview } = changeSet;
    const changes = (0,change_order/* mostDestructiveFirst */.kl)(changeSet.changes);
    const fitting = countFitting(changes, preview, space.room);
    const open = changes.slice(0, Math.min(fitting, mostOpen));
    const folded = changes.slice(open.length, fitting);
    const left = changes.length - fitting;
    const more = open.length > 0 ? "more resource" : "resource";
    return [
        ...(open.length > 0 ? [changeFence(open, preview)] : []),
        ...(folded.length > 0 ? [(0,markdown/* fold */.AU)((0,numbered/* numbered */.j)(folded.length, more), changeFence(folded, preview))] : []),
        ...(left > 0 ? [`${(0,numbered/* numbered */.j)(left, "more resource")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
    ];
}
/** Old and new values of every property that differs, resource by resource. */
function propertySection(changeSet, space) {
    const total = changeSet.changes.filter(hasPropertyDiffs).length;
    if (total === 0) {
        return [];
    }
    const blocks = (0,room/* takeRows */.LY)(propertyBlocks((0,change_order/* mostDestructiveFirst */.kl)(changeSet.changes), changeSet.preview), space.room);
    const summary = `What differs in ${(0,numbered/* numbered */.j)(total, "resource")}`;
    return [foldOfBlocks({ summary, language: "diff", blocks, total, elsewhere: space.elsewhere })];
}
/** What program and engine said. */
function diagnosticsSection(diagnostics, space) {
    const total = diagnostics.length;
    if (total === 0) {
        return [];
    }
    const blocks = (0,room/* takeRows */.LY)(diagnosticBlocks(diagnostics), space.room);
    const summary = (0,report_diagnostics/* diagnosticsText */.gN)(diagnostics);
    return [foldOfBlocks({ summary, language: "text", blocks, total, elsewhere: space.elsewhere })];
}
function* diagnosticBlocks(diagnostics) {
    for (const { severity, resource, source, times, message } of diagnostics) {
        const subject = resource === null ? "" : ` ${(0,change_line/* shownName */.HD)(resource)}`;
        const at = source === null ? "" : ` (${(0,markdown/* codeLine */.U_)((0,report_diagnostics/* sourceText */.rI)(source))})`;
        const [first = "", ...others] = (0,report_diagnostics/* messageLines */.VL)(message, 12);
        const head = `${severity}${subject}${at}${times > 1 ? ` ×${times}` : ""}: ${first}`;
        yield [head, ...others.map((line) => `  ${line}`)].join("\n");
    }
}
function foldOfBlocks(of) {
    const left = of.total - of.blocks.length;
    const parts = [
        ...(of.blocks.length > 0 ? [(0,markdown/* fence */.EU)(of.language, of.blocks)] : []),
        ...(left > 0 ? [`${(0,numbered/* numbered */.j)(left, "more")} ${left === 1 ? "is" : "are"} ${of.elsewhere}.`] : []),
    ];
    return (0,markdown/* fold */.AU)(of.summary, parts.join("\n\n"));
}


/***/ }),

/***/ 2747:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ footer)
/* harmony export */ });
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6590);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(136);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);



/** One small line: which commit, which run, by whom, how long and when. */
function footer(report) {
    const { run, endedAt, startedAt } = report;
    const seconds = endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    const parts = [
        commitText(report),
        run === null ? "" : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .link */ .nf)("run", run.url) + (run.attempt > 1 ? ` (attempt ${run.attempt})` : ""),
        `by ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(report.actor, 60))}`,
        seconds === null || Number.isNaN(seconds) ? "" : (0,_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .durationText */ .S)(seconds),
        timeText(endedAt ?? startedAt),
    ];
    return `<sub>${parts.filter((part) => part !== "").join(" · ")}</sub>`;
}
/** The head commit; on a pull request it was merged into the base branch, and that is what was deployed. */
function commitText(report) {
    const { commit, mergedInto, branch, repositoryUrl } = report;
    if (commit === null) {
        return "";
    }
    const short = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(commit.slice(0, 7));
    const isLinked = repositoryUrl !== null && /^[0-9a-f]+$/i.test(commit);
    const linked = isLinked ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .link */ .nf)(short, `${repositoryUrl}/commit/${commit}`) : short;
    const from = branch === null ? "" : ` of ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(branch, 100))}`;
    return mergedInto === null
        ? `commit ${linked}${from}`
        : `head ${linked} merged into ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(mergedInto, 100))}`;
}
/** `2026-11-25 02:03 UTC`; what is no time stays as it is. */
function timeText(iso) {
    const time = new Date(iso);
    return Number.isNaN(time.getTime())
        ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(iso, 40))
        : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}


/***/ }),

/***/ 6584:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ heading)
/* harmony export */ });
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6590);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7039);
/* harmony import */ var _state_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8615);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9484);





const MOST_URLS = 5;
/** What answers at a glance: state, app and stage; where the stage is; why nothing was done. */
function heading(report) {
    const { icon, words } = (0,_state_words_js__WEBPACK_IMPORTED_MODULE_1__/* .stateWords */ .X)(report);
    const name = `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutMiddle */ .i)(report.app, 100))} · ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutMiddle */ .i)(report.stage, 100))}`;
    return [
        `### ${icon} ${name}: ${words}`,
        ...addresses(report),
        ...(report.reason === null ? [] : [sentence((0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeText */ .X1)((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutEnd */ .y)(report.reason, 300)))]),
    ];
}
/** The stage's addresses as it now is; while that is not sure, the one that answered last, and that it is that. */
function addresses(report) {
    const { state, command, url, lastUrl = null } = report;
    if (state === "deployed" || state === "unchanged") {
        return url === null ? [] : [`**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .autolink */ .mf)(url)}**`, ...otherAddresses(report, url)];
    }
    if (command === "remove") {
        return [];
    }
    if (state === "failed" || state === "cancelled") {
        return lastUrl === null
            ? labelled("Address, which may not answer after this", command === "deploy" ? url : null)
            : labelled("Last good deploy", lastUrl);
    }
    return labelled("Last deploy", lastUrl);
}
function labelled(label, address) {
    return address === null ? [] : [`${label}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .autolink */ .mf)(address)}`];
}
/** By the names of their outputs, on one line. */
function otherAddresses(report, main) {
    const others = (0,_url_js__WEBPACK_IMPORTED_MODULE_3__/* .stageUrls */ .Z)(report.changeSet?.outputs ?? {}).filter(({ url }) => url !== main);
    const all = others.slice(0, MOST_URLS).map(({ name, url }) => `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutMiddle */ .i)(name, 60))} ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .autolink */ .mf)(url)}`);
    const told = (0,_room_js__WEBPACK_IMPORTED_MODULE_4__/* .takeRows */ .LY)(all, { size: 2000, measure: _room_js__WEBPACK_IMPORTED_MODULE_4__/* .unitsOf */ .$J });
    return told.length === 0 ? [] : [told.join(" · ")];
}
function sentence(text) {
    const capital = text.charAt(0).toUpperCase() + text.slice(1);
    return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}


/***/ }),

/***/ 5402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AU: () => (/* binding */ fold),
/* harmony export */   EU: () => (/* binding */ fence),
/* harmony export */   U_: () => (/* binding */ codeLine),
/* harmony export */   X1: () => (/* binding */ escapeText),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   mP: () => (/* binding */ alertBox),
/* harmony export */   mf: () => (/* binding */ autolink),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   zo: () => (/* binding */ codeLines)
/* harmony export */ });
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6590);
/* harmony import */ var _visible_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5944);


/** Stands between characters that GitHub would make a link, a mention or an emoji of; `visible` took all others of its kind out. */
const BREAK = "\u200B";
/**
 * Where GitHub links or pings. It does so on the text that a browser would see, so that neither `\@` nor `&#64;` helps: only a character
 * in between does. In order: mentions and addresses, issue numbers, `GH-1`, URLs, `www.`, emoji names.
 */
const linked = /@(?=\w)|#(?=\d)|(?<![a-z0-9])GH-(?=\d)|:(?=\/\/)|(?<![a-z0-9])www(?=\.)|:(?=[\w+-]+(?::|$))/gi;
const commitId = /(?<![a-z0-9])[0-9a-f]{7,64}(?![a-z0-9])/gi;
const special = /[&<>`*[\]|~\\$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
/** Text of others on one line of markdown (paragraph, list, table cell, heading) or of HTML, as it is: links, pings and formats nothing. */
function escapeText(text) {
    return (0,_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(text)
        .replace(linked, (found) => found + BREAK)
        .replace(commitId, (id) => id.replace(/.{6}(?=.)/g, `$&${BREAK}`))
        .replace(special, entity)
        .replace(/^[#+=-]/, entity)
        .replace(/^(\d+)([.)])/, (_, digits, dot) => digits + entity(dot))
        .replaceAll(BREAK, entity(BREAK));
}
function entity(character) {
    return `&#${character.codePointAt(0)};`;
}
/**
 * Text of others as inline code, fit for tables too. A pipe or a backtick makes it HTML: a table splits its cells before it knows of code,
 * and what stands before the pipe can undo an escape.
 */
function code(text) {
    const content = codeLine(text);
    if (content === "") {
        return "(empty)";
    }
    return /[|`\\]/.test(content) ? `<code>${escapeText(text)}</code>` : `\`${content}\``;
}
/** One line for a fence. An HTML comment in it is broken up, so that a body never holds the marker of another comment. */
function codeLine(text) {
    return withoutComments((0,_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(text));
}
/** The lines of a text for a fence. */
function codeLines(text) {
    return (0,_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .R)(text).replaceAll("\t", "  ").split("\n").map(withoutComments);
}
function withoutComments(line) {
    return line.replaceAll("<!--", `<!${BREAK}--`);
}
/** A fenced block; its fence is longer than any row of backticks in it. */
function fence(language, lines) {
    const body = lines.join("\n");
    const longest = Math.max(0, ...[...body.matchAll(/`{3,}/g)].map((run) => run[0].length));
    const ticks = "`".repeat(Math.max(3, longest + 1));
    return `${ticks}${language}\n${body}\n${ticks}`;
}
/** A closed fold. `summary` is HTML, `content` markdown. */
function fold(summary, content) {
    return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
/** GitHub's alert box; `content` is markdown. */
function alertBox(kind, content) {
    return [`[!${kind}]`, ...content.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
}
/** `label` is markdown. Only http and https become links: any other address leaves the label alone. */
function link(label, address) {
    const safe = webAddress(address);
    if (safe === null) {
        return label;
    }
    return /^[\w:/.?=&%~+-]+$/.test(safe) ? `[${label}](${safe})` : `[${label}](<${safe}>)`;
}
/** A web address as its own label; anything else as code. */
function autolink(address) {
    const safe = webAddress(address);
    return safe === null ? code((0,_cut_js__WEBPACK_IMPORTED_MODULE_1__/* .cutMiddle */ .i)(address, 200)) : `<${safe}>`;
}
/** The longest address that becomes a link; nobody could read a longer one, and it would take the room of everything else. */
const LONGEST_ADDRESS = 500;
/** The address, written as a browser would if it holds anything unusual, or null if it is none of the web. */
function webAddress(address) {
    const url = URL.parse(address);
    if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.href.length > LONGEST_ADDRESS) {
        return null;
    }
    return /^https?:\/\/[\w:/.?=&%~+#@!,;-]+$/.test(address) ? address : url.href;
}


/***/ }),

/***/ 8895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ numbered)
/* harmony export */ });
/** `1 resource`, `9,960 resources`; a noun that has no plural (`more`) stays. */
function numbered(count, noun) {
    const plural = count === 1 || noun === "more" ? "" : "s";
    return `${count.toLocaleString("en")} ${noun}${plural}`;
}


/***/ }),

/***/ 7039:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $$: () => (/* binding */ bytesOf),
/* harmony export */   $J: () => (/* binding */ unitsOf),
/* harmony export */   LY: () => (/* binding */ takeRows),
/* harmony export */   MT: () => (/* binding */ shareOut)
/* harmony export */ });
/** UTF-16 units: never fewer than the code points that GitHub counts, and much faster to count. */
const unitsOf = (text) => text.length;
const bytesOf = (text) => Buffer.byteLength(text);
/** Hands out a room section by section: each may take a fraction of what those before it left. Returns what the section drew. */
function shareOut(room) {
    let left = room.size;
    return (fraction, draw) => {
        const drawn = draw({ ...room, size: Math.floor(left * fraction) });
        left = Math.max(0, left - room.measure(drawn.join("\n\n")));
        return drawn;
    };
}
/** The first whole rows that fit, each with a line break. `rows` is read no further than needed. */
function takeRows(rows, room) {
    const taken = [];
    let left = room.size;
    for (const row of rows) {
        left -= room.measure(row) + 1;
        if (left < 0) {
            break;
        }
        taken.push(row);
    }
    return taken;
}


/***/ }),

/***/ 8615:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ stateWords)
/* harmony export */ });
const states = {
    deploying: ["⏳", "deploying …"],
    removing: ["⏳", "removing …"],
    previewing: ["⏳", "previewing …"],
    deployed: ["✅", "deployed"],
    unchanged: ["✅", "no changes"],
    previewed: ["🔍", "preview"],
    removed: ["🗑️", "removed"],
    failed: ["❌", "failed"],
    cancelled: ["⚠️", "cancelled"],
    superseded: ["⏭️", "superseded"],
    skipped: ["⏭️", "skipped"],
};
const task = { deploy: "deploy", remove: "removal", diff: "preview" };
/** How a report's state is said at a glance: an icon and words (`✅ deployed`, `❌ removal failed`). */
function stateWords(report) {
    const [icon, words] = states[report.state];
    const brokeOff = report.state === "failed" || report.state === "cancelled";
    return { icon, words: brokeOff ? `${task[report.command]} ${words}` : words };
}


/***/ }),

/***/ 5366:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ typeName)
/* harmony export */ });
/** No real type is longer; a hostile one must not cost time. */
const LONGEST = 500;
/**
 * A resource type as people say it, the way Pulumi's own display does: `aws:s3/bucket:Bucket` → `aws:s3:Bucket`. Other forms stay as they
 * are.
 */
function typeName(type) {
    if (type.length > LONGEST) {
        return type;
    }
    const [, provider, module, file, name] = /^([^:/]+):([^:/]+)\/([^:/]+):([^:/]+)$/.exec(type) ?? [];
    const isItsFile = file !== undefined && name !== undefined && file.toLowerCase() === name.toLowerCase();
    return isItsFile ? `${provider}:${module}:${name}` : type;
}


/***/ }),

/***/ 9484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ stageUrl),
/* harmony export */   Z: () => (/* binding */ stageUrls)
/* harmony export */ });
/** Names of outputs that are addresses of machines' endpoints, not of something to look at. */
const notForPeople = /queue|topic|repo|registry|image|bucket|issuer|jwks|webhook|callback|database|redis|git|console|ws/i;
const site = /^(site|website|web|app|frontend|preview|stage)(Url|_url|-url)?$/i;
/** The web addresses among a stage's outputs, the one that people most likely want first. Never a secret one, nor one with a password. */
function stageUrls(outputs) {
    const found = Object.entries(outputs).flatMap(([name, output]) => {
        const url = output.secret || typeof output.value !== "string" ? null : publicAddress(output.value);
        return url === null ? [] : [{ name, url, rank: rankOf(name, url) }];
    });
    return found.sort((one, other) => one.rank - other.rank).map(({ name, url }) => ({ name, url }));
}
/** The stage's web address; null if its outputs hold none. */
function stageUrl(outputs) {
    return stageUrls(outputs)[0]?.url ?? null;
}
function publicAddress(value) {
    const url = /^https?:\/\/\S+$/i.test(value) && value.length <= 2000 ? URL.parse(value) : null;
    return url !== null && url.username === "" && url.password === "" ? value : null;
}
function rankOf(name, url) {
    if (name.toLowerCase() === "url") {
        return 0;
    }
    const insecure = url.toLowerCase().startsWith("https:") ? 0 : 0.5;
    if (site.test(name)) {
        return 1 + insecure;
    }
    if (notForPeople.test(name)) {
        return 4 + insecure;
    }
    return (/(Url|URL|_url|-url)$/.test(name) ? 2 : 3) + insecure;
}


/***/ }),

/***/ 7585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ urnParts)
/* harmony export */ });
/**
 * A resource's name and type from its URN, `urn:pulumi:<stage>::<app>::<parent's type>$<type>::<name>`. Only a name may hold `::`. What is
 * no URN is a name without a type.
 */
function urnParts(urn) {
    const [, , types = "", ...name] = urn.split("::");
    return name.length === 0
        ? { name: urn, type: "" }
        : { name: name.join("::"), type: types.slice(types.lastIndexOf("$") + 1) };
}


/***/ }),

/***/ 3763:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ briefValueText),
/* harmony export */   R: () => (/* binding */ valueText)
/* harmony export */ });
/* harmony import */ var _engine_change_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7936);
/* harmony import */ var _cut_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6590);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5402);



/** A property's value on one line, for code: JSON, long ones cut in the middle; what is secret or not yet known as the engine marks it. */
function valueText(value, max) {
    if (value === _engine_change_js__WEBPACK_IMPORTED_MODULE_1__/* .SECRET_TEXT */ .dG || value === _engine_change_js__WEBPACK_IMPORTED_MODULE_1__/* .UNKNOWN_TEXT */ .L5) {
        return value;
    }
    if (typeof value === "string") {
        return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .codeLine */ .U_)(JSON.stringify((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutMiddle */ .i)(value, max)));
    }
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .codeLine */ .U_)((0,_cut_js__WEBPACK_IMPORTED_MODULE_2__/* .cutMiddle */ .i)(JSON.stringify(value) ?? "undefined", max));
}
/** The same where there is little room: objects and lists only by their size. */
function briefValueText(value, max) {
    if (Array.isArray(value)) {
        return `[${value.length} items]`;
    }
    return typeof value === "object" && value !== null ? "{…}" : valueText(value, max);
}


/***/ }),

/***/ 5944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ visible),
/* harmony export */   T: () => (/* binding */ oneLine)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);

const lineBreaks = /\r\n?|[\u2028\u2029\u0085]/g;
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;
/**
 * The text as a person can see it: without terminal sequences, control characters, zero-width characters and marks that turn the
 * direction of writing. Line breaks of every kind become `\n`; halves of surrogate pairs become U+FFFD.
 */
function visible(text) {
    if (!/[^ -~\n\t]/.test(text)) {
        return text;
    }
    return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text).toWellFormed().replace(lineBreaks, "\n").replace(invisible, "");
}
/** The same on one line: line breaks and tabs become single spaces. */
function oneLine(text) {
    return visible(text)
        .replace(/\s*[\n\t]\s*/g, " ")
        .trim();
}


/***/ })

};

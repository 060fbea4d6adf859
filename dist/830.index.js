export const id = 830;
export const ids = [830];
export const modules = {

/***/ 6830:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var citty__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2176);
/* harmony import */ var _events_branch_rules_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3279);
/* harmony import */ var _events_explain_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7538);
/* harmony import */ var _events_resolve_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4486);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _event_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(676);






const explain = (0,citty__WEBPACK_IMPORTED_MODULE_4__/* .defineCommand */ .NB)({
    meta: { name: "explain", description: "Says what an event would do, offline: event → rule → stage → command." },
    args: {
        file: { type: "positional", description: "The event's payload, as GitHub sends it (JSON).", required: true },
        event: {
            type: "string",
            description: "The event's name: push, pull_request, delete, workflow_dispatch …",
            required: true,
        },
        branches: { type: "string", description: "The input `branches`.", default: "" },
        stage: { type: "string", description: "The input `stage`.", default: "" },
    },
    run: ({ args }) => orExplain(async () => {
        const event = await (0,_event_file_js__WEBPACK_IMPORTED_MODULE_3__/* .readEvent */ .j)(args.event, args.file);
        const target = (0,_events_resolve_target_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveTarget */ .u)(event, {
            branches: (0,_events_branch_rules_js__WEBPACK_IMPORTED_MODULE_0__/* .parseBranchRules */ .df)(args.branches),
            command: "auto",
            stage: args.stage === "" ? null : args.stage,
            pullRequest: null,
            commit: null,
        });
        for (const line of (0,_events_explain_js__WEBPACK_IMPORTED_MODULE_5__/* .explainTarget */ .P)(event, target)) {
            console.log(line);
        }
    }),
});
/** Runs a command; an error is told in the words that are meant for people, and the exit code is 1. */
async function orExplain(command) {
    try {
        await command();
    }
    catch (error) {
        const { message, next } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .describeFailure */ .I)(error);
        console.error(`${message}\n${next}`);
        process.exitCode = 1;
    }
}
await (0,citty__WEBPACK_IMPORTED_MODULE_4__/* .runMain */ .VN)((0,citty__WEBPACK_IMPORTED_MODULE_4__/* .defineCommand */ .NB)({
    meta: { name: "stagewright", description: "Every branch and every pull request gets its own stage." },
    subCommands: { explain },
}));

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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

/***/ 7538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ explainTarget)
/* harmony export */ });
/* unused harmony export describeEvent */
/** An event and what follows from it, as lines of text: event, rule, stage, command; or why nothing is done. */
function explainTarget(event, target) {
    if (target.kind === "skip") {
        return [line("event", describeEvent(event)), line("skipped", `${target.reason} (${target.code})`)];
    }
    return [
        line("event", describeEvent(event)),
        line("rule", target.rule),
        line("stage", `${target.stage} (${target.ephemeral ? "ephemeral" : "long-lived"})`),
        line("command", target.command),
    ];
}
/** What happened, in words: `branch feature/x pushed at 1a2b3c4 in acme/shop, by octocat`. */
function describeEvent(event) {
    const where = event.repository === null ? "" : ` in ${event.repository.owner}/${event.repository.name}`;
    return `${happening(event)}${where}, by ${event.sender}`;
}
function happening(event) {
    switch (event.kind) {
        case "branch":
            return `branch ${event.branch} ${event.action}${at(event.commit)}`;
        case "tag":
            return `tag ${event.tag} ${event.action}${at(event.commit)}`;
        case "pull_request":
            return `pull request ${event.number} ${event.action}${at(event.head.commit)}`;
        case "manual":
            return `started by hand on ${event.ref}`;
        case "ignored":
            return event.name;
        default:
            return event;
    }
}
function at(commit) {
    return commit === null ? "" : ` at ${commit.slice(0, 7)}`;
}
function line(label, text) {
    return `${label.padEnd(8)} ${text}`;
}


/***/ }),

/***/ 3510:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ outsider)
/* harmony export */ });
/**
 * Why a pull request gets no deploy whoever starts the run: its code comes from a fork, or from Dependabot, whose runs get none of the
 * repository's secrets (https://docs.github.com/en/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions).
 * null for every other pull request.
 */
function outsider(pull) {
    if (pull.fork) {
        return {
            kind: "skip",
            code: "fork",
            reason: `Pull request ${pull.number} comes from a fork: it gets no secrets and no stage. ` +
                `A maintainer who has read its code can push it to a branch of this repository.`,
        };
    }
    if (pull.dependabot) {
        return {
            kind: "skip",
            code: "dependabot",
            reason: `Pull request ${pull.number} is Dependabot's: its runs have no secrets, so it gets no stage. ` +
                `A maintainer can start the workflow by hand on its branch.`,
        };
    }
    return null;
}


/***/ }),

/***/ 4486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  u: () => (/* binding */ resolveTarget)
});

// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/events/branch-rules.js
var branch_rules = __webpack_require__(3279);
// EXTERNAL MODULE: ./lib/events/stage-name.js
var stage_name = __webpack_require__(6135);
;// CONCATENATED MODULE: ./lib/events/branch-stage.js


/**
 * The stage of a branch by the `branches` rules, else by its name. It is ephemeral unless a rule names the branch or it is the default
 * branch; where the default branch is not known (null), any branch might be it, and none is ephemeral.
 * Skips a branch that no rule names and whose stage is a pull request's or a long-lived branch's. Throws as `matchBranchRule` does.
 */
function branchStage(of) {
    const { branch, rules, defaultBranch } = of;
    const rule = (0,branch_rules/* matchBranchRule */.es)(rules, branch);
    if (rule !== null && rule.stage !== null) {
        return { stage: rule.stage, ephemeral: false, namedBy: "rule", rule: `branches: ${(0,branch_rules/* ruleText */.Y3)(rule)}` };
    }
    const stage = (0,stage_name/* stageNameOf */.RJ)(branch);
    if (typeof stage !== "string") {
        return stage;
    }
    if (rule !== null) {
        return { stage, ephemeral: false, namedBy: "origin", rule: `branches: ${(0,branch_rules/* ruleText */.Y3)(rule)} → ${stage}` };
    }
    if (branch === defaultBranch) {
        return { stage, ephemeral: false, namedBy: "origin", rule: `default branch ${branch} → ${stage}` };
    }
    const owner = longLivedOwner({ stage, rules, defaultBranch });
    if (owner !== null) {
        return {
            kind: "skip",
            code: "stage-taken",
            reason: `Branch ${branch} would get stage ${stage}, which belongs to ${owner}. ` +
                `Rename the branch, or give it a stage of its own in the input branches.`,
        };
    }
    return { stage, ephemeral: defaultBranch !== null, namedBy: "origin", rule: `branch ${branch} → ${stage}` };
}
/** Who owns a stage by the rules alone (`branches: main=production`, `default branch main`); null where nobody long-lived does. */
function longLivedOwner(of) {
    const { stage, rules, defaultBranch } = of;
    const owner = rules.find((rule) => {
        const named = rule.stage ?? ((0,branch_rules/* isExact */.u0)(rule.pattern) ? (0,stage_name/* stageNameOf */.RJ)(rule.pattern) : null);
        return typeof named === "string" && (0,stage_name/* sameStageName */.wr)(named, stage);
    });
    if (owner !== undefined) {
        return `branches: ${(0,branch_rules/* ruleText */.Y3)(owner)}`;
    }
    if (defaultBranch === null || (0,branch_rules/* matchBranchRule */.es)(rules, defaultBranch)?.stage) {
        return null;
    }
    const named = (0,stage_name/* stageNameOf */.RJ)(defaultBranch);
    return typeof named === "string" && (0,stage_name/* sameStageName */.wr)(named, stage) ? `default branch ${defaultBranch}` : null;
}

;// CONCATENATED MODULE: ./lib/events/resolve-branch.js

/** A pushed branch deploys its stage; a removed one removes it if it is ephemeral. */
function resolveBranch(event, rules) {
    const { branch } = event;
    if (isMergeQueue(branch)) {
        return skip("merge-queue", `${branch} is a merge queue's own branch; it gets no stage.`);
    }
    if (event.action === "removed") {
        return resolveRemoved(event, rules);
    }
    const place = stageFor(event, rules);
    if ("kind" in place) {
        return place;
    }
    const command = rules.command === "auto" ? "deploy" : rules.command;
    if (command !== "remove" && place.ephemeral && isDependabot(event)) {
        return skip("dependabot", `Branch ${branch} is Dependabot's: its runs have no secrets, so nothing is deployed. ` +
            `A maintainer can start the workflow by hand on this branch.`);
    }
    return {
        kind: "stage",
        command,
        ...place,
        origin: { kind: "branch", branch },
        asked: command === "remove",
        commit: event.commit,
    };
}
/** https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
function isMergeQueue(branch) {
    return branch.startsWith("gh-readonly-queue/");
}
function resolveRemoved(event, rules) {
    const { branch } = event;
    if (event.by === "push") {
        // One of the two acts, and delete is the one that runs from the default branch's workflow file, with its secrets.
        return skip("deleting-push", `Branch ${branch} was deleted; the event delete, which comes with it, is the one that counts.`);
    }
    if (rules.command === "deploy" || rules.command === "diff") {
        return skip("branch-gone", `Branch ${branch} was deleted: there is nothing to ${rules.command}.`);
    }
    const place = stageFor(event, rules);
    if ("kind" in place) {
        return place;
    }
    if (!place.ephemeral) {
        return skip("not-ephemeral", `Branch ${branch} was deleted, but its stage ${place.stage} is long-lived (${place.rule}) and stays. ` +
            `To remove it, start the workflow by hand with that stage and the command remove.`);
    }
    return {
        kind: "stage",
        command: "remove",
        ...place,
        origin: { kind: "branch", branch },
        asked: false,
        commit: event.commit,
    };
}
/** A stage that the input `stage` names is long-lived: a person gave it its name. */
function stageFor(event, rules) {
    if (rules.stage !== null) {
        const rule = `input stage, branch ${event.branch} → ${rules.stage}`;
        return { stage: rules.stage, ephemeral: false, namedBy: "input", rule };
    }
    return branchStage({
        branch: event.branch,
        rules: rules.branches,
        defaultBranch: event.repository.defaultBranch,
    });
}
/** By its branches' prefix, too: a person's push there belongs to a pull request that is still Dependabot's. */
function isDependabot(event) {
    return event.sender === "dependabot[bot]" || event.branch.startsWith("dependabot/");
}
function skip(code, reason) {
    return { kind: "skip", code, reason };
}

;// CONCATENATED MODULE: ./lib/events/resolve-manual.js




const HEADS = "refs/heads/";
/** A run that a person started: for a pull request, for a stage by name, or else for the branch that it was started on. */
function resolveManual(event, rules) {
    const command = rules.command === "auto" ? "deploy" : rules.command;
    if (rules.stage !== null && rules.pullRequest !== null) {
        throw new failure/* Failure */.H({
            code: "stage-and-pull-request",
            message: `The inputs stage (${rules.stage}) and pull-request (${rules.pullRequest}) are both given.`,
            next: "Give one of them.",
        });
    }
    const pullRequest = rules.pullRequest ?? (rules.stage === null ? null : (0,stage_name/* reservedFor */.Oq)(rules.stage));
    if (pullRequest !== null) {
        return forPullRequest(pullRequest, command);
    }
    const branch = event.ref.startsWith(HEADS) ? event.ref.slice(HEADS.length) : null;
    const order = { event, rules, command, branch };
    return rules.stage === null ? forBranch(order) : forStage(order, rules.stage);
}
function forPullRequest(number, command) {
    const stage = (0,stage_name/* pullRequestStage */.jo)(number);
    return {
        kind: "stage",
        command,
        stage,
        origin: { kind: "pull_request", number },
        ephemeral: true,
        namedBy: "person",
        asked: command === "remove",
        // Its head is known when the world is looked at.
        commit: null,
        rule: `by hand, pull request ${number} → ${stage}`,
    };
}
function forStage(order, stage) {
    const { rules, command, branch } = order;
    const own = branch === null ? null : stageOf(branch, order);
    const asking = {
        command,
        namedBy: "person",
        asked: command === "remove",
        commit: rules.commit,
        rule: `by hand, stage ${stage}`,
    };
    // Naming the stage that the branch has anyway makes it no other stage.
    if (branch !== null && own !== null && !("kind" in own) && (0,stage_name/* sameStageName */.wr)(own.stage, stage)) {
        return { kind: "stage", ...own, origin: { kind: "branch", branch }, ...asking };
    }
    return { kind: "stage", stage, origin: { kind: "manual" }, ephemeral: false, ...asking };
}
function forBranch(order) {
    const { event, rules, command, branch } = order;
    if (branch === null) {
        throw stageMissing(`The run was started on ${event.ref}, which is no branch, and names no stage.`);
    }
    if (isMergeQueue(branch)) {
        return { kind: "skip", code: "merge-queue", reason: `${branch} is a merge queue's own branch; it gets no stage.` };
    }
    const own = stageOf(branch, order);
    if ("kind" in own) {
        return own;
    }
    // The form for manual runs has the default branch chosen already: an empty field must not cost the production stage.
    if (command === "remove" && !own.ephemeral) {
        throw stageMissing(`The command is remove, and the stage ${own.stage} of branch ${branch} is long-lived.`);
    }
    return {
        kind: "stage",
        command,
        ...own,
        origin: { kind: "branch", branch },
        asked: command === "remove",
        commit: rules.commit,
        rule: `by hand, ${own.rule}`,
    };
}
function stageOf(branch, { event, rules }) {
    return branchStage({ branch, rules: rules.branches, defaultBranch: event.repository.defaultBranch });
}
function stageMissing(message) {
    return new failure/* Failure */.H({
        code: "stage-missing",
        message,
        next: "Start the workflow again with the input stage (or pull-request) filled in.",
    });
}

// EXTERNAL MODULE: ./lib/events/outsider.js
var outsider = __webpack_require__(3510);
;// CONCATENATED MODULE: ./lib/events/resolve-pull-request.js




/**
 * Pull request 12, opened or pushed to, deploys `pr-12`; closing it removes that. Other actions only do what `command` asks for.
 * `pull_request_target` only removes.
 */
function resolvePullRequest(event, rules) {
    const command = commandFor(event, rules.command);
    if (typeof command !== "string") {
        return command;
    }
    const weak = (0,outsider/* outsider */.e)(event);
    // A run of the base repository's own (pull_request_target) can remove what such a pull request never had: that does no harm.
    if (weak !== null && !(command === "remove" && event.fromBase)) {
        return weak;
    }
    if (command !== "remove" && event.fromBase) {
        return resolve_pull_request_skip("base-code", `pull_request_target runs the default branch's code with the repository's secrets: it can remove the stage of ` +
            `pull request ${event.number}, but not ${command} it. The event pull_request can.`);
    }
    const named = rules.stage === null || (0,stage_name/* reservedFor */.Oq)(rules.stage) === event.number ? null : rules.stage;
    if (named !== null) {
        refuseForeign(named, event, rules);
    }
    const stage = named ?? (0,stage_name/* pullRequestStage */.jo)(event.number);
    return {
        kind: "stage",
        command,
        stage,
        origin: { kind: "pull_request", number: event.number },
        ephemeral: true,
        namedBy: named === null ? "origin" : "input",
        asked: command === "remove" && event.action !== "closed",
        commit: event.head.commit,
        rule: `${named === null ? "" : "input stage, "}pull request ${event.number} → ${stage}`,
    };
}
function commandFor(event, asked) {
    const { action, number } = event;
    switch (action) {
        case "closed":
            return asked === "auto" || asked === "remove"
                ? "remove"
                : resolve_pull_request_skip("closed", `Pull request ${number} is closed: there is nothing to ${asked}.`);
        case "opened":
        case "reopened":
        case "synchronize":
            return asked === "auto" ? "deploy" : asked;
        case "edited":
            return asked === "auto"
                ? resolve_pull_request_skip("nothing-to-do", "A new title or text changes no stage. After a change of the base branch, push or run again to deploy.")
                : asked;
        default:
            return asked === "auto"
                ? resolve_pull_request_skip("nothing-to-do", `The action ${action} of a pull request changes no stage.`)
                : asked;
    }
}
/** The input `stage` must not hand a pull request what belongs to another one or to a long-lived branch. */
function refuseForeign(stage, event, rules) {
    const reserved = (0,stage_name/* reservedFor */.Oq)(stage);
    const owner = reserved !== null
        ? `pull request ${reserved}`
        : longLivedOwner({ stage, rules: rules.branches, defaultBranch: event.repository.defaultBranch });
    if (owner === null) {
        return;
    }
    throw new failure/* Failure */.H({
        code: "stage-taken",
        message: `input stage: ${stage} belongs to ${owner}; pull request ${event.number} cannot have it.`,
        next: "Leave the input stage out for pull requests, or make the number part of it.",
    });
}
function resolve_pull_request_skip(code, reason) {
    return { kind: "skip", code, reason };
}

;// CONCATENATED MODULE: ./lib/events/resolve-target.js





/**
 * The stage that an event is for and what to do with it, or why nothing is done. The world as it is now is looked at later (`guard.ts`).
 *
 * What a branch, tag or pull request is called never makes it throw. What the inputs say may: `Failure` with `bad-stage-name`,
 * `ambiguous-branches`, `stage-taken`, `stage-missing` or `stage-and-pull-request`.
 */
function resolveTarget(event, rules) {
    if (event.kind === "ignored") {
        return { kind: "skip", code: "event", reason: event.reason };
    }
    const checked = { ...rules, stage: rules.stage === null ? null : (0,stage_name/* checkStageName */.Af)(rules.stage) };
    if (event.kind === "pull_request") {
        return resolvePullRequest(event, checked);
    }
    if (event.kind === "manual") {
        return resolveManual(event, checked);
    }
    refuseReserved(checked.stage);
    return event.kind === "tag" ? resolveTag(event, checked) : resolveBranch(event, checked);
}
/** A tag has no stage of its own: only the input `stage` gives it one, and nothing is ever removed with a tag. */
function resolveTag(event, rules) {
    const { tag, commit } = event;
    if (event.action === "removed" || rules.command === "remove") {
        return { kind: "skip", code: "tag", reason: `Tag ${tag}: nothing is ever removed with a tag.` };
    }
    if (rules.stage === null) {
        return {
            kind: "skip",
            code: "tag",
            reason: `Tag ${tag} has no stage. The input stage can name one to deploy.`,
        };
    }
    return {
        kind: "stage",
        command: rules.command === "auto" ? "deploy" : rules.command,
        stage: rules.stage,
        origin: { kind: "tag", tag },
        ephemeral: false,
        namedBy: "input",
        asked: false,
        commit,
        rule: `input stage, tag ${tag} → ${rules.stage}`,
    };
}
function refuseReserved(stage) {
    if (stage === null || (0,stage_name/* reservedFor */.Oq)(stage) === null) {
        return;
    }
    throw new failure/* Failure */.H({
        code: "stage-taken",
        message: `input stage: ${stage} belongs to a pull request; branches and tags cannot have it.`,
        next: "Give the input stage another name, or leave it out.",
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

/***/ 2176:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NB: () => (/* binding */ defineCommand),
  VN: () => (/* binding */ runMain)
});

// UNUSED EXPORTS: createMain, defineCittyPlugin, parseArgs, renderUsage, runCommand, showUsage

;// CONCATENATED MODULE: ./node_modules/citty/dist/_chunks/libs/scule.mjs
//#region node_modules/.pnpm/scule@1.3.0/node_modules/scule/dist/index.mjs
const NUMBER_CHAR_RE = /\d/;
const STR_SPLITTERS = [
	"-",
	"_",
	"/",
	"."
];
function isUppercase(char = "") {
	if (NUMBER_CHAR_RE.test(char)) return;
	return char !== char.toLowerCase();
}
function splitByCase(str, separators) {
	const splitters = separators ?? STR_SPLITTERS;
	const parts = [];
	if (!str || typeof str !== "string") return parts;
	let buff = "";
	let previousUpper;
	let previousSplitter;
	for (const char of str) {
		const isSplitter = splitters.includes(char);
		if (isSplitter === true) {
			parts.push(buff);
			buff = "";
			previousUpper = void 0;
			continue;
		}
		const isUpper = isUppercase(char);
		if (previousSplitter === false) {
			if (previousUpper === false && isUpper === true) {
				parts.push(buff);
				buff = char;
				previousUpper = isUpper;
				continue;
			}
			if (previousUpper === true && isUpper === false && buff.length > 1) {
				const lastChar = buff.at(-1);
				parts.push(buff.slice(0, Math.max(0, buff.length - 1)));
				buff = lastChar + char;
				previousUpper = isUpper;
				continue;
			}
		}
		buff += char;
		previousUpper = isUpper;
		previousSplitter = isSplitter;
	}
	parts.push(buff);
	return parts;
}
function upperFirst(str) {
	return str ? str[0].toUpperCase() + str.slice(1) : "";
}
function lowerFirst(str) {
	return str ? str[0].toLowerCase() + str.slice(1) : "";
}
function pascalCase(str, opts) {
	return str ? (Array.isArray(str) ? str : splitByCase(str)).map((p) => upperFirst(opts?.normalize ? p.toLowerCase() : p)).join("") : "";
}
function camelCase(str, opts) {
	return lowerFirst(pascalCase(str || "", opts));
}
function kebabCase(str, joiner) {
	return str ? (Array.isArray(str) ? str : splitByCase(str)).map((p) => p.toLowerCase()).join(joiner ?? "-") : "";
}
function snakeCase(str) {
	return kebabCase(str || "", "_");
}
//#endregion


// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./node_modules/citty/dist/index.mjs


//#region src/_utils.ts
function toArray(val) {
	if (Array.isArray(val)) return val;
	return val === void 0 ? [] : [val];
}
function formatLineColumns(lines, linePrefix = "") {
	const maxLength = [];
	for (const line of lines) for (const [i, element] of line.entries()) maxLength[i] = Math.max(maxLength[i] || 0, element.length);
	return lines.map((l) => l.map((c, i) => linePrefix + c[i === 0 ? "padStart" : "padEnd"](maxLength[i])).join("  ")).join("\n");
}
function resolveValue(input) {
	return typeof input === "function" ? input() : input;
}
var CLIError = class extends Error {
	code;
	constructor(message, code) {
		super(message);
		this.name = "CLIError";
		this.code = code;
	}
};
//#endregion
//#region src/_parser.ts
function parseRawArgs(args = [], opts = {}) {
	const booleans = new Set(opts.boolean || []);
	const strings = new Set(opts.string || []);
	const aliasMap = opts.alias || {};
	const defaults = opts.default || {};
	const aliasToMain = /* @__PURE__ */ new Map();
	const mainToAliases = /* @__PURE__ */ new Map();
	for (const [key, value] of Object.entries(aliasMap)) {
		const targets = value;
		for (const target of targets) {
			aliasToMain.set(key, target);
			if (!mainToAliases.has(target)) mainToAliases.set(target, []);
			mainToAliases.get(target).push(key);
			aliasToMain.set(target, key);
			if (!mainToAliases.has(key)) mainToAliases.set(key, []);
			mainToAliases.get(key).push(target);
		}
	}
	const options = {};
	function getType(name) {
		if (booleans.has(name)) return "boolean";
		const aliases = mainToAliases.get(name) || [];
		for (const alias of aliases) if (booleans.has(alias)) return "boolean";
		return "string";
	}
	function isStringType(name) {
		if (strings.has(name)) return true;
		const aliases = mainToAliases.get(name) || [];
		for (const alias of aliases) if (strings.has(alias)) return true;
		return false;
	}
	const allOptions = new Set([
		...booleans,
		...strings,
		...Object.keys(aliasMap),
		...Object.values(aliasMap).flat(),
		...Object.keys(defaults)
	]);
	for (const name of allOptions) if (!options[name]) options[name] = {
		type: getType(name),
		default: defaults[name]
	};
	for (const [alias, main] of aliasToMain.entries()) if (alias.length === 1 && options[main] && !options[main].short) options[main].short = alias;
	const processedArgs = [];
	const negatedFlags = {};
	for (let i = 0; i < args.length; i++) {
		const arg = args[i];
		if (arg === "--") {
			processedArgs.push(...args.slice(i));
			break;
		}
		if (arg.startsWith("--no-")) {
			const flagName = arg.slice(5);
			negatedFlags[flagName] = true;
			continue;
		}
		processedArgs.push(arg);
	}
	let parsed;
	try {
		parsed = (0,external_node_util_.parseArgs)({
			args: processedArgs,
			options: Object.keys(options).length > 0 ? options : void 0,
			allowPositionals: true,
			strict: false
		});
	} catch {
		parsed = {
			values: {},
			positionals: processedArgs
		};
	}
	const out = { _: [] };
	out._ = parsed.positionals;
	for (const [key, value] of Object.entries(parsed.values)) {
		let coerced = value;
		if (getType(key) === "boolean" && typeof value === "string") coerced = value !== "false";
		else if (isStringType(key) && typeof value === "boolean") coerced = "";
		out[key] = coerced;
	}
	for (const [name] of Object.entries(negatedFlags)) {
		out[name] = false;
		const mainName = aliasToMain.get(name);
		if (mainName) out[mainName] = false;
		const aliases = mainToAliases.get(name);
		if (aliases) for (const alias of aliases) out[alias] = false;
	}
	for (const [alias, main] of aliasToMain.entries()) {
		if (out[alias] !== void 0 && out[main] === void 0) out[main] = out[alias];
		if (out[main] !== void 0 && out[alias] === void 0) out[alias] = out[main];
		if (out[alias] !== out[main] && defaults[main] === out[main]) out[main] = out[alias];
	}
	return out;
}
//#endregion
//#region src/_color.ts
const noColor = /* @__PURE__ */ (() => {
	const env = globalThis.process?.env ?? {};
	return env.NO_COLOR === "1" || env.TERM === "dumb" || env.TEST || env.CI;
})();
const _c = (c, r = 39) => (t) => noColor ? t : `\u001B[${c}m${t}\u001B[${r}m`;
const bold = /* @__PURE__ */ _c(1, 22);
const cyan = /* @__PURE__ */ _c(36);
const gray = /* @__PURE__ */ _c(90);
const underline = /* @__PURE__ */ _c(4, 24);
//#endregion
//#region src/args.ts
function parseArgs(rawArgs, argsDef) {
	const parseOptions = {
		boolean: [],
		string: [],
		alias: {},
		default: {}
	};
	const args = resolveArgs(argsDef);
	for (const arg of args) {
		if (arg.type === "positional") continue;
		if (arg.type === "string" || arg.type === "enum") parseOptions.string.push(arg.name);
		else if (arg.type === "boolean") parseOptions.boolean.push(arg.name);
		if (arg.default !== void 0) parseOptions.default[arg.name] = arg.default;
		if (arg.alias) parseOptions.alias[arg.name] = arg.alias;
		const camelName = camelCase(arg.name);
		const kebabName = kebabCase(arg.name);
		if (camelName !== arg.name || kebabName !== arg.name) {
			const existingAliases = toArray(parseOptions.alias[arg.name] || []);
			if (camelName !== arg.name && !existingAliases.includes(camelName)) existingAliases.push(camelName);
			if (kebabName !== arg.name && !existingAliases.includes(kebabName)) existingAliases.push(kebabName);
			if (existingAliases.length > 0) parseOptions.alias[arg.name] = existingAliases;
		}
	}
	const parsed = parseRawArgs(rawArgs, parseOptions);
	const [ ...positionalArguments] = parsed._;
	const parsedArgsProxy = new Proxy(parsed, { get(target, prop) {
		return target[prop] ?? target[camelCase(prop)] ?? target[kebabCase(prop)];
	} });
	for (const [, arg] of args.entries()) if (arg.type === "positional") {
		const nextPositionalArgument = positionalArguments.shift();
		if (nextPositionalArgument !== void 0) parsedArgsProxy[arg.name] = nextPositionalArgument;
		else if (arg.default === void 0 && arg.required !== false) throw new CLIError(`Missing required positional argument: ${arg.name.toUpperCase()}`, "EARG");
		else parsedArgsProxy[arg.name] = arg.default;
	} else if (arg.type === "enum") {
		const argument = parsedArgsProxy[arg.name];
		const options = arg.options || [];
		if (argument !== void 0 && options.length > 0 && !options.includes(argument)) throw new CLIError(`Invalid value for argument: ${cyan(`--${arg.name}`)} (${cyan(argument)}). Expected one of: ${options.map((o) => cyan(o)).join(", ")}.`, "EARG");
	} else if (arg.required && parsedArgsProxy[arg.name] === void 0) throw new CLIError(`Missing required argument: --${arg.name}`, "EARG");
	return parsedArgsProxy;
}
function resolveArgs(argsDef) {
	const args = [];
	for (const [name, argDef] of Object.entries(argsDef || {})) args.push({
		...argDef,
		name,
		alias: toArray(argDef.alias)
	});
	return args;
}
//#endregion
//#region src/plugin.ts
function defineCittyPlugin(plugin) {
	return plugin;
}
async function resolvePlugins(plugins) {
	return Promise.all(plugins.map((p) => resolveValue(p)));
}
//#endregion
//#region src/command.ts
function defineCommand(def) {
	return def;
}
async function runCommand(cmd, opts) {
	const cmdArgs = await resolveValue(cmd.args || {});
	const parsedArgs = parseArgs(opts.rawArgs, cmdArgs);
	const context = {
		rawArgs: opts.rawArgs,
		args: parsedArgs,
		data: opts.data,
		cmd
	};
	const plugins = await resolvePlugins(cmd.plugins ?? []);
	let result;
	let runError;
	try {
		for (const plugin of plugins) await plugin.setup?.(context);
		if (typeof cmd.setup === "function") await cmd.setup(context);
		const subCommands = await resolveValue(cmd.subCommands);
		if (subCommands && Object.keys(subCommands).length > 0) {
			const subCommandArgIndex = findSubCommandIndex(opts.rawArgs, cmdArgs);
			const explicitName = opts.rawArgs[subCommandArgIndex];
			if (explicitName) {
				const subCommand = await _findSubCommand(subCommands, explicitName);
				if (!subCommand) throw new CLIError(`Unknown command ${cyan(explicitName)}`, "E_UNKNOWN_COMMAND");
				await runCommand(subCommand, { rawArgs: opts.rawArgs.slice(subCommandArgIndex + 1) });
			} else {
				const defaultSubCommand = await resolveValue(cmd.default);
				if (defaultSubCommand) {
					if (cmd.run) throw new CLIError(`Cannot specify both 'run' and 'default' on the same command.`, "E_DEFAULT_CONFLICT");
					const subCommand = await _findSubCommand(subCommands, defaultSubCommand);
					if (!subCommand) throw new CLIError(`Default sub command ${cyan(defaultSubCommand)} not found in subCommands.`, "E_UNKNOWN_COMMAND");
					await runCommand(subCommand, { rawArgs: opts.rawArgs });
				} else if (!cmd.run) throw new CLIError(`No command specified.`, "E_NO_COMMAND");
			}
		}
		if (typeof cmd.run === "function") result = await cmd.run(context);
	} catch (error) {
		runError = error;
	}
	const cleanupErrors = [];
	if (typeof cmd.cleanup === "function") try {
		await cmd.cleanup(context);
	} catch (error) {
		cleanupErrors.push(error);
	}
	for (const plugin of [...plugins].reverse()) try {
		await plugin.cleanup?.(context);
	} catch (error) {
		cleanupErrors.push(error);
	}
	if (runError) throw runError;
	if (cleanupErrors.length === 1) throw cleanupErrors[0];
	if (cleanupErrors.length > 1) throw new Error("Multiple cleanup errors", { cause: cleanupErrors });
	return { result };
}
async function resolveSubCommand(cmd, rawArgs, parent) {
	const subCommands = await resolveValue(cmd.subCommands);
	if (subCommands && Object.keys(subCommands).length > 0) {
		const subCommandArgIndex = findSubCommandIndex(rawArgs, await resolveValue(cmd.args || {}));
		const subCommandName = rawArgs[subCommandArgIndex];
		const subCommand = await _findSubCommand(subCommands, subCommandName);
		if (subCommand) return resolveSubCommand(subCommand, rawArgs.slice(subCommandArgIndex + 1), cmd);
	}
	return [cmd, parent];
}
async function _findSubCommand(subCommands, name) {
	if (name in subCommands) return resolveValue(subCommands[name]);
	for (const sub of Object.values(subCommands)) {
		const resolved = await resolveValue(sub);
		const meta = await resolveValue(resolved?.meta);
		if (meta?.alias) {
			if (toArray(meta.alias).includes(name)) return resolved;
		}
	}
}
function findSubCommandIndex(rawArgs, argsDef) {
	for (let i = 0; i < rawArgs.length; i++) {
		const arg = rawArgs[i];
		if (arg === "--") return -1;
		if (arg.startsWith("-")) {
			if (!arg.includes("=") && _isValueFlag(arg, argsDef)) i++;
			continue;
		}
		return i;
	}
	return -1;
}
function _isValueFlag(flag, argsDef) {
	const name = flag.replace(/^-{1,2}/, "");
	const normalized = camelCase(name);
	for (const [key, def] of Object.entries(argsDef)) {
		if (def.type !== "string" && def.type !== "enum") continue;
		if (normalized === camelCase(key)) return true;
		if ((Array.isArray(def.alias) ? def.alias : def.alias ? [def.alias] : []).includes(name)) return true;
	}
	return false;
}
//#endregion
//#region src/usage.ts
async function showUsage(cmd, parent) {
	try {
		console.log(await renderUsage(cmd, parent) + "\n");
	} catch (error) {
		console.error(error);
	}
}
const negativePrefixRe = /^no[-A-Z]/;
async function renderUsage(cmd, parent) {
	const cmdMeta = await resolveValue(cmd.meta || {});
	const cmdArgs = resolveArgs(await resolveValue(cmd.args || {}));
	const parentMeta = await resolveValue(parent?.meta || {});
	const commandName = `${parentMeta.name ? `${parentMeta.name} ` : ""}` + (cmdMeta.name || process.argv[1]);
	const argLines = [];
	const posLines = [];
	const commandsLines = [];
	const usageLine = [];
	for (const arg of cmdArgs) if (arg.type === "positional") {
		const name = arg.name.toUpperCase();
		const isRequired = arg.required !== false && arg.default === void 0;
		posLines.push([cyan(name + renderValueHint(arg)), renderDescription(arg, isRequired)]);
		usageLine.push(isRequired ? `<${name}>` : `[${name}]`);
	} else {
		const isRequired = arg.required === true && arg.default === void 0;
		const argStr = [...(arg.alias || []).map((a) => `-${a}`), `--${arg.name}`].join(", ") + renderValueHint(arg);
		argLines.push([cyan(argStr), renderDescription(arg, isRequired)]);
		/**
		* print negative boolean arg variant usage when
		* - enabled by default or has `negativeDescription`
		* - not prefixed with `no-` or `no[A-Z]`
		*/
		if (arg.type === "boolean" && (arg.default === true || arg.negativeDescription) && !negativePrefixRe.test(arg.name)) {
			const negativeArgStr = [...(arg.alias || []).map((a) => `--no-${a}`), `--no-${arg.name}`].join(", ");
			argLines.push([cyan(negativeArgStr), [arg.negativeDescription, isRequired ? gray("(Required)") : ""].filter(Boolean).join(" ")]);
		}
		if (isRequired) usageLine.push(`--${arg.name}` + renderValueHint(arg));
	}
	if (cmd.subCommands) {
		const commandNames = [];
		const subCommands = await resolveValue(cmd.subCommands);
		for (const [name, sub] of Object.entries(subCommands)) {
			const meta = await resolveValue((await resolveValue(sub))?.meta);
			if (meta?.hidden) continue;
			const aliases = toArray(meta?.alias);
			const label = [name, ...aliases].join(", ");
			commandsLines.push([cyan(label), meta?.description || ""]);
			commandNames.push(name, ...aliases);
		}
		usageLine.push(commandNames.join("|"));
	}
	const usageLines = [];
	const version = cmdMeta.version || parentMeta.version;
	usageLines.push(gray(`${cmdMeta.description} (${commandName + (version ? ` v${version}` : "")})`), "");
	const hasOptions = argLines.length > 0 || posLines.length > 0;
	usageLines.push(`${underline(bold("USAGE"))} ${cyan(`${commandName}${hasOptions ? " [OPTIONS]" : ""} ${usageLine.join(" ")}`)}`, "");
	if (posLines.length > 0) {
		usageLines.push(underline(bold("ARGUMENTS")), "");
		usageLines.push(formatLineColumns(posLines, "  "));
		usageLines.push("");
	}
	if (argLines.length > 0) {
		usageLines.push(underline(bold("OPTIONS")), "");
		usageLines.push(formatLineColumns(argLines, "  "));
		usageLines.push("");
	}
	if (commandsLines.length > 0) {
		usageLines.push(underline(bold("COMMANDS")), "");
		usageLines.push(formatLineColumns(commandsLines, "  "));
		usageLines.push("", `Use ${cyan(`${commandName} <command> --help`)} for more information about a command.`);
	}
	return usageLines.filter((l) => typeof l === "string").join("\n");
}
function renderValueHint(arg) {
	const valueHint = arg.valueHint ? `=<${arg.valueHint}>` : "";
	const fallbackValueHint = valueHint || `=<${snakeCase(arg.name)}>`;
	if (!arg.type || arg.type === "positional" || arg.type === "boolean") return valueHint;
	if (arg.type === "enum" && arg.options?.length) return `=<${arg.options.join("|")}>`;
	return fallbackValueHint;
}
function renderDescription(arg, required) {
	const requiredHint = required ? gray("(Required)") : "";
	const defaultHint = arg.default === void 0 ? "" : gray(`(Default: ${arg.default})`);
	return [
		arg.description,
		requiredHint,
		defaultHint
	].filter(Boolean).join(" ");
}
//#endregion
//#region src/main.ts
async function runMain(cmd, opts = {}) {
	const rawArgs = opts.rawArgs || process.argv.slice(2);
	const showUsage$1 = opts.showUsage || showUsage;
	try {
		const builtinFlags = await _resolveBuiltinFlags(cmd);
		if (builtinFlags.help.length > 0 && rawArgs.some((arg) => builtinFlags.help.includes(arg))) {
			await showUsage$1(...await resolveSubCommand(cmd, rawArgs));
			process.exit(0);
		} else if (rawArgs.length === 1 && builtinFlags.version.includes(rawArgs[0])) {
			const meta = typeof cmd.meta === "function" ? await cmd.meta() : await cmd.meta;
			if (!meta?.version) throw new CLIError("No version specified", "E_NO_VERSION");
			console.log(meta.version);
		} else await runCommand(cmd, { rawArgs });
	} catch (error) {
		if (error instanceof CLIError) {
			await showUsage$1(...await resolveSubCommand(cmd, rawArgs));
			console.error(error.message);
		} else console.error(error, "\n");
		process.exit(1);
	}
}
function createMain(cmd) {
	return (opts = {}) => runMain(cmd, opts);
}
async function _resolveBuiltinFlags(cmd) {
	const argsDef = await resolveValue(cmd.args || {});
	const userNames = /* @__PURE__ */ new Set();
	const userAliases = /* @__PURE__ */ new Set();
	for (const [name, def] of Object.entries(argsDef)) {
		userNames.add(name);
		for (const alias of toArray(def.alias)) userAliases.add(alias);
	}
	return {
		help: _getBuiltinFlags("help", "h", userNames, userAliases),
		version: _getBuiltinFlags("version", "v", userNames, userAliases)
	};
}
function _getBuiltinFlags(long, short, userNames, userAliases) {
	if (userNames.has(long) || userAliases.has(long)) return [];
	if (userNames.has(short) || userAliases.has(short)) return [`--${long}`];
	return [`--${long}`, `-${short}`];
}
//#endregion



/***/ })

};

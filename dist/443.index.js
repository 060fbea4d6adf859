export const id = 443;
export const ids = [443];
export const modules = {

/***/ 6166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./lib/events/resolve-target.js + 4 modules
var resolve_target = __webpack_require__(4486);
// EXTERNAL MODULE: ./lib/engine/pulumi/project.js
var pulumi_project = __webpack_require__(8856);
// EXTERNAL MODULE: ./lib/failure.js
var lib_failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/engine/pulumi/stack-config.js
var stack_config = __webpack_require__(6620);
// EXTERNAL MODULE: ./lib/events/outsider.js
var outsider = __webpack_require__(3510);
;// CONCATENATED MODULE: ./lib/events/guard.js

/**
 * Whether a target is still right. A run may start long after its event: what was closed meanwhile is not deployed, what is there again is
 * not removed, what is older than its branch or pull request is superseded (unless run again or by hand). If GitHub cannot be asked, a
 * deploy follows its event and a removal does not happen, but for one that a person asked for.
 */
function guardAgainstWorld(target, event, world) {
    if (target.asked) {
        return { go: true, target };
    }
    switch (target.origin.kind) {
        case "pull_request":
            return target.command === "remove"
                ? guardPullRequestRemoval(target, target.origin.number, world)
                : guardPullRequestDeploy(target, event, world);
        case "branch":
            return target.command === "remove"
                ? guardBranchRemoval(target, target.origin.branch, world)
                : guardBranchDeploy(target, event, world);
        case "tag":
        case "manual":
            return { go: true, target };
        default:
            return target.origin;
    }
}
function guardPullRequestDeploy(target, event, world) {
    const now = world.pullRequest;
    if ((now === "unknown" || now === null) && event.kind === "pull_request") {
        // null: it was there when its event came, so the token may not see it. The event itself says that it is nobody else's.
        return { go: true, target };
    }
    if (now === "unknown") {
        return skipped("unknown", `GitHub could not be asked whether the pull request of ${target.stage} comes from a fork.`);
    }
    if (now === null) {
        return skipped("no-pull-request", `There is no pull request for ${target.stage}, or the token may not read it.`);
    }
    const weak = (0,outsider/* outsider */.e)(now);
    if (weak !== null) {
        return skipped(weak.code, weak.reason);
    }
    if (!now.open) {
        return skipped("closed", `Pull request ${now.number} is ${now.merged ? "merged" : "closed"} by now.`);
    }
    if (target.commit === null) {
        return { go: true, target: { ...target, commit: now.head.commit } };
    }
    return isNewer(now.head.commit, target.commit, event) && !isByPerson(world)
        ? superseded(`Pull request ${now.number}`, target.commit, now.head.commit)
        : { go: true, target };
}
function guardPullRequestRemoval(target, number, world) {
    const now = world.pullRequest;
    if (now === "unknown") {
        return skipped("unknown", `GitHub could not be asked whether pull request ${number} is still closed.`);
    }
    if (now === null) {
        // It was there when its event came, so this is a token that may not see it rather than a proof.
        return skipped("no-pull-request", `Pull request ${number} cannot be found, so nobody can tell whether it is closed.`);
    }
    return now.open ? skipped("reopened", `Pull request ${number} is open again.`) : { go: true, target };
}
function guardBranchDeploy(target, event, world) {
    const { branchHead, openPullRequests } = world;
    const branch = target.origin.kind === "branch" ? target.origin.branch : target.stage;
    if (branchHead === null) {
        return skipped("branch-gone", `Branch ${branch} is gone by now.`);
    }
    if (branchHead !== "unknown" &&
        target.commit !== null &&
        isNewer(branchHead, target.commit, event) &&
        !isByPerson(world)) {
        return superseded(`Branch ${branch}`, target.commit, branchHead);
    }
    const shown = openPullRequests === "unknown" ? undefined : openPullRequests[0];
    if (target.ephemeral && shown !== undefined && !world.dispatched) {
        return skipped("pull-request-open", `Branch ${branch} has pull request ${shown}, whose own stage shows it.`);
    }
    return { go: true, target };
}
function guardBranchRemoval(target, branch, world) {
    if (world.branchHead === "unknown") {
        return skipped("unknown", `GitHub could not be asked whether branch ${branch} is still gone.`);
    }
    return world.branchHead === null ? { go: true, target } : skipped("branch-back", `Branch ${branch} is there again.`);
}
/** What GitHub shows may lag behind its own event: the commit that the push moved away from is no newer one. */
function isNewer(head, commit, event) {
    const before = event.kind === "branch" || event.kind === "pull_request" ? event.before : null;
    return head !== commit && head !== before;
}
function isByPerson(world) {
    return world.attempt > 1 || world.dispatched;
}
function skipped(code, reason) {
    return { go: false, state: "skipped", code, reason };
}
function superseded(what, commit, head) {
    const reason = `${what} is at ${head.slice(0, 7)} by now; this run is for ${commit.slice(0, 7)}.`;
    return { go: false, state: "superseded", code: "superseded", reason };
}

// EXTERNAL MODULE: ./lib/events/branch-rules.js
var branch_rules = __webpack_require__(3279);
// EXTERNAL MODULE: ./lib/events/stage-name.js
var stage_name = __webpack_require__(6135);
;// CONCATENATED MODULE: ./lib/events/may-share.js


/**
 * Whether a target may have the stage that was made for something else, `theirs`: a person's choice by name may, a pull request's stage is
 * shared with nothing, tags share what the input `stage` names, and branches what they are sent to on purpose.
 */
function mayShare(theirs, sharing) {
    const { target } = sharing;
    const mine = target.origin;
    if (mine.kind === "pull_request") {
        return false;
    }
    if (target.namedBy === "person") {
        return true;
    }
    switch (theirs.kind) {
        case "pull_request":
            return false;
        case "manual":
            return !target.ephemeral;
        case "tag":
            return mine.kind === "tag";
        case "branch":
            return mine.kind === "branch" && mayFollow(theirs.branch, sharing);
        default:
            return theirs;
    }
}
/**
 * Branches that are sent to this stage in so many words share it (`release/*=staging`, or the input `stage`), and it passes on from a
 * branch that does not come to it any more (`main=production` became `trunk=production`). Never from one whose own name still gives it.
 */
function mayFollow(before, { target, branches }) {
    if (target.namedBy === "origin") {
        return false;
    }
    if ((0,branch_rules/* matchBranchRule */.es)(branches, before)?.stage) {
        return true;
    }
    const own = (0,stage_name/* stageNameOf */.RJ)(before);
    return typeof own !== "string" || !(0,stage_name/* sameStageName */.wr)(own, target.stage);
}

;// CONCATENATED MODULE: ./lib/events/ownership.js



/**
 * Makes sure that a stage may be deployed for this target. Throws `Failure` where it is somebody else's: `app-taken` (another repository
 * uses the app's name, for whichever stage), `path-taken` (the stage is another folder's), `stage-case` (the name of an existing stage but
 * for its case) or `stage-taken` (another branch's, pull request's or tag's). For removals see `removableStages`.
 */
function refuseConflict(claim) {
    const ofApp = claim.records.filter((record) => record.app === claim.app);
    const ofStage = ofApp.filter((record) => (0,stage_name/* sameStageName */.wr)(record.stage, claim.target.stage));
    const conflict = first(ofApp, (record) => ofOtherRepository(record, claim.repository)) ??
        first(ofStage, (record) => ofOtherCase(record, claim.target)) ??
        first(ofStage, (record) => ofOtherPath(record, claim)) ??
        first(ofStage, (record) => ofOtherOrigin(record, claim));
    if (conflict !== null) {
        throw new lib_failure/* Failure */.H(conflict);
    }
}
/**
 * What the stage's record says of its making after this target's command. A run that a person started for a stage that is there already
 * leaves it what it was: a hotfix put on `pr-12` or `staging` makes it nobody else's.
 */
function recordedOrigin(target, record) {
    const { origin, ephemeral } = target.namedBy === "person" && record !== null ? record : target;
    return { origin, ephemeral };
}
/** Whether two stages were made for the same thing, names compared exactly. All that is made by hand is one origin: a person's. */
function sameOrigin(a, b) {
    switch (a.kind) {
        case "pull_request":
            return b.kind === "pull_request" && a.number === b.number;
        case "branch":
            return b.kind === "branch" && a.branch === b.branch;
        case "tag":
            return b.kind === "tag" && a.tag === b.tag;
        case "manual":
            return b.kind === "manual";
        default:
            return a;
    }
}
/** What a stage was made for, in words. */
function describeOrigin(origin) {
    switch (origin.kind) {
        case "pull_request":
            return `made for pull request ${origin.number}`;
        case "branch":
            return `made for branch ${origin.branch}`;
        case "tag":
            return `made for tag ${origin.tag}`;
        case "manual":
            return "made by hand";
        default:
            return origin;
    }
}
/** The app's name is another repository's: two repositories must not meet in one app, whatever their stages are called. */
function ofOtherRepository(record, repository) {
    if (record.repository.id === repository.id) {
        return null;
    }
    return {
        code: "app-taken",
        message: `App ${record.app} in this home belongs to the repository ${record.repository.name} (stage ${record.stage}).`,
        next: "Give this project another name, or keep its state in a home of its own.",
    };
}
/** Stages that differ by case alone would share buckets, folders and web addresses. */
function ofOtherCase(record, target) {
    if (record.stage === target.stage) {
        return null;
    }
    return {
        code: "stage-case",
        message: `Stage ${target.stage} (${target.rule}) is, but for its case, the stage ${record.stage} of app ${record.app}, ` +
            `${describeOrigin(record.origin)}.`,
        next: `Write ${record.stage} if that stage is meant; else give this one another name (input branches or stage).`,
    };
}
/** Of the same stage only: when a project's folder was moved, its other stages may be at either place for a while. */
function ofOtherPath(record, { target, path }) {
    if (record.path === path || target.namedBy === "person") {
        return null;
    }
    const how = target.origin.kind === "pull_request" ? `pull-request: ${target.origin.number}` : `stage: ${record.stage}`;
    return {
        code: "path-taken",
        message: `Stage ${record.stage} of app ${record.app} belongs to the project in ${record.path}, not to the one in ${path}.`,
        next: `If there are two projects, give one of them another name. ` +
            `If the project was moved, confirm that: start the workflow by hand once, with ${how}.`,
    };
}
function ofOtherOrigin(record, claim) {
    const { target } = claim;
    if (sameOrigin(record.origin, target.origin) || mayShare(record.origin, claim)) {
        return null;
    }
    return {
        code: "stage-taken",
        message: `Stage ${record.stage} of app ${record.app} was ${describeOrigin(record.origin)}; ${target.rule} would take it over.`,
        next: `${anotherName(target.origin)}, or free stage ${record.stage} first: ` +
            `start the workflow by hand with that stage and the command remove.`,
    };
}
function anotherName(origin) {
    switch (origin.kind) {
        case "branch":
            return `Rename the branch, or give it another stage in the input branches ("${origin.branch}=another-stage")`;
        case "pull_request":
            return "Leave the input stage out, or make the pull request's number part of it";
        case "tag":
        case "manual":
            return "Name another stage in the input stage";
        default:
            return origin;
    }
}
function first(records, conflict) {
    return records.map(conflict).find((found) => found !== null) ?? null;
}

;// CONCATENATED MODULE: ./lib/commands/claim.js

/**
 * Makes sure that the stage is this target's to deploy. Resolves to its record as it is to be written before the engine makes a new stage,
 * so that a run that dies leaves one that cleanup finds; null where the home keeps none. A stage that belongs to another branch, pull request,
 * folder or repository is a `Failure`.
 */
async function claimStage(claim) {
    const { services, request, target, key, known } = claim;
    const { where } = services.home;
    if (known === null) {
        services.log.info(`${where} keeps no records of stages, so whether another branch, folder or repository uses stage ${key.stage} cannot be told.`);
        return null;
    }
    const repository = repositoryOf(request);
    const { path } = request;
    refuseConflict({ target, app: key.app, path, repository, records: known, branches: request.rules.branches });
    const before = known.find((record) => record.app === key.app && record.stage === key.stage) ?? null;
    const record = {
        version: 1,
        app: key.app,
        stage: key.stage,
        path,
        repository,
        ...recordedOrigin(target, before),
        commit: before?.commit ?? null,
        status: "deploying",
        ...(before?.resources === undefined ? {} : { resources: before.resources }),
        updatedAt: services.now().toISOString(),
    };
    return { record, isNew: before === null };
}
/** The event's repository as records name it. */
function repositoryOf({ event }) {
    const { id, owner, name } = event.repository;
    return { id, name: `${owner}/${name}` };
}
/** Puts on record how a command on the stage stands; `record` is null where the home keeps none. */
async function recordStatus(services, record, now) {
    if (record !== null) {
        await services.home.records?.write({ ...record, ...now, updatedAt: services.now().toISOString() });
    }
}

// EXTERNAL MODULE: ./lib/home/checkpoint-text.js + 1 modules
var checkpoint_text = __webpack_require__(2384);
// EXTERNAL MODULE: ./lib/report/mask-report.js + 1 modules
var mask_report = __webpack_require__(9807);
// EXTERNAL MODULE: ./lib/report/url.js
var url = __webpack_require__(9484);
;// CONCATENATED MODULE: ./lib/commands/report-of.js

/** A report of a command that is under way, which its end is told on top of. */
function reportOf(of) {
    const { services, target, key } = of;
    const { origin } = target;
    return {
        app: key.app,
        path: of.path,
        stage: key.stage,
        command: target.command,
        state: underWay[target.command],
        reason: null,
        failure: null,
        changeSet: null,
        url: null,
        pending: [],
        pullRequest: origin.kind === "pull_request" ? origin.number : null,
        branch: origin.kind === "branch" ? origin.branch : null,
        commit: target.commit,
        mergedInto: mergedInto(of.request.event, target),
        repositoryUrl: services.run.repositoryUrl,
        actor: services.run.actor,
        run: services.run.link,
        startedAt: services.now().toISOString(),
        endedAt: null,
    };
}
const underWay = { deploy: "deploying", remove: "removing", diff: "previewing" };
/** On `pull_request` the checkout, and so what is deployed, is the merge of the head into its base branch. */
function mergedInto(event, target) {
    return event.kind === "pull_request" && !event.fromBase && target.command !== "remove" ? event.base.branch : null;
}
/** The report with what the engine did; `succeeded` is the state of a run that changed something. */
function withResult(report, result, succeeded) {
    const { changeSet } = result;
    const failed = result.outcome === "failed";
    return {
        ...report,
        state: result.outcome === "succeeded" ? succeeded : result.outcome,
        changeSet,
        url: report.command === "remove" ? null : (0,url/* stageUrl */.O)(changeSet.outputs),
        pending: result.pending,
        failure: failed ? engineFailure(report, result) : null,
    };
}
function engineFailure(report, result) {
    const first = result.changeSet.diagnostics.find((diagnostic) => diagnostic.severity === "error");
    const what = first?.message.trim() ?? "The engine failed and gave no reason.";
    const removing = report.command === "remove";
    return {
        code: removing ? "removal-failed" : "deploy-failed",
        message: first?.resource === null || first === undefined ? what : `${first.resource}: ${what}`,
        next: removing
            ? "What is left stays in the state. Mend the cause and run the removal again: it goes on from there."
            : "Mend the cause and push again: the next deploy goes on from what the state holds.",
    };
}
/** The same report, ended. */
function ended(services, report) {
    return { ...report, endedAt: services.now().toISOString() };
}

// EXTERNAL MODULE: ./lib/commands/update-of.js
var update_of = __webpack_require__(911);
;// CONCATENATED MODULE: ./lib/commands/conclude.js






/**
 * Stores the state, and only then tells how the command ended: to the comment, the record and history, beside each other. A run that lost
 * its right to the stage, or could not store its state, has failed whatever its engine did, and leaves the record to others. Resolves to the
 * report as it was told.
 */
async function conclude(conclusion) {
    const { services, teller, opened, lock, record, now } = conclusion;
    const failure = await whyNotStored(opened, lock);
    if (failure !== null) {
        if (!ofOthers.has(failure.code)) {
            const status = conclusion.report.command === "remove" ? "removal failed" : "deploy failed";
            await recordStatus(services, record, { status }).catch((error) => services.log.debug(String(error)));
        }
        return ended(services, { ...conclusion.report, state: "failed", failure });
    }
    const report = ended(services, conclusion.report);
    // Told again by whoever gets the report, which then waits for it.
    void teller.end(report);
    await Promise.all([
        now === null ? null : recordStatus(services, record, { ...now, ...(await resourcesIn(opened, report)) }),
        opened
            .addToHistory((0,update_of/* updateOf */.x)((0,mask_report/* maskReport */.f)(report, services.mask.hide)))
            .catch((error) => services.log.warning(`History does not have what was done: ${(0,lib_failure/* describeFailure */.I)(error).message}`)),
    ]);
    return report;
}
/** After these the stage is in the hands of another run. */
const ofOthers = new Set(["state-taken", "lock-lost"]);
async function whyNotStored(opened, lock) {
    try {
        await opened.commit();
        lock?.lost.throwIfAborted();
        return null;
    }
    catch (error) {
        return (0,lib_failure/* describeFailure */.I)(error);
    }
}
/** How many resources the stage has; where only a process could tell, nobody is asked. */
async function resourcesIn(opened, { stage, app }) {
    if (opened.kind === "backend") {
        return {};
    }
    const state = await opened.checkpoint({ app, stage });
    return state === null ? {} : { resources: (0,checkpoint_text/* remainingResources */.kd)(state).length };
}

// EXTERNAL MODULE: ./lib/engine/pulumi/pending.js
var pending = __webpack_require__(7718);
// EXTERNAL MODULE: ./lib/lock/timing.js
var timing = __webpack_require__(6109);
;// CONCATENATED MODULE: ./lib/lock/job-proof.js

/**
 * Whether a lock's owner is proven gone before its lease ran out: its job (not its run, which goes on while other jobs do) is completed,
 * and for one renewal period since then nothing was renewed. Never on self-hosted runners, where processes outlive the jobs that GitHub
 * calls completed (actions/actions-runner-controller#4603), and never for a person.
 */
function provenGone(record, job, observed) {
    const { owner } = record;
    if (owner.kind !== "run" || owner.runner !== "github-hosted" || owner.job === null || job.kind === "unknown") {
        return false;
    }
    if (job.id !== owner.job || job.repository.toLowerCase() !== owner.repository?.toLowerCase()) {
        return false;
    }
    if (job.status !== "completed" || job.secondsSinceCompletion === null) {
        return false;
    }
    return Math.min(job.secondsSinceCompletion, observed.unchangedSeconds) >= quietPeriod(record);
}
/** How long a lock must have been quiet before it makes sense to ask: a renewal period, and half of one for a slow renewal. */
function quietPeriod(record) {
    return (0,timing/* renewalPeriod */.Sl)(record) * 1.5;
}

// EXTERNAL MODULE: ./lib/lock/ask-store.js
var ask_store = __webpack_require__(2974);
// EXTERNAL MODULE: ./lib/lock/lock-order.js
var lock_order = __webpack_require__(6417);
;// CONCATENATED MODULE: ./lib/lock/claim.js



function createClaims(order) {
    /** The fencing number of each try, and whether it was over a lock that had not been given back. */
    const fences = new Map();
    const { requestSeconds } = (0,lock_order/* timingOf */.I)(order);
    async function put(record, found) {
        const claimedAt = (0,timing/* monotonicSeconds */.my)();
        const request = found === null ? order.store.create(order.key, record) : order.store.replace(order.key, record, found.version);
        const stored = await (0,ask_store/* inTime */.RN)(requestSeconds, request);
        return stored === null ? null : { stored, claimedAt, tookOver: fences.get(record.fence) ?? false };
    }
    return {
        isOurs: ({ record }) => record.releasedAt === null && record.owner.token === order.owner.token && fences.has(record.fence),
        make: (found) => {
            const record = newRecord(order, found?.record ?? null);
            fences.set(record.fence, found !== null && !wasGivenBack(found.record));
            return put(record, found);
        },
        confirm: (found) => put({ ...found.record, renewedAt: (0,lock_order/* timeOf */.n)(order), revision: found.record.revision + 1 }, found),
    };
}
/** A holder from whom the lock was taken by hand gave nothing back, and may still run. */
function wasGivenBack({ releasedAt, broken }) {
    return releasedAt !== null && releasedAt !== broken?.at;
}
function newRecord(order, before) {
    const now = (0,lock_order/* timeOf */.n)(order);
    return {
        version: 1,
        app: order.key.app,
        stage: order.key.stage,
        command: order.command,
        owner: order.owner,
        since: now,
        renewedAt: now,
        releasedAt: null,
        fence: (before?.fence ?? 0) + 1,
        revision: (before?.revision ?? 0) + 1,
        leaseSeconds: (0,lock_order/* timingOf */.I)(order).leaseSeconds,
        broken: before?.broken ?? null,
    };
}

// EXTERNAL MODULE: ./lib/lock/describe-lock.js
var describe_lock = __webpack_require__(1712);
// EXTERNAL MODULE: ./lib/lock/hold-lock.js
var hold_lock = __webpack_require__(5868);
;// CONCATENATED MODULE: ./lib/lock/take-over.js



/** GitHub is asked about a holder at most so often, and how long it may take to say. */
const secondsBetweenQuestions = 60;
const secondsToAnswer = 20;
/** A killed main step has a `post:` step, which goes on with the lock while it ends the engine; so long it has to come. */
const secondsForPost = 5;
/** What is seen now, with the time since when nothing changed. */
function observe(before, stored) {
    return before?.stored.version === stored.version ? before : { stored, since: (0,timing/* monotonicSeconds */.my)() };
}
/**
 * Decides when a held lock may be taken: why, or null for not yet. A lease runs out by the waiter's own observation: the same version,
 * unchanged for the whole lease. The holder counts from the moment before it wrote that version, so it has always given up first,
 * whatever the clocks of the two say.
 */
function createTakeOver(order) {
    let askedAt = Number.NEGATIVE_INFINITY;
    async function jobIsGone(seen, unchangedSeconds) {
        const { record } = seen.stored;
        const isTime = (0,timing/* monotonicSeconds */.my)() - askedAt >= secondsBetweenQuestions && unchangedSeconds >= quietPeriod(record);
        if (order.ownerIsGone === undefined || !isTime) {
            return false;
        }
        askedAt = (0,timing/* monotonicSeconds */.my)();
        return (0,ask_store/* inTime */.RN)(secondsToAnswer, order.ownerIsGone(record, { unchangedSeconds })).catch((error) => {
            order.log.debug(`Whether the lock's holder still runs could not be found out: ${String(error)}`);
            return false;
        });
    }
    return async (seen) => {
        const { record } = seen.stored;
        const unchangedSeconds = (0,timing/* monotonicSeconds */.my)() - seen.since;
        const isPostDue = record.owner.kind === "run" && unchangedSeconds < secondsForPost;
        if (!isPostDue && (await order.store.ownerIsGone?.(record)) === true) {
            return "its process has ended";
        }
        if (await jobIsGone(seen, unchangedSeconds)) {
            return "its job has ended";
        }
        if (unchangedSeconds < record.leaseSeconds) {
            return null;
        }
        const grace = (await order.engineGrace?.(record)) ?? 0;
        return unchangedSeconds < record.leaseSeconds + grace
            ? null
            : `it was not renewed for ${Math.round(unchangedSeconds)} s`;
    };
}

// EXTERNAL MODULE: ./lib/lock/waiting.js
var waiting = __webpack_require__(4116);
;// CONCATENATED MODULE: ./lib/lock/lock.js








/** After so many seconds a waiter looks twice as often as at first, so that those who wait longest are likely to come first. */
const secondsToSeniority = 60;
/**
 * Takes the lock of a stage, waiting for others while `timeoutSeconds` lasts. Without others it costs two requests, and one more to give
 * it back. Rejects with a `Failure`: `locked` when others held it for all that time, `cancelled`, `lock-store-unavailable`, or what the
 * store itself says for good (access denied).
 *
 * Faults of stores are met here, once for all of them: after a write that was refused, lost or answered too late, the stored record is
 * read, and if it is one that we tried to store, it is ours.
 */
async function acquireLock(order) {
    const { pollSeconds } = (0,lock_order/* timingOf */.I)(order);
    const started = (0,timing/* monotonicSeconds */.my)();
    const look = createLook(order);
    const say = (0,waiting/* createWaitingLog */.qP)(order);
    for (;;) {
        if (order.signal.aborted) {
            throw (0,waiting/* cancelledFailure */.Yq)(order);
        }
        const turn = await look();
        if (turn.kind === "claimed") {
            return begin(order, turn.claimed);
        }
        if (turn.kind === "unsure") {
            await (0,ask_store/* pause */.v7)((0,timing/* jittered */.et)(pollSeconds / 10), order.signal);
            continue;
        }
        const waited = (0,timing/* monotonicSeconds */.my)() - started;
        if (waited >= order.timeoutSeconds) {
            throw (0,waiting/* lockedFailure */.lT)(order, turn.record);
        }
        say(turn.record);
        const interval = (0,timing/* jittered */.et)(waited < secondsToSeniority ? pollSeconds : pollSeconds / 2);
        await (0,ask_store/* pause */.v7)(Math.min(interval, order.timeoutSeconds - waited), order.signal);
    }
}
/** Looks at the lock once, and takes it if it may be taken. */
function createLook(order) {
    const { requestSeconds } = (0,lock_order/* timingOf */.I)(order);
    const claims = createClaims(order);
    const mayTakeOver = createTakeOver(order);
    const faults = (0,waiting/* createFaultLimit */.Ue)(order);
    let seen = null;
    async function look() {
        const found = await (0,ask_store/* inTime */.RN)(requestSeconds, order.store.read(order.key));
        if (found !== null && claims.isOurs(found)) {
            return turnOf(await claims.confirm(found));
        }
        if (found !== null && found.record.releasedAt === null) {
            seen = observe(seen, found);
            const why = await mayTakeOver(seen);
            if (why === null) {
                return { kind: "held", record: found.record };
            }
            order.log.warning(`Taking over the lock of ${(0,describe_lock/* nameStage */._6)(order.key)} (${(0,describe_lock/* describeHolder */.sG)(found.record)}): ${why}.`);
        }
        return turnOf(await claims.make(found));
    }
    return async () => {
        try {
            const turn = await look();
            faults.answered();
            return turn;
        }
        catch (error) {
            faults.failed(error);
            return { kind: "unsure" };
        }
    };
}
function turnOf(claimed) {
    return claimed === null ? { kind: "unsure" } : { kind: "claimed", claimed };
}
/** Starts to renew; a run that was cancelled meanwhile gives the lock back instead. */
async function begin(order, { stored, claimedAt, tookOver }) {
    const lock = (0,hold_lock/* holdLock */.x)({
        store: order.store,
        stored,
        renewedAt: claimedAt,
        tookOver,
        log: order.log,
        timing: (0,lock_order/* timingOf */.I)(order),
        now: () => (0,lock_order/* timeOf */.n)(order),
    });
    if (order.signal.aborted) {
        await lock.release();
        throw (0,waiting/* cancelledFailure */.Yq)(order);
    }
    return lock;
}

;// CONCATENATED MODULE: ./lib/commands/hold-lock.js



/** Takes the stage's lock and leaves word of it for a later step; null where the home leaves locking to the engine's backend. */
async function holdLock(services, request, held) {
    const { locks } = services.home;
    if (locks === null) {
        return null;
    }
    // Names that differ by case alone are one stage: two branches that come to one must meet here.
    const key = { app: held.key.app, stage: held.key.stage.toLowerCase() };
    const lock = await acquireLock({
        store: locks,
        key,
        command: held.command,
        owner: services.run.owner,
        log: services.log,
        signal: services.signal,
        timeoutSeconds: request.lockTimeoutSeconds,
        ownerIsGone: async (record, observed) => provenGone(record, await jobOf(services, record), observed),
        // An engine that was told to stop still waits for what it is creating.
        engineGrace: async () => (0,pending/* pendingOf */.l)(await services.home.checkpoint(held.key)).length === 0 ? 0 : request.engineGraceSeconds,
    });
    services.trail.lockHeld({ key, token: services.run.owner.token });
    return lock;
}
/** The holder's job as GitHub has it. What cannot be asked, or is another repository's, proves nothing. */
async function jobOf({ github, run }, { owner }) {
    if (github === null || owner.job === null || owner.repository !== run.owner.repository) {
        return { kind: "unknown" };
    }
    return github.job(owner.job);
}

;// CONCATENATED MODULE: ./lib/commands/look.js
/** Looks at the world as it is now, as far as the target's origin needs it. What GitHub does not tell is `unknown`. */
async function lookAtWorld(services, target, event) {
    const { origin } = target;
    const ask = asker(services);
    const [pullRequest, branchHead, openPullRequests] = await Promise.all([
        origin.kind === "pull_request" ? ask((github) => github.pullRequest(origin.number)) : null,
        origin.kind === "branch" ? ask((github) => github.branchHead(origin.branch)) : null,
        origin.kind === "branch" && target.ephemeral && target.command !== "remove"
            ? ask((github) => github.openPullRequestsOf(origin.branch))
            : [],
    ]);
    return {
        pullRequest,
        branchHead,
        openPullRequests,
        attempt: services.run.attempt,
        dispatched: event.kind === "manual",
    };
}
function asker({ github, log }) {
    return async (question) => {
        if (github === null) {
            return "unknown";
        }
        try {
            return await question(github);
        }
        catch (error) {
            log.warning(`GitHub could not be asked: ${error instanceof Error ? error.message : String(error)}`);
            return "unknown";
        }
    };
}

;// CONCATENATED MODULE: ./lib/commands/open-stage.js
/** Opens the stage's home; `lock` is the one that is held on the stage, if any. */
function openStage(services, { key, mode, lock }) {
    const left = services.trail.stateLeft;
    const opened = beside(services.home.open({ key, mode, fenceOff: lock?.tookOver === true, left }));
    return {
        opened,
        [Symbol.asyncDispose]: async () => {
            const home = await opened.catch(() => null);
            await home?.[Symbol.asyncDispose]();
        },
    };
}
/** A promise that is awaited later: until then its failure does not count as one that nobody handles. */
function beside(promise) {
    promise.catch(() => undefined);
    return promise;
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/checkout/checked-out-commit.js


/** The commit that is checked out where `directory` lies; null where there is no git, no repository or no commit. */
async function checkedOutCommit(directory) {
    const git = async (...args) => {
        const { stdout } = await (0,external_node_util_.promisify)(external_node_child_process_.execFile)("git", args, { cwd: directory, timeout: 10_000 });
        return stdout;
    };
    try {
        // `cat-file` reads the commit itself; `rev-list --parents` would show a shallow clone's commit without parents.
        const [commit, text] = await Promise.all([git("rev-parse", "HEAD"), git("cat-file", "commit", "HEAD")]);
        const [header = ""] = text.split("\n\n", 1);
        const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gmu)].map((match) => match[1] ?? "");
        return { commit: commit.trim(), parents };
    }
    catch {
        return null;
    }
}
/** Whether a working tree holds a pull request's head: as it is, or as the second parent of its merge into the base branch. */
function holdsHead(checkedOut, head) {
    return checkedOut.commit === head || checkedOut.parents[1] === head;
}

;// CONCATENATED MODULE: ./lib/commands/require-head.js


/**
 * Makes sure that a run that a person started for a pull request has that pull request's code before it: such a run checks the default
 * branch out unless it is told otherwise, and would put that on show as the pull request's. Where there is no git, it cannot be told.
 */
async function requireHead(request, target) {
    if (request.event.kind !== "manual" || target.origin.kind !== "pull_request" || target.commit === null) {
        return;
    }
    const checkedOut = await checkedOutCommit(request.directory);
    if (checkedOut === null || holdsHead(checkedOut, target.commit)) {
        return;
    }
    const { number } = target.origin;
    throw new lib_failure/* Failure */.H({
        code: "wrong-checkout",
        message: `The workspace holds commit ${checkedOut.commit.slice(0, 7)}, which is neither the head of pull request ${number} (${target.commit.slice(0, 7)}) nor its merge.`,
        next: "Start the workflow on the pull request's own branch: then its code is what is checked out.",
    });
}

;// CONCATENATED MODULE: ./lib/commands/deploy.js
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











/** Deploys the stage of an event, or previews that (`diff`). Throws `Failure` when it cannot be begun; a program's failure is in the report. */
async function deployStage(order) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { request, services, teller } = order;
        const project = await (0,pulumi_project/* requireProject */.LX)(request.directory);
        const key = { app: project.name, stage: order.target.stage };
        const isDeploy = order.target.command === "deploy";
        const lock = __addDisposableResource(env_1, isDeploy ? await holdLock(services, request, { key, command: "deploy" }) : null, true);
        // What the home has of the stage is fetched while GitHub is asked.
        const opening = __addDisposableResource(env_1, openStage(services, { key, mode: isDeploy ? "change" : "read", lock }), true);
        const { records } = services.home;
        const neighbours = beside(records === null ? Promise.resolve(null) : records.neighbours(key));
        const guarded = guardAgainstWorld(order.target, request.event, await lookAtWorld(services, order.target, request.event));
        const target = guarded.go ? guarded.target : order.target;
        const report = reportOf({ services, request, target, key, path: request.path });
        if (!guarded.go) {
            return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
        }
        await requireHead(request, target);
        const claimed = await claimStage({ services, request, target, key, known: await neighbours });
        const opened = await opening.opened;
        const run = { ...order, target, project, key, opened, lost: lock?.lost ?? null };
        if (!isDeploy) {
            teller.begin(report);
            const result = await runEngine(run);
            return ended(services, withResult(report, result, "previewed"));
        }
        const record = claimed?.record ?? null;
        const begun = await beginRecord(services, claimed);
        teller.begin(report);
        const result = await runEngine(run).catch(async (error) => {
            await begun.written;
            await recordStatus(services, record, { status: "deploy failed" });
            throw error;
        });
        await begun.written;
        // Awaited here, or lock and home would be given back before it is done.
        return await conclude({
            services,
            teller,
            opened,
            lock,
            record,
            report: withResult(report, result, stateAfter(result)),
            now: result.outcome === "succeeded" ? { status: "deployed", commit: target.commit } : { status: "deploy failed" },
        });
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
/**
 * Puts on record that the stage is being deployed. A new stage must be on record before anything is made for it; for one that is, it is
 * written beside the engine, and what comes back is to be awaited before the next write.
 */
async function beginRecord(services, claimed) {
    const written = recordStatus(services, claimed?.record ?? null, { status: "deploying" });
    if (claimed?.isNew === true) {
        await written;
    }
    return {
        written: written.catch((error) => services.log.warning((0,lib_failure/* describeFailure */.I)(error).message)),
    };
}
async function runEngine(run) {
    const { request, services, target, project, key, opened, lost } = run;
    const engineOrder = {
        key,
        directory: request.directory,
        home: opened,
        configFrom: request.configFrom ?? (await previewConfigFor(target, project)),
        log: services.log,
        secrets: services.mask,
        signal: AbortSignal.any([services.signal, opened.lost, ...(lost === null ? [] : [lost])]),
        started: services.trail.engineStarted,
    };
    return target.command === "diff" ? services.engine.diff(engineOrder) : services.engine.deploy(engineOrder);
}
async function previewConfigFor(target, project) {
    if (target.origin.kind !== "pull_request") {
        return null;
    }
    return (await (0,stack_config/* readConfig */.Xg)(project, "preview")) === null ? null : "preview";
}
function stateAfter(result) {
    // What a program only reads (`Resource.get`) is read each time.
    return result.changeSet.changes.every((change) => change.op === "read") ? "unchanged" : "deployed";
}

;// CONCATENATED MODULE: ./lib/events/removable-stages.js



/**
 * The records of the stages that a removal is for, never an empty list. Needs neither checkout nor branch nor program.
 *
 * An event, and a person who starts a run for a pull request or a branch, finds what was made for that by this repository, under whatever
 * names and in whatever apps; of that only what the record calls ephemeral. A stage that is asked for by its name is found by its name,
 * whatever it was made for.
 *
 * Skips with `nothing-to-remove` (the home may still hold a state without a record), `app-taken` or `stage-taken` (what has the app's or
 * the stage's name is somebody else's) or `not-ephemeral`. A removal that was asked for throws `Failure` instead where something is taken,
 * and, by name, with `stage-case` or `several-apps`.
 */
function removableStages(search) {
    const { app, repository } = search;
    const ours = search.records.filter((record) => record.repository.id === repository.id && (app === null || record.app === app));
    return isByName(search.target) ? byName(search, ours) : byOrigin(search, ours);
}
/** Asked for as this stage, rather than as whatever a branch or pull request has. */
function isByName(target) {
    return target.asked && target.namedBy !== "origin" && target.origin.kind !== "pull_request";
}
function byOrigin(search, ours) {
    const { target } = search;
    const made = ours.filter((record) => sameOrigin(record.origin, target.origin));
    if (made.length === 0) {
        return nothing(search, `no stage is on record as ${describeOrigin(target.origin)}`);
    }
    // Long-lived by its target too: `command: remove` on a push to that very branch, which the workflow says in so many words.
    const removable = target.asked && !target.ephemeral ? made : made.filter((record) => record.ephemeral);
    if (removable.length > 0) {
        return removable;
    }
    const names = made.map((record) => record.stage).join(", ");
    return {
        kind: "skip",
        code: "not-ephemeral",
        reason: `Stage ${names} (${describeOrigin(target.origin)}) is long-lived and stays. ` +
            `To remove it, start the workflow by hand with that stage and the command remove.`,
    };
}
function byName(search, ours) {
    const { target } = search;
    const named = ours.filter((record) => (0,stage_name/* sameStageName */.wr)(record.stage, target.stage));
    const [stage, ...others] = named;
    if (stage === undefined) {
        return nothing(search, `no stage ${target.stage} is on record`);
    }
    if (others.length > 0) {
        throw new lib_failure/* Failure */.H({
            code: "several-apps",
            message: `Several apps have a stage ${target.stage}: ${named.map((record) => record.app).join(", ")}.`,
            next: "Name one of them in the input app.",
        });
    }
    const conflict = ofOtherCase(stage, target);
    if (conflict !== null) {
        throw new lib_failure/* Failure */.H(conflict);
    }
    return named;
}
/** Nothing of ours is there. Whether that is all, or the app or the stage is somebody else's, is for people to know. */
function nothing(search, why) {
    const { records, app, target, repository } = search;
    const conflict = records
        .filter((record) => (app === null ? record.repository.id === repository.id : record.app === app))
        .map((record) => ofOtherRepository(record, repository) ?? ofOther(record, target))
        .find((found) => found !== null) ?? null;
    if (conflict === null) {
        return { kind: "skip", code: "nothing-to-remove", reason: `Nothing to remove: ${why}.` };
    }
    if (target.asked) {
        throw new lib_failure/* Failure */.H(conflict);
    }
    return { kind: "skip", code: conflict.code, reason: `Nothing to remove: ${why}. ${conflict.message}` };
}
function ofOther(record, target) {
    if (!(0,stage_name/* sameStageName */.wr)(record.stage, target.stage)) {
        return null;
    }
    return {
        code: "stage-taken",
        message: `Stage ${record.stage} of app ${record.app} was ${describeOrigin(record.origin)}.`,
        next: `If that stage is meant, start the workflow by hand with the stage ${record.stage} and the command remove.`,
    };
}

;// CONCATENATED MODULE: ./lib/commands/find-stages.js




/**
 * Finds what a removal is for by what stages were made for, so that it needs no checkout (`removableStages`). Where the home keeps no
 * records, the stage is found by its name, and the app must be known.
 */
async function findStages(request, services, target) {
    const app = request.app ?? (await (0,pulumi_project/* readProject */.Wh)(request.directory))?.name ?? null;
    const { records } = services.home;
    if (records === null) {
        return [{ key: { app: requireApp(app, services), stage: target.stage }, record: null }];
    }
    const found = removableStages({ target, app, repository: repositoryOf(request), records: await records.list() });
    if (!("kind" in found)) {
        return found.map((record) => ({ key: { app: record.app, stage: record.stage }, record }));
    }
    return app === null || found.code !== "nothing-to-remove"
        ? found
        : withoutRecord(services, { target, key: { app, stage: target.stage }, nothing: found });
}
/** No record: there is nothing to remove, unless the state knows a stage of that name, which is then not ours to remove unasked. */
async function withoutRecord(services, search) {
    const { target, key, nothing } = search;
    if ((await services.home.checkpoint(key)) === null) {
        return nothing;
    }
    if (target.asked && target.namedBy !== "origin") {
        return [{ key, record: null }];
    }
    return {
        kind: "skip",
        code: "no-record",
        reason: `Stage ${key.stage} of ${key.app} exists, but there is no record that it was made for this. ` +
            `To remove it, start the workflow by hand with that stage and the command remove.`,
    };
}
function requireApp(app, services) {
    if (app !== null) {
        return app;
    }
    throw new lib_failure/* Failure */.H({
        code: "no-app",
        message: `${services.home.where} keeps no records of stages, and there is no checkout: which app to clean up cannot be told.`,
        next: "Name the app (the `name` in Pulumi.yaml) in the input `app`.",
    });
}

;// CONCATENATED MODULE: ./lib/commands/remove.js
var remove_addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
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
var remove_disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
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









/** Removes one stage from what the home knows of it: no program, branch or checkout is needed. */
async function removeStage(removal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { request, services, target, teller, stage } = removal;
        const { key } = stage;
        const report = reportOf({ services, request, target, key, path: stage.record?.path ?? request.path });
        const lock = remove_addDisposableResource(env_1, await holdLock(services, request, { key, command: "remove" }), true);
        // What the home has of the stage is fetched while GitHub is asked.
        const opening = remove_addDisposableResource(env_1, openStage(services, { key, mode: "change", lock }), true);
        const guarded = guardAgainstWorld(target, request.event, await lookAtWorld(services, target, request.event));
        if (!guarded.go) {
            return ended(services, { ...report, state: guarded.state, reason: guarded.reason });
        }
        // Read again now that nobody else changes it: another run may have removed the stage meanwhile.
        const opened = await opening.opened;
        const [record, checkpoint] = await Promise.all([services.home.records?.read(key) ?? null, opened.checkpoint(key)]);
        if (record === null && checkpoint === null) {
            return ended(services, {
                ...report,
                state: "removed",
                reason: `Nothing to remove: there is no stage ${key.stage}.`,
            });
        }
        const still = removableStages({
            target,
            app: key.app,
            repository: repositoryOf(request),
            records: record === null ? [] : [record],
        });
        if ("kind" in still && still.code !== "nothing-to-remove") {
            return ended(services, { ...report, state: "skipped", reason: still.reason });
        }
        await recordStatus(services, record, { status: "removing" });
        teller.begin(report);
        // Awaited here, or lock and home would be given back before it is done.
        return await destroy({ ...removal, record, report, opened, lock });
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = remove_disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
async function destroy(removal) {
    const { request, services, teller, stage, record, report, opened, lock } = removal;
    const result = await services.engine
        .remove({
        key: stage.key,
        directory: (await (0,pulumi_project/* readProject */.Wh)(request.directory)) === null ? null : request.directory,
        home: opened,
        configFrom: null,
        log: services.log,
        secrets: services.mask,
        signal: AbortSignal.any([services.signal, opened.lost, ...(lock === null ? [] : [lock.lost])]),
        started: services.trail.engineStarted,
    })
        .catch(async (error) => {
        await recordStatus(services, record, { status: "removal failed" });
        throw error;
    });
    const succeeded = result.outcome === "succeeded";
    const told = await conclude({
        services,
        teller,
        opened,
        lock,
        record,
        report: withResult(report, result, succeeded ? "removed" : "failed"),
        now: succeeded ? null : { status: "removal failed" },
    });
    if (told.state === "removed") {
        await opened.discard(stage.key);
    }
    return told;
}

// EXTERNAL MODULE: ./lib/report/comment.js
var comment = __webpack_require__(7023);
// EXTERNAL MODULE: ./lib/report/comment-marker.js
var comment_marker = __webpack_require__(5062);
;// CONCATENATED MODULE: ./lib/commands/tell.js



/** `enabled` is false where the user wants no comment. Reports without a pull request are told to nobody. */
function createTeller(services, enabled) {
    let last = Promise.resolve(null);
    let told = null;
    let warned = null;
    const warn = (text) => {
        // The same reason at the start and at the end is told once.
        services.log[text === warned ? "debug" : "warning"](text);
        warned = text;
    };
    const post = async (report, known) => {
        const { github, trail } = services;
        if (!enabled || github === null || report.pullRequest === null) {
            return known;
        }
        const marker = (0,comment_marker/* commentMarker */.Q)({ app: report.app, path: report.path ?? "." });
        const body = (0,comment/* renderComment */.w)(report, marker);
        try {
            const posted = await github.upsertComment({ pullRequest: report.pullRequest, marker, body, known });
            trail.commentPosted(posted);
            return posted;
        }
        catch (error) {
            warn(`The comment could not be written: ${error instanceof Error ? error.message : String(error)}`);
            return known;
        }
    };
    const next = (report) => {
        const masked = (0,mask_report/* maskReport */.f)(report, services.mask.hide);
        last = last.then((known) => post(masked, known));
        return masked;
    };
    return {
        begin: (report) => services.trail.begun(next(report)),
        end: (report) => {
            if (told !== report) {
                told = report;
                next(report);
            }
            return last;
        },
    };
}

;// CONCATENATED MODULE: ./lib/commands/run.js








/**
 * Event in, stages deployed or removed, reports out. `open` makes the services, and is only called when there is something to do. Throws
 * only what keeps it from knowing any stage.
 */
async function run(request, { log, open }) {
    const { event } = request;
    if (event.kind === "ignored") {
        return run_skipped({ code: "event", reason: event.reason });
    }
    const target = (0,resolve_target/* resolveTarget */.u)(event, request.rules);
    if (target.kind === "skip") {
        return run_skipped(target);
    }
    log.info(target.rule);
    const order = { request: { ...request, event }, services: await open(), target };
    if (target.command !== "remove") {
        return gather([await told(order, null)]);
    }
    const found = await findStages(order.request, order.services, target);
    if ("kind" in found) {
        return run_skipped(found);
    }
    const ends = [];
    for (const stage of found) {
        ends.push(await told(order, stage));
    }
    return gather(ends);
}
/** One stage's command with its comment; a failure becomes a report as soon as it is known which stage it was for. */
async function told(order, stage) {
    const { request, services } = order;
    const teller = createTeller(services, request.comment);
    const report = await (stage === null ? deployStage({ ...order, teller }) : removeStage({ ...order, teller, stage })).catch((error) => failedReport(order, stage, error));
    const comment = isWorthTelling(report) ? await teller.end(report) : null;
    return { report, commentUrl: comment?.url ?? null };
}
async function failedReport(order, stage, error) {
    const { request, services, target } = order;
    const app = stage?.key.app ?? (await (0,pulumi_project/* readProject */.Wh)(request.directory).catch(() => null))?.name ?? request.app;
    if (app === null) {
        throw error;
    }
    if (!(error instanceof lib_failure/* Failure */.H)) {
        services.log.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const key = stage?.key ?? { app, stage: target.stage };
    const report = reportOf({ services, request, target, key, path: stage?.record?.path ?? request.path });
    const state = services.signal.aborted ? "cancelled" : "failed";
    return ended(services, { ...report, state, failure: (0,lib_failure/* describeFailure */.I)(error) });
}
/** A run that did nothing leaves the comment to the run that does. */
function isWorthTelling(report) {
    return report.state !== "skipped" && report.state !== "superseded" && report.reason === null;
}
function gather(ends) {
    return {
        reports: ends.map((end) => end.report),
        commentUrl: ends.find((end) => end.commentUrl !== null)?.commentUrl ?? null,
        skip: null,
    };
}
function run_skipped(skip) {
    return { reports: [], commentUrl: null, skip: { code: skip.code, reason: skip.reason } };
}


/***/ }),

/***/ 7443:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6421);
/* harmony import */ var _commands_run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6166);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _mask_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(723);
/* harmony import */ var _event_file_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(676);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7395);
/* harmony import */ var _on_cancel_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(9942);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8781);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9905);
/* harmony import */ var _runner_log_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(4838);
/* harmony import */ var _runner_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7484);
/* harmony import */ var _secrets_in_environment_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(1009);
/* harmony import */ var _trail_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(4016);
/* harmony import */ var _wire_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(5679);














/** The action's main step: event in, stages deployed or removed, outputs and summary out. Resolves to the exit code. */
async function main() {
    const mask = (0,_mask_js__WEBPACK_IMPORTED_MODULE_3__/* .createMask */ .P)((value) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq(value));
    mask.add((0,_secrets_in_environment_js__WEBPACK_IMPORTED_MODULE_12__/* .secretsInEnvironment */ .W)(process.env));
    const log = (0,_runner_log_js__WEBPACK_IMPORTED_MODULE_8__/* .createRunnerLog */ .f)(mask);
    const trail = (0,_trail_js__WEBPACK_IMPORTED_MODULE_10__/* .createTrail */ .j)();
    const writing = { temporaryDirectory: (0,_runner_js__WEBPACK_IMPORTED_MODULE_9__/* .temporaryDirectory */ .De)(process.env), mask, log };
    try {
        const outcome = await (0,_commands_run_js__WEBPACK_IMPORTED_MODULE_1__/* .run */ .e)(...(await readRun({ mask, log, trail })));
        await (0,_outputs_js__WEBPACK_IMPORTED_MODULE_6__/* .writeOutcome */ .gZ)(outcome, writing);
        return outcome.reports.some((report) => report.state === "failed" || report.state === "cancelled") ? 1 : 0;
    }
    catch (error) {
        if (!(error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .H) && error instanceof Error) {
            log.debug(error.stack ?? error.message);
        }
        await (0,_outputs_js__WEBPACK_IMPORTED_MODULE_6__/* .writeFailure */ .EU)((0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .describeFailure */ .I)(error), writing);
        return 1;
    }
    finally {
        trail.finished();
    }
}
/** Reads inputs, runner and event into the request, and how its services are made. */
async function readRun(given) {
    const { mask, log, trail } = given;
    const signal = (0,_on_cancel_js__WEBPACK_IMPORTED_MODULE_13__/* .onCancel */ .A)(log, trail);
    const runner = (0,_runner_js__WEBPACK_IMPORTED_MODULE_9__/* .readRunner */ .fY)(process.env);
    const event = await (0,_event_file_js__WEBPACK_IMPORTED_MODULE_4__/* .readEvent */ .j)(runner.eventName, runner.eventPath);
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .readInputs */ .K)((0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .withFormFields */ .Q)((name) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4(name), event));
    mask.add(inputs.token ?? "");
    const request = (0,_request_js__WEBPACK_IMPORTED_MODULE_7__/* .requestOf */ .f)({ inputs, runner, event });
    const open = () => (0,_wire_js__WEBPACK_IMPORTED_MODULE_11__/* .servicesOf */ .Y)({ ...given, inputs, runner, request, environment: process.env, signal });
    return [request, { log, open }];
}
process.exitCode = await main();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 9942:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ onCancel)
/* harmony export */ });
/**
 * Aborts at the first signal of a cancelled run, whichever it is; later ones change nothing, since Pulumi takes a second signal as the
 * order to drop what it is doing (the runner sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that).
 */
function onCancel(log, trail) {
    const controller = new AbortController();
    const cancel = () => {
        if (!controller.signal.aborted) {
            log.warning("Cancelled: the engine finishes the operations under way and starts no new ones.");
            controller.abort();
            trail.cancelled();
        }
    };
    const signals = process.platform === "win32" ? ["SIGINT", "SIGBREAK"] : ["SIGINT", "SIGTERM"];
    for (const signal of signals) {
        process.on(signal, cancel);
    }
    return controller.signal;
}


/***/ }),

/***/ 8781:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  EU: () => (/* binding */ writeFailure),
  gZ: () => (/* binding */ writeOutcome)
});

// UNUSED EXPORTS: outputNames

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(6421);
// EXTERNAL MODULE: ./lib/report/mask-report.js + 1 modules
var mask_report = __webpack_require__(9807);
// EXTERNAL MODULE: ./lib/report/data-types.js
var data_types = __webpack_require__(636);
// EXTERNAL MODULE: ./lib/report/type-name.js
var type_name = __webpack_require__(5366);
;// CONCATENATED MODULE: ./lib/report/report-json.js


/** What a run did as `report.json` holds it, once it is written as JSON (`reportSchema`). The reports must be masked already. */
function toReportJson(outcome) {
    const { reports, skip, failure } = outcome;
    return {
        version: 1,
        skip: skip === null ? null : { code: skip.code, reason: skip.reason },
        failure,
        stages: reports.map((report) => ({
            ...report,
            lastUrl: report.lastUrl ?? null,
            changeSet: report.changeSet === null ? null : changeSetJson(report.changeSet),
        })),
    };
}
function changeSetJson(changeSet) {
    const changes = changeSet.changes.map((change) => ({ ...change, holdsData: (0,data_types/* holdsData */.V)((0,type_name/* typeName */.g)(change.type)) }));
    return { ...changeSet, changes };
}

// EXTERNAL MODULE: ./lib/report/alerts.js
var alerts = __webpack_require__(5479);
// EXTERNAL MODULE: ./lib/report/change-order.js
var change_order = __webpack_require__(4661);
// EXTERNAL MODULE: ./lib/report/cut.js
var cut = __webpack_require__(6590);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(5402);
// EXTERNAL MODULE: ./lib/report/urn.js
var report_urn = __webpack_require__(7585);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __webpack_require__(5944);
;// CONCATENATED MODULE: ./lib/report/component-graph.js






/** Mermaid draws more, but nobody could read it; its own limits are 500 edges and 50,000 characters. */
const MOST_NODES = 200;
const MOST_CHARACTERS = 45_000;
const marks = [
    ["delete", "−"],
    ["replace", "±"],
    ["update", "~"],
    ["create", "+"],
];
/**
 * The components of a change set as a Mermaid graph, each with how many of its resources change; empty without components. What stands
 * in no component is the stage's own.
 */
function componentGraph(changeSet, stage, room) {
    const components = componentsOf(changeSet.changes);
    if (components.size <= 1) {
        return [];
    }
    const lines = ["graph LR"];
    const drawn = new Map();
    let size = 0;
    for (const [urn, component] of components) {
        const id = `c${drawn.size}`;
        const title = urn === "" ? stage : titleOf(urn);
        const node = `  ${id}["${escapeLabel((0,cut/* cutMiddle */.i)(title, 60))}${countsLabel(component.changes)}"]`;
        const parentId = drawn.get(component.parent);
        const edge = urn === "" || parentId === undefined ? [] : [`  ${parentId} --> ${id}`];
        size += room.measure(node) + 30;
        if (drawn.size === MOST_NODES - 1 || size > Math.min(room.size, MOST_CHARACTERS)) {
            lines.push(`  more["${components.size - drawn.size} more components"]`);
            break;
        }
        drawn.set(urn, id);
        lines.push(node, ...edge);
    }
    return [(0,markdown/* fence */.EU)("mermaid", lines)];
}
/** By URN, the stage itself (empty) first, every component after the one that it lies in. */
function componentsOf(changes) {
    const parents = new Map(changes.map((change) => [change.urn, (0,change_order/* parentOf */.gN)(change)]));
    const components = new Map([["", { parent: "", changes: [] }]]);
    const add = (urn) => {
        const known = components.get(urn);
        if (known !== undefined) {
            return known;
        }
        const parent = parents.get(urn) ?? "";
        // A state with a cycle of parents is broken, but must not keep us here.
        parents.set(urn, "");
        add(parent);
        const component = { parent, changes: [] };
        components.set(urn, component);
        return component;
    };
    for (const change of changes) {
        add((0,change_order/* parentOf */.gN)(change)).changes.push(change);
    }
    return components;
}
function titleOf(urn) {
    const { name, type } = (0,report_urn/* urnParts */.O)(urn);
    return type === "" ? name : `${name} (${(0,type_name/* typeName */.g)(type)})`;
}
function countsLabel(changes) {
    const parts = marks.flatMap(([op, mark]) => {
        const count = changes.filter((change) => change.op === op).length;
        return count === 0 ? [] : [`${mark}${count}`];
    });
    return parts.length === 0 ? "" : `<br>${parts.join(" ")}`;
}
/** Everything but letters, digits and a few harmless marks as Mermaid's entity, `#35;`. */
function escapeLabel(text) {
    return (0,visible/* oneLine */.T)(text).replace(/[^\p{L}\p{N} ()._/:-]/gu, (character) => `#${character.codePointAt(0)};`);
}

// EXTERNAL MODULE: ./lib/report/counts-line.js
var counts_line = __webpack_require__(1067);
// EXTERNAL MODULE: ./lib/report/diagnostics.js
var report_diagnostics = __webpack_require__(7238);
// EXTERNAL MODULE: ./lib/report/failure-section.js
var failure_section = __webpack_require__(186);
// EXTERNAL MODULE: ./lib/report/folds.js + 3 modules
var folds = __webpack_require__(9277);
// EXTERNAL MODULE: ./lib/report/footer.js
var footer = __webpack_require__(2747);
// EXTERNAL MODULE: ./lib/report/heading.js
var heading = __webpack_require__(6584);
// EXTERNAL MODULE: ./lib/report/numbered.js
var numbered = __webpack_require__(8895);
// EXTERNAL MODULE: ./lib/report/room.js
var report_room = __webpack_require__(7039);
// EXTERNAL MODULE: ./lib/report/value-text.js
var value_text = __webpack_require__(3763);
// EXTERNAL MODULE: ./lib/report/url.js
var url = __webpack_require__(9484);
;// CONCATENATED MODULE: ./lib/report/outputs-table.js






const LONGEST_VALUE = 300;
/** A row for each output of the stage, as many as fit; a secret one's value is never there. */
function outputsTable(outputs, space) {
    const names = Object.keys(outputs);
    if (names.length === 0) {
        return [];
    }
    const rows = (0,report_room/* takeRows */.LY)(outputRows(outputs), space.room);
    const left = names.length - rows.length;
    return [
        ["| Output | Value |", "| --- | --- |", ...rows].join("\n"),
        ...(left > 0 ? [`${(0,numbered/* numbered */.j)(left, "more output")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
    ];
}
function* outputRows(outputs) {
    const urls = new Map((0,url/* stageUrls */.Z)(outputs).map(({ name, url }) => [name, url]));
    for (const [name, { value, secret }] of Object.entries(outputs)) {
        const url = urls.get(name);
        // An address with a pipe would split its cell.
        const isLink = url !== undefined && !url.includes("|");
        const text = secret ? "secret" : isLink ? (0,markdown/* autolink */.mf)(url) : (0,markdown/* code */.aY)((0,value_text/* valueText */.R)(value, LONGEST_VALUE));
        yield `| ${(0,markdown/* code */.aY)((0,cut/* cutMiddle */.i)(name, 80))} | ${text} |`;
    }
}

// EXTERNAL MODULE: ./lib/report/change-line.js
var change_line = __webpack_require__(1135);
// EXTERNAL MODULE: ./lib/report/duration.js
var duration = __webpack_require__(136);
;// CONCATENATED MODULE: ./lib/report/resource-table.js







/** A row for each changed resource, destructive first, as many as fit. */
function resourceTable(changeSet, space) {
    const total = changeSet.changes.length;
    if (total === 0) {
        return [];
    }
    const rows = (0,report_room/* takeRows */.LY)(resourceRows(changeSet), space.room);
    const left = total - rows.length;
    return [
        ["| Resource | Type | Component | What | Time |", "| --- | --- | --- | --- | ---: |", ...rows].join("\n"),
        ...(left > 0 ? [`${(0,numbered/* numbered */.j)(left, "more resource")} ${left === 1 ? "is" : "are"} ${space.elsewhere}.`] : []),
    ];
}
function* resourceRows({ changes, preview }) {
    for (const change of (0,change_order/* mostDestructiveFirst */.kl)(changes)) {
        const cells = [
            (0,markdown/* code */.aY)((0,change_line/* shownName */.HD)(change.name)),
            (0,markdown/* code */.aY)((0,change_line/* shownType */.si)(change.type)),
            componentOf(change),
            (0,markdown/* escapeText */.X1)((0,change_line/* changeStory */.IA)(change, preview)),
            change.seconds === null ? "" : (0,duration/* durationText */.S)(change.seconds),
        ];
        yield `| ${cells.join(" | ")} |`;
    }
}
function componentOf(change) {
    const parent = (0,change_order/* parentOf */.gN)(change);
    return parent === "" ? "" : (0,markdown/* code */.aY)((0,change_line/* shownName */.HD)((0,report_urn/* urnParts */.O)(parent).name));
}

;// CONCATENATED MODULE: ./lib/report/summary.js














/** The runner takes no larger summary of a step: it would upload nothing at all. */
const SUMMARY_LIMIT = 1_048_576;
/** What the last line and the frames of one stage's growing sections take at most. */
const LAST_LINE = 200;
const FRAMES = 10_000;
/** What a page that is full says of the rest. */
const ELSEWHERE = "in `report.json`";
/** The job summary of a run: every stage in full as far as `SUMMARY_LIMIT` bytes allow. The reports must be masked already. */
function renderSummary(outcome) {
    const { reports, skip } = outcome;
    if (skip !== null) {
        return `### ⏭️ Nothing to do\n\n${(0,markdown/* escapeText */.X1)((0,cut/* cutEnd */.y)(skip.reason, 2000))}\n`;
    }
    const stages = [];
    let left = SUMMARY_LIMIT - LAST_LINE;
    for (const [index, report] of reports.entries()) {
        // What one stage leaves over, those after it may take.
        const stage = renderStage(report, { size: Math.floor(left / (reports.length - index)), measure: report_room/* bytesOf */.$$ });
        left -= (0,report_room/* bytesOf */.$$)(stage) + 2;
        if (left < 0) {
            break;
        }
        stages.push(stage);
    }
    const missing = reports.length - stages.length;
    return [...stages, ...(missing > 0 ? [`${(0,numbered/* numbered */.j)(missing, "more stage")}: ${ELSEWHERE}.`] : []), ""].join("\n\n");
}
/** The job summary of a run that ended before it was known which stage it was for. The failure must be masked already. */
function renderFailure(failure) {
    const message = (0,markdown/* fence */.EU)("text", (0,report_diagnostics/* messageLines */.VL)(failure.message, 25));
    return `### ❌ Failed\n\n${message}\n\n**What to do:** ${(0,markdown/* escapeText */.X1)((0,cut/* cutEnd */.y)(failure.next, 2000))}\n`;
}
function renderStage(report, room) {
    const top = [...(0,heading/* heading */.R)(report), (0,failure_section/* failureSection */.m)(report), ...(0,counts_line/* countsLine */.J)(report), ...(0,alerts/* alerts */.C)(report)];
    const bottom = (0,footer/* footer */.q)(report);
    const size = Math.max(0, room.size - FRAMES - (0,report_room/* bytesOf */.$$)([...top, bottom].join("\n\n")));
    const sections = [...top, ...details(report, { ...room, size }), bottom];
    return sections.filter((section) => section !== "").join("\n\n");
}
function details(report, room) {
    const { changeSet } = report;
    if (changeSet === null) {
        return [];
    }
    const diagnostics = (0,report_diagnostics/* withoutTold */.oo)((0,report_diagnostics/* uniqueDiagnostics */.Gx)(changeSet.diagnostics), (0,failure_section/* toldErrors */.D)(report));
    const outputs = report.command === "remove" ? {} : changeSet.outputs;
    const give = (0,report_room/* shareOut */.MT)(room);
    const graph = give(0.1, (part) => componentGraph(changeSet, report.stage, part));
    const outcome = give(0.2, (part) => outputsTable(outputs, { room: part, elsewhere: ELSEWHERE }));
    const said = give(0.2, (part) => (0,folds/* diagnosticsSection */.qX)(diagnostics, { room: part, elsewhere: ELSEWHERE }));
    const properties = give(0.4, (part) => (0,folds/* propertySection */.j_)(changeSet, { room: part, elsewhere: ELSEWHERE }));
    const resources = give(1, (part) => resourceTable(changeSet, { room: part, elsewhere: ELSEWHERE }));
    return [...resources, ...outcome, ...graph, ...properties, ...said];
}

// EXTERNAL MODULE: ./lib/report/change-words.js
var change_words = __webpack_require__(9860);
// EXTERNAL MODULE: ./lib/report/state-words.js
var state_words = __webpack_require__(8615);
;// CONCATENATED MODULE: ./lib/report/terminal.js









const MOST_CHANGES = 200;
/** The report as plain text for a log or terminal: no colours, no control characters, one line a resource. It must be masked already. */
function renderTerminal(report) {
    const { changeSet, failure } = report;
    return [
        `${(0,visible/* oneLine */.T)(report.app)} · ${(0,visible/* oneLine */.T)(report.stage)}: ${(0,state_words/* stateWords */.X)(report).words}${took(report)}`,
        ...(report.reason === null ? [] : [`  ${(0,visible/* oneLine */.T)(report.reason)}`]),
        ...(report.url === null ? [] : [`  ${(0,visible/* oneLine */.T)(report.url)}`]),
        ...(changeSet === null ? [] : changeLines(changeSet.changes, changeSet.preview)),
        ...(changeSet === null ? [] : [`  ${(0,change_words/* countsText */.W)(changeSet)}`].filter((line) => line.trim() !== "")),
        ...(failure === null ? [] : failureLines(report, failure)),
    ].join("\n");
}
function took({ startedAt, endedAt }) {
    const seconds = endedAt === null ? Number.NaN : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    return Number.isNaN(seconds) ? "" : ` in ${(0,duration/* durationText */.S)(seconds)}`;
}
function changeLines(changes, preview) {
    const lines = (0,change_order/* mostDestructiveFirst */.kl)(changes)
        .slice(0, MOST_CHANGES)
        .map((change) => {
        const resource = `${(0,change_line/* shownName */.HD)(change.name)}  ${(0,change_line/* shownType */.si)(change.type)}`;
        return `  ${change_line/* signs */.rf[change.op]} ${resource}  ${(0,change_line/* changeStory */.IA)(change, preview)}`;
    });
    const left = changes.length - lines.length;
    return left > 0 ? [...lines, `  … ${(0,numbered/* numbered */.j)(left, "more resource")}`] : lines;
}
function failureLines(report, failure) {
    const errors = (0,report_diagnostics/* causes */.ps)((0,report_diagnostics/* uniqueDiagnostics */.Gx)(report.changeSet?.diagnostics ?? []));
    return [
        ...(errors.length > 0 ? errors.flatMap(errorLines) : (0,visible/* visible */.R)(failure.message).split("\n")),
        `What to do: ${(0,visible/* oneLine */.T)(failure.next)}`,
    ].map((line) => `  ${line}`);
}
function errorLines(error) {
    const subject = error.resource === null ? "" : `${(0,change_line/* shownName */.HD)(error.resource)}: `;
    const at = error.source === null ? "" : ` (${(0,visible/* oneLine */.T)((0,cut/* cutMiddle */.i)((0,report_diagnostics/* sourceText */.rI)(error.source), 200))})`;
    const [first = "", ...others] = (0,report_diagnostics/* messageLines */.VL)(error.message, 25);
    return [`error: ${subject}${first}${at}`, ...others.map((line) => `  ${line}`)];
}

;// CONCATENATED MODULE: ./lib/entry/outputs.js







/** Every output of action.yml. A contract test holds the two together. */
const outputNames = [
    "stage",
    "command",
    "result",
    "changed",
    "created",
    "updated",
    "replaced",
    "deleted",
    "imported",
    "same",
    "outputs",
    "url",
    "comment-url",
    "report",
];
/** Says what came of a run: log, step outputs, job summary and report.json. All of it is masked first. */
async function writeOutcome(outcome, writing) {
    const { mask, log } = writing;
    const reports = outcome.reports.map((report) => (0,mask_report/* maskReport */.f)(report, mask.hide));
    if (outcome.skip !== null) {
        log.info(`Nothing to do: ${outcome.skip.reason}`);
    }
    for (const report of reports) {
        log.info(renderTerminal(report));
        if (report.failure !== null) {
            log.error(`${report.failure.message}\n${report.failure.next}`);
        }
    }
    const skip = outcome.skip === null ? null : { ...outcome.skip, reason: mask.hide(outcome.skip.reason) };
    const file = await writeReport(toReportJson({ reports, skip, failure: null }), writing);
    writeOutputs({ ...outputsOf(reports, outcome.commentUrl), report: file });
    await writeSummary(renderSummary({ reports, skip }), writing);
}
/** Says why a run came to nothing, before it was known which stage it was for. */
async function writeFailure(failure, writing) {
    const { mask, log } = writing;
    log.error(`${failure.message}\n${failure.next}`);
    const masked = { code: failure.code, message: mask.hide(failure.message), next: mask.hide(failure.next) };
    const file = await writeReport(toReportJson({ reports: [], skip: null, failure: masked }), writing);
    writeOutputs({ ...outputsOf([], null), result: "failed", report: file });
    await writeSummary(renderFailure(masked), writing);
}
function outputsOf(reports, commentUrl) {
    const count = (op) => reports.reduce((sum, report) => sum + (report.changeSet?.counts[op] ?? 0), 0);
    const [first] = reports;
    return {
        stage: reports.map((report) => report.stage).join(","),
        command: first?.command ?? "",
        result: resultOf(reports),
        changed: String(reports.some(changedAnything)),
        created: String(count("create")),
        updated: String(count("update")),
        replaced: String(count("replace")),
        deleted: String(count("delete")),
        imported: String(count("import")),
        same: String(count("same")),
        outputs: JSON.stringify(plainOutputs(first)),
        url: first?.url ?? "",
        "comment-url": commentUrl ?? "",
    };
}
/** In a preview: would change. What failed or was never begun is no change. */
function changedAnything({ changeSet }) {
    return changeSet?.changes.some((change) => changeSet.preview || change.status === "done") ?? false;
}
/** What went wrong counts most; else the first stage's. */
function resultOf(reports) {
    const states = reports.map((report) => report.state);
    return (states.find((state) => state === "failed") ??
        states.find((state) => state === "cancelled") ??
        states[0] ??
        "skipped");
}
/** GitHub drops a whole output that holds a masked value, so secret ones are left out. */
function plainOutputs(report) {
    const outputs = Object.entries(report?.changeSet?.outputs ?? {});
    return Object.fromEntries(outputs.filter(([, output]) => !output.secret).map(([name, output]) => [name, output.value]));
}
function writeOutputs(outputs) {
    for (const name of outputNames) {
        core/* setOutput */.uH(name, outputs[name]);
    }
}
/** Writes report.json into the runner's own folder, never into the user's tree; resolves to its path. */
async function writeReport(report, { temporaryDirectory, log }) {
    const file = (0,external_node_path_.join)(temporaryDirectory, `stagewright-report-${process.pid}.json`);
    try {
        await (0,promises_.writeFile)(file, `${JSON.stringify(report, null, 2)}\n`);
        return file;
    }
    catch (error) {
        log.warning(`${file} could not be written: ${error instanceof Error ? error.message : String(error)}`);
        return "";
    }
}
async function writeSummary(markdown, { log }) {
    try {
        await core/* summary */.z.addRaw(markdown, true).write();
    }
    catch (error) {
        log.warning(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
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

/***/ 9807:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ maskReport)
});

;// CONCATENATED MODULE: ./lib/report/mask-json.js
const DEEPEST = 64;
/**
 * A JSON value with every text in it gone through `hide`, keys too; a number that is a secret becomes text. What is nested deeper than 64
 * levels is left out.
 */
function maskJson(value, hide) {
    return masked(value, 0);
    function masked(inner, depth) {
        if (typeof inner === "string") {
            return hide(inner);
        }
        if (typeof inner === "number") {
            const text = String(inner);
            const hidden = hide(text);
            return hidden === text ? inner : hidden;
        }
        if (typeof inner !== "object" || inner === null) {
            return inner;
        }
        if (depth === DEEPEST) {
            return "[nested too deeply]";
        }
        return Array.isArray(inner)
            ? inner.map((item) => masked(item, depth + 1))
            : Object.fromEntries(Object.entries(inner).map(([key, item]) => [hide(key), masked(item, depth + 1)]));
    }
}

;// CONCATENATED MODULE: ./lib/report/mask-report.js

/**
 * The report with every text that came from others gone through `hide`: names, values, keys, messages, addresses. Words of our own
 * (states, codes, times) stay. Each field is written out, so that a new one cannot be forgotten.
 */
function maskReport(report, hide) {
    const { failure, run } = report;
    const hideIf = orNull(hide);
    return {
        app: hide(report.app),
        path: hideIf(report.path),
        stage: hide(report.stage),
        command: report.command,
        state: report.state,
        reason: hideIf(report.reason),
        failure: failure === null ? null : { code: failure.code, message: hide(failure.message), next: hide(failure.next) },
        changeSet: report.changeSet === null ? null : maskChangeSet(report.changeSet, hide),
        url: hideIf(report.url),
        lastUrl: hideIf(report.lastUrl ?? null),
        pending: report.pending.map(({ urn, type }) => ({ urn: hide(urn), type: hide(type) })),
        pullRequest: report.pullRequest,
        branch: hideIf(report.branch),
        commit: hideIf(report.commit),
        mergedInto: hideIf(report.mergedInto),
        repositoryUrl: hideIf(report.repositoryUrl),
        actor: hide(report.actor),
        run: run === null ? null : { url: hide(run.url), attempt: run.attempt },
        startedAt: report.startedAt,
        endedAt: report.endedAt,
    };
}
function maskChangeSet(changeSet, hide) {
    return {
        preview: changeSet.preview,
        changes: changeSet.changes.map((change) => maskChange(change, hide)),
        counts: changeSet.counts,
        diagnostics: changeSet.diagnostics.map((diagnostic) => maskDiagnostic(diagnostic, hide)),
        outputs: Object.fromEntries(Object.entries(changeSet.outputs).map(([name, { value, secret }]) => [
            hide(name),
            { value: maskJson(value, hide), secret },
        ])),
        seconds: changeSet.seconds,
    };
}
function maskChange(change, hide) {
    return {
        op: change.op,
        type: hide(change.type),
        name: hide(change.name),
        urn: hide(change.urn),
        parent: orNull(hide)(change.parent),
        status: change.status,
        properties: change.properties.map((property) => maskProperty(property, hide)),
        replaceKeys: change.replaceKeys.map(hide),
        protect: change.protect,
        seconds: change.seconds,
    };
}
function maskProperty(property, hide) {
    return {
        path: hide(property.path),
        kind: property.kind,
        ...("old" in property ? { old: maskJson(property.old, hide) } : {}),
        ...("new" in property ? { new: maskJson(property.new, hide) } : {}),
        forcesReplace: property.forcesReplace,
    };
}
function maskDiagnostic(diagnostic, hide) {
    const { source } = diagnostic;
    return {
        severity: diagnostic.severity,
        message: hide(diagnostic.message),
        urn: orNull(hide)(diagnostic.urn),
        resource: orNull(hide)(diagnostic.resource),
        source: source === null ? null : { file: hide(source.file), line: source.line, column: source.column },
    };
}
function orNull(hide) {
    return (text) => (text === null ? null : hide(text));
}


/***/ })

};

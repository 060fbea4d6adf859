export const id = 464;
export const ids = [464];
export const modules = {

/***/ 4222:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ finishLeft)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/engine/still-runs.js
var still_runs = __webpack_require__(8951);
;// CONCATENATED MODULE: ./lib/engine/left-engine.js



const postPatience = { politeMs: 150_000, firmMs: 15_000, killedMs: 5000 };
/**
 * Makes sure that an engine which a killed step left is gone, with all that it started: waits, gives the one signal unless it had it, waits
 * again, gives the second, kills; then removes the run's own folder. Resolves to false when something of it still runs after all that.
 */
async function endLeftEngine(left) {
    const { process: engine, log } = left;
    const patience = left.patience ?? postPatience;
    const goneWithin = (ms) => waitUntilGone(engine, ms);
    if (!(await goneWithin(left.signalled ? patience.politeMs : 0))) {
        log.info(`The engine (process ${engine.pid}) still runs. It is told to end, and finishes what it is doing.`);
        send(engine.pid, "SIGINT");
        // Pulumi takes a second signal as the order to drop what it does.
        if (!(await goneWithin(left.signalled ? patience.firmMs : patience.politeMs)) && !left.signalled) {
            send(engine.pid, "SIGINT");
            await goneWithin(patience.firmMs);
        }
    }
    if (!(await goneWithin(0))) {
        log.warning(`The engine (process ${engine.pid}) does not end and is killed.`);
        send(-engine.pid, "SIGKILL");
    }
    const gone = await endMarked(engine, patience.killedMs);
    if (gone) {
        await (0,promises_.rm)(engine.folder, { recursive: true, force: true });
    }
    return gone;
}
async function waitUntilGone(engine, ms) {
    const until = performance.now() + ms;
    for (;;) {
        if (!(await (0,still_runs/* stillRuns */.H)(engine.pid, engine.startedAt))) {
            return true;
        }
        if (performance.now() >= until) {
            return false;
        }
        await (0,external_node_timers_promises_.setTimeout)(100);
    }
}
/** Language hosts and providers have process groups of their own; what they all have is the mark in their environment. */
async function endMarked(engine, ms) {
    const until = performance.now() + ms;
    for (;;) {
        const left = await markedProcesses(engine.mark);
        if (left.length === 0) {
            return waitUntilGone(engine, 0);
        }
        if (performance.now() >= until) {
            return false;
        }
        for (const pid of left) {
            send(pid, "SIGKILL");
        }
        await (0,external_node_timers_promises_.setTimeout)(100);
    }
}
/** Only Linux shows the environment of a process; elsewhere the runner's own clean-up ends them after the job. */
async function markedProcesses(mark) {
    if (process.platform !== "linux") {
        return [];
    }
    const pids = (await (0,promises_.readdir)("/proc")).filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid);
    const marked = await Promise.all(pids.map(async (pid) => {
        const environment = await (0,promises_.readFile)(`/proc/${pid}/environ`, "utf8").catch(() => "");
        return environment.split("\0").includes(`STAGEWRIGHT_RUN_MARK=${mark}`) ? [Number(pid)] : [];
    }));
    return marked.flat();
}
function send(pid, signal) {
    try {
        process.kill(pid, signal);
    }
    catch {
        // Gone already.
    }
}

// EXTERNAL MODULE: ./lib/engine/pulumi/pending.js
var pending = __webpack_require__(7718);
// EXTERNAL MODULE: ./lib/failure.js
var failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/lock/ask-store.js
var ask_store = __webpack_require__(2974);
// EXTERNAL MODULE: ./lib/lock/hold-lock.js
var hold_lock = __webpack_require__(5868);
// EXTERNAL MODULE: ./lib/lock/lock-order.js
var lock_order = __webpack_require__(6417);
// EXTERNAL MODULE: ./lib/lock/owner-process.js
var owner_process = __webpack_require__(3800);
// EXTERNAL MODULE: ./lib/lock/timing.js
var lock_timing = __webpack_require__(6109);
// EXTERNAL MODULE: ./lib/lock/waiting.js
var waiting = __webpack_require__(4116);
;// CONCATENATED MODULE: ./lib/lock/resume-lock.js






/**
 * Goes on with the lock that a killed step of the same run left, in this process: it is renewed while the rest is cleared up, and then
 * released. null when that run does not hold it any more; then nothing that it guards may be touched. Rejects as `acquireLock` does when
 * the store does not work.
 */
async function resumeLock(left) {
    const timing = (0,lock_order/* timingOf */.I)(left);
    const never = new AbortController().signal;
    const faults = (0,waiting/* createFaultLimit */.Ue)(left);
    const process = await (0,owner_process/* describeOwnProcess */.t)();
    for (;;) {
        const renewedAt = (0,lock_timing/* monotonicSeconds */.my)();
        try {
            const found = await (0,ask_store/* inTime */.RN)(timing.requestSeconds, left.store.read(left.key));
            if (found === null || found.record.owner.token !== left.token || found.record.releasedAt !== null) {
                return null;
            }
            const stored = await (0,ask_store/* inTime */.RN)(timing.requestSeconds, left.store.replace(left.key, next(found), found.version));
            if (stored !== null) {
                return (0,hold_lock/* holdLock */.x)({
                    store: left.store,
                    stored,
                    renewedAt,
                    tookOver: false,
                    log: left.log,
                    timing,
                    now: () => (0,lock_order/* timeOf */.n)(left),
                });
            }
        }
        catch (error) {
            faults.failed(error);
        }
        await (0,ask_store/* pause */.v7)((0,lock_timing/* jittered */.et)(0.3), never);
    }
    function next({ record }) {
        return {
            ...record,
            owner: { ...record.owner, ...process },
            renewedAt: (0,lock_order/* timeOf */.n)(left),
            revision: record.revision + 1,
        };
    }
}

// EXTERNAL MODULE: ./lib/report/comment-marker.js
var comment_marker = __webpack_require__(5062);
// EXTERNAL MODULE: ./lib/report/comment.js
var report_comment = __webpack_require__(7023);
// EXTERNAL MODULE: ./lib/commands/update-of.js
var update_of = __webpack_require__(911);
;// CONCATENATED MODULE: ./lib/commands/finish.js
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







/**
 * Finishes what a killed main step left: makes sure that its engine is gone, only then stores the state that it left, puts on record how the
 * stage stands, mends the comment and releases the lock. If the engine cannot be ended, the lock stays and the log says so. After a main
 * step that came to its end and could not store the state, that is tried once more.
 */
async function finishLeft(finish) {
    const { left, home, log } = finish;
    if (left.finished !== null) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const state = __addDisposableResource(env_1, await leftState(finish), true);
            await state?.commit();
            return;
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
    log.warning("The step was ended before it was through. Clearing up after it.");
    if (left.engine !== null) {
        const signalled = left.cancelled !== null;
        const gone = await endLeftEngine({ ...finish, process: left.engine, signalled });
        if (!gone) {
            log.error(`The engine (process ${left.engine.pid}) could not be ended, so the lock stays until its lease ends. Look after that process.`);
            return;
        }
    }
    const lock = left.lock === null || home.locks === null ? null : await resumeLock({ store: home.locks, ...left.lock, log });
    const isOurs = left.lock === null || home.locks === null || lock !== null;
    if (!isOurs) {
        log.warning("The stage's lock is not this run's any more: nothing is written over what others wrote.");
    }
    try {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            // Also without the lock: a state that nobody wrote since is stored, and another is left alone and ours kept aside.
            const state = __addDisposableResource(env_2, await leftState(finish), true);
            await state?.commit();
            if (isOurs && left.report !== null) {
                await tellCancelled(finish, left.report, state);
            }
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    }
    finally {
        await lock?.release();
    }
}
/** The state in the folder that the main step worked on; null where it had none, or stored it. */
async function leftState({ left, home }) {
    return left.state === null ? null : home.resume(left.state);
}
async function tellCancelled(finish, report, state) {
    const { home, log, now } = finish;
    const key = { app: report.app, stage: report.stage };
    const record = (await home.records?.read(key)) ?? null;
    if (record !== null && (record.status === "deploying" || record.status === "removing")) {
        const status = record.status === "removing" ? "removal failed" : "deploy failed";
        await home.records?.write({ ...record, status, updatedAt: now().toISOString() });
    }
    const checkpoint = await (state ?? home).checkpoint(key);
    const cancelled = {
        ...report,
        state: "cancelled",
        pending: (0,pending/* pendingOf */.l)(checkpoint),
        endedAt: now().toISOString(),
    };
    await state
        ?.addToHistory((0,update_of/* updateOf */.x)(cancelled))
        .catch((error) => log.warning(`History does not have what was done: ${(0,failure/* describeFailure */.I)(error).message}`));
    await mendComment(finish, cancelled);
}
/** The step may have been killed before it was told which comment it wrote: then it is looked for. */
async function mendComment({ left, github, comment, log }, report) {
    if (!comment || github === null || report.pullRequest === null) {
        return;
    }
    const marker = (0,comment_marker/* commentMarker */.Q)({ app: report.app, path: report.path ?? "." });
    try {
        const body = (0,report_comment/* renderComment */.w)(report, marker);
        await github.upsertComment({ pullRequest: report.pullRequest, marker, body, known: left.comment });
    }
    catch (error) {
        log.warning(`The comment could not be mended: ${error instanceof Error ? error.message : String(error)}`);
    }
}


/***/ }),

/***/ 4083:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6421);
/* harmony import */ var _commands_finish_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4222);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1957);
/* harmony import */ var _mask_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(723);
/* harmony import */ var _event_file_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(676);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7395);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9905);
/* harmony import */ var _runner_log_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4838);
/* harmony import */ var _runner_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7484);
/* harmony import */ var _secrets_in_environment_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(1009);
/* harmony import */ var _trail_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(4016);
/* harmony import */ var _wire_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5679);












/** The action's post step. It has something to do only when the main step was killed, or left a state unstored; it never fails a job. */
async function post() {
    const left = (0,_trail_js__WEBPACK_IMPORTED_MODULE_9__/* .readTrail */ .h)();
    const isThrough = left.finished !== null && left.state === null;
    if (isThrough || (left.lock === null && left.engine === null && left.report === null)) {
        return;
    }
    const mask = (0,_mask_js__WEBPACK_IMPORTED_MODULE_3__/* .createMask */ .P)((value) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq(value));
    mask.add((0,_secrets_in_environment_js__WEBPACK_IMPORTED_MODULE_11__/* .secretsInEnvironment */ .W)(process.env));
    const log = (0,_runner_log_js__WEBPACK_IMPORTED_MODULE_7__/* .createRunnerLog */ .f)(mask);
    try {
        const runner = (0,_runner_js__WEBPACK_IMPORTED_MODULE_8__/* .readRunner */ .fY)(process.env);
        const event = await (0,_event_file_js__WEBPACK_IMPORTED_MODULE_4__/* .readEvent */ .j)(runner.eventName, runner.eventPath);
        const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .readInputs */ .K)((0,_request_js__WEBPACK_IMPORTED_MODULE_6__/* .withFormFields */ .Q)((name) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4(name), event));
        mask.add(inputs.token ?? "");
        const request = (0,_request_js__WEBPACK_IMPORTED_MODULE_6__/* .requestOf */ .f)({ inputs, runner, event });
        const given = { inputs, runner, request, environment: process.env, log, mask, trail: (0,_trail_js__WEBPACK_IMPORTED_MODULE_9__/* .createTrail */ .j)() };
        const { home, github, now } = await (0,_wire_js__WEBPACK_IMPORTED_MODULE_10__/* .servicesOf */ .Y)({ ...given, signal: new AbortController().signal });
        await (0,_commands_finish_js__WEBPACK_IMPORTED_MODULE_1__/* .finishLeft */ .p)({ left, home, github, comment: request.comment, log, now });
    }
    catch (error) {
        const { message, next } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .describeFailure */ .I)(error);
        log.error(`What the step left could not be cleared up: ${message}\n${next}`);
    }
}
await post();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ })

};

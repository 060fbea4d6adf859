/**
 * One resource's step. `refresh` is a drift that the engine took over into the state; `retain` is a deletion from the state alone, as
 * `retainOnDelete` wants it; `discard` is the same of a resource that the program only read.
 */
export type ChangeOp =
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "retain"
  | "import"
  | "read"
  | "discard"
  | "refresh"
  | "same";

export const changeOps: readonly ChangeOp[] = [
  "create",
  "update",
  "replace",
  "delete",
  "retain",
  "import",
  "read",
  "discard",
  "refresh",
  "same",
];

/** Not one change of any kind. */
export function noCounts(): Record<ChangeOp, number> {
  return {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    retain: 0,
    import: 0,
    read: 0,
    discard: 0,
    refresh: 0,
    same: 0,
  };
}

/** What stands in place of a secret, and of a value that is only known once the engine ran. */
export const SECRET_TEXT = "[secret]";
export const UNKNOWN_TEXT = "[unknown]";

/** One property that differs. `path` is Pulumi's: `nested.list[0].port`. Secrets are already `SECRET_TEXT`, unknowns `UNKNOWN_TEXT`. */
export type PropertyDiff = {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly old?: unknown;
  readonly new?: unknown;
  readonly forcesReplace: boolean;
};

/** One resource's step, with the properties that differ. A replacement is one change, though the engine reports three. */
export type Change = {
  readonly op: ChangeOp;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string | null;
  /** `planned` in a preview, or when a run ended before the step did. */
  readonly status: "planned" | "done" | "failed";
  /** Empty for what is created or deleted. */
  readonly properties: readonly PropertyDiff[];
  /** Properties that force the replacement; empty for other steps. */
  readonly replaceKeys: readonly string[];
  readonly protect: boolean;
  /** Whether its deletion or replacement loses data. */
  readonly holdsData: boolean;
  /** What still exists though the stage does not know of it any more (`retainOnDelete`), by the provider's id; absent where nothing does. */
  readonly retained?: { readonly id: string } | undefined;
  /** From the step's first event to its last, by our own clock; null when it did not end. */
  readonly seconds: number | null;
};

export type Diagnostic = {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly urn: string | null;
  /** The resource's name; null when the message belongs to the whole program. */
  readonly resource: string | null;
  /** Where the message's stack points, if it carries one: the first frame outside node_modules; `file` as the stack has it. */
  readonly source: { readonly file: string; readonly line: number; readonly column: number | null } | null;
};

/** How a policy binds: a `mandatory` one ends the run, a `remediate` one should have corrected the resource by itself. */
export type Enforcement = "mandatory" | "remediate" | "advisory";

/** What a policy of a policy pack objects to. */
export type PolicyViolation = {
  readonly pack: string;
  readonly policy: string;
  readonly enforcement: Enforcement;
  readonly message: string;
  readonly urn: string | null;
  /** The resource's name; null when the policy is about the whole stage. */
  readonly resource: string | null;
};

/** What all policies objected to; where there was too much of it, only the counts are whole. */
export type PolicyFindings = {
  readonly counts: Readonly<Record<Enforcement, number>>;
  readonly violations: readonly PolicyViolation[];
};

/** An output of the stage's program. The value of a secret one is `SECRET_TEXT`. */
export type StageOutput = { readonly value: unknown; readonly secret: boolean };

/** All changes of one command on one stage: the one model that every report is drawn from. Steps of kind `same` are counted, never listed. */
export type ChangeSet = {
  readonly preview: boolean;
  readonly changes: readonly Change[];
  /** In a preview of all changes, in a run of those that were done; the stack itself and providers that the engine made are left out. */
  readonly counts: Readonly<Record<ChangeOp, number>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly policies: PolicyFindings;
  readonly outputs: Readonly<Record<string, StageOutput>>;
  readonly seconds: number;
};

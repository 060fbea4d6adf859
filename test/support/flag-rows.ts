/** A resource of the fixture program `flags`: its name, its kind (default: a thing of the provider `kit`), its options and its inputs. */
export type FlagEntry = { readonly name: string } & Readonly<Record<string, unknown>>;

/**
 * A flag, and what a change of the program makes of the resources that carry it: by name, in the words of Pulumi's own display. Those that
 * are not named stay the same.
 */
export type FlagRow = {
  readonly flag: string;
  readonly before: readonly FlagEntry[];
  readonly after: readonly FlagEntry[];
  readonly words: Readonly<Record<string, string>>;
};

const thing = (name: string, ...more: readonly object[]): FlagEntry => Object.assign({ name }, ...more);
const component = (name: string, ...more: readonly object[]) => thing(name, { kind: "component" }, ...more);
const option = (options: object) => ({ options });
const value = (text: string) => ({ value: text });
const force = (text: string) => ({ force: text });

export const flagRows: readonly FlagRow[] = [
  {
    flag: "none",
    before: [thing("updated", value("a")), thing("replaced", force("a")), thing("deleted"), thing("same")],
    after: [thing("updated", value("b")), thing("replaced", force("b")), thing("created"), thing("same")],
    words: { updated: "update", replaced: "replace", deleted: "delete", created: "create" },
  },
  {
    flag: "protect",
    before: [thing("protected", value("a"), option({ protect: true })), thing("to-protect")],
    after: [thing("protected", value("b"), option({ protect: true })), thing("to-protect", option({ protect: true }))],
    words: { protected: "update" },
  },
  {
    flag: "deletedWith",
    before: [thing("owner"), thing("owned", option({ deletedWith: "owner" }))],
    after: [],
    words: { owner: "delete", owned: "delete" },
  },
  {
    flag: "replaceWith",
    before: [thing("leader", force("a")), thing("follower", option({ replaceWith: ["leader"] }))],
    after: [thing("leader", force("b")), thing("follower", option({ replaceWith: ["leader"] }))],
    words: { leader: "replace", follower: "replace" },
  },
  {
    flag: "deleteBeforeReplace",
    before: [
      thing("first", force("a"), option({ deleteBeforeReplace: true })),
      thing("needs-first", { forceFrom: "first" }),
    ],
    after: [
      thing("first", force("b"), option({ deleteBeforeReplace: true })),
      thing("needs-first", { forceFrom: "first" }),
    ],
    words: { first: "replace", "needs-first": "replace" },
  },
  {
    flag: "aliases",
    before: [thing("old-name", value("a")), thing("old-and-changed", value("a")), component("home"), thing("moved")],
    after: [
      thing("new-name", value("a"), option({ aliases: [{ name: "old-name" }] })),
      thing("new-and-changed", value("b"), option({ aliases: [{ name: "old-and-changed" }] })),
      component("home"),
      thing("moved", option({ parent: "home", aliases: [{ parent: "the stack" }] })),
    ],
    words: { "new-and-changed": "update" },
  },
  {
    flag: "ignoreChanges",
    before: [thing("ignored", value("a"), option({ ignoreChanges: ["value"] }))],
    after: [thing("ignored", value("b"), option({ ignoreChanges: ["value"] }))],
    words: {},
  },
  {
    flag: "import",
    before: [thing("imported", value("a"), option({ import: "there-1" })), thing("to-import", value("a"))],
    after: [
      thing("imported", value("a")),
      thing("to-import", value("a"), option({ import: "there-2" })),
      thing("imported-later", value("a"), option({ import: "there-3" })),
    ],
    words: { "to-import": "replace", "imported-later": "import" },
  },
  {
    flag: "external",
    before: [
      thing("seen", option({ id: "seen-1" })),
      thing("seen-changed", option({ id: "seen-2" })),
      thing("unseen", option({ id: "seen-1" })),
      thing("owned-then-read", value("a")),
      thing("read-then-owned", option({ id: "seen-1" })),
      thing("given-up", value("a")),
    ],
    after: [
      thing("seen", option({ id: "seen-1" })),
      thing("seen-changed", option({ id: "seen-2" })),
      thing("owned-then-read", option({ id: "seen-1" })),
      thing("read-then-owned", value("a")),
      thing("given-up", option({ id: "given-up-1" })),
    ],
    words: {
      seen: "read",
      "seen-changed": "read",
      unseen: "discard",
      "owned-then-read": "replace",
      "read-then-owned": "replace",
      "given-up": "read",
    },
  },
  {
    flag: "replaceOnChanges, replacementTrigger",
    before: [
      thing("on-change", value("a"), option({ replaceOnChanges: ["value"] })),
      thing("triggered", option({ replacementTrigger: "a" })),
    ],
    after: [
      thing("on-change", value("b"), option({ replaceOnChanges: ["value"] })),
      thing("triggered", option({ replacementTrigger: "b" })),
    ],
    words: { "on-change": "replace", triggered: "replace" },
  },
  {
    flag: "retainOnDelete",
    before: [
      thing("kept", option({ retainOnDelete: true })),
      thing("kept-replaced", force("a"), option({ retainOnDelete: true })),
      thing("kept-updated", value("a"), option({ retainOnDelete: true })),
    ],
    after: [
      thing("kept-replaced", force("b"), option({ retainOnDelete: true })),
      thing("kept-updated", value("b"), option({ retainOnDelete: true })),
    ],
    words: { kept: "delete retained", "kept-replaced": "replace retained", "kept-updated": "update" },
  },
  {
    flag: "components, with and without outputs",
    before: [
      component("silent"),
      component("telling", { registers: true }),
      component("argued", { size: 1 }),
      component("dropped"),
      thing("inside", value("a"), option({ parent: "silent" })),
    ],
    after: [
      component("silent"),
      component("telling", { registers: true }),
      component("argued", { size: 2 }),
      component("added", { registers: true }),
      component("added-silent"),
      thing("inside", value("b"), option({ parent: "silent" })),
    ],
    words: { argued: "update", dropped: "delete", added: "create", "added-silent": "create", inside: "update" },
  },
  {
    flag: "a provider of the program's own",
    before: [thing("cloud", { kind: "provider" }, value("a")), thing("in-cloud", option({ provider: "cloud" }))],
    after: [thing("cloud", { kind: "provider" }, value("b")), thing("in-cloud", option({ provider: "cloud" }))],
    words: { cloud: "update" },
  },
  {
    flag: "a dynamic provider, and an output that always differs",
    before: [thing("dynamic", { kind: "dynamic" }, value("a")), thing("volatile", { volatile: true })],
    after: [thing("dynamic", { kind: "dynamic" }, value("b")), thing("volatile", { volatile: true })],
    words: { dynamic: "update" },
  },
];

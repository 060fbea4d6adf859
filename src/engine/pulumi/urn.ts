/** What a URN says: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may hold `::` itself. */
export function nameOf(urn: string): string {
  const [, , , ...name] = urn.split("::");
  return name.length === 0 ? urn : name.join("::");
}

/** The resource that stands for the whole program. */
export function isStack(urn: string): boolean {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}

/** Whom something is said of, by URN and by name; neither where it is said of the whole program. */
export function subjectOf(urn: string | undefined): { readonly urn: string | null; readonly resource: string | null } {
  const isOfProgram = urn === undefined || urn === "" || isStack(urn);
  return isOfProgram ? { urn: null, resource: null } : { urn, resource: nameOf(urn) };
}

/** A provider that the engine made by itself, which nobody wrote down (the engine's own rule, `IsDefaultProvider`). */
export function isDefaultProvider(urn: string): boolean {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default");
}

/**
 * A resource's name and type from its URN, `urn:pulumi:<stage>::<app>::<parent's type>$<type>::<name>`. Only a name may hold `::`. What is
 * no URN is a name without a type.
 */
export function urnParts(urn: string): { readonly name: string; readonly type: string } {
  const [, , types = "", ...name] = urn.split("::");
  return name.length === 0
    ? { name: urn, type: "" }
    : { name: name.join("::"), type: types.slice(types.lastIndexOf("$") + 1) };
}

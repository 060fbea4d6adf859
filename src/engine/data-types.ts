import { typeName } from "../report/type-name.ts";
import type { ChangeSet } from "./change.ts";
import type { Engine, EngineResult } from "./engine.ts";

/**
 * The same engine, whose change sets say of some more types that their resources hold data. `types` are names as the engine has them
 * (`acme:db/store:Store`) or as people say them (`acme:db:Store`), in any case; `*` stands for any text.
 */
export function withDataTypes(engine: Engine, types: readonly string[]): Engine {
  if (types.length === 0) {
    return engine;
  }
  const pattern = new RegExp(`^(?:${types.map((type) => type.split("*").map(literal).join(".*")).join("|")})$`, "iu");
  const mark = (changeSet: ChangeSet): ChangeSet => ({
    ...changeSet,
    changes: changeSet.changes.map((change) =>
      pattern.test(change.type) || pattern.test(typeName(change.type)) ? { ...change, holdsData: true } : change,
    ),
  });
  const marking =
    <Order>(command: (order: Order) => Promise<EngineResult>) =>
    async (order: Order) => {
      const result = await command(order);
      return { ...result, changeSet: mark(result.changeSet) };
    };
  return {
    name: engine.name,
    deploy: marking(engine.deploy),
    diff: marking(engine.diff),
    remove: marking(engine.remove),
    refresh: marking(engine.refresh),
  };
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

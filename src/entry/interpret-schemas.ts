import { config } from "zod";

/**
 * Lets Zod interpret schemas. It else writes and compiles a function for each that it uses, which for the few values of a run costs more
 * time than it saves. Only schemas that are made later are meant: to be called before the parts of the action are loaded.
 */
export function interpretSchemas(): void {
  config({ jitless: true });
}

import { SECRET_TEXT, UNKNOWN_TEXT } from "../engine/change.ts";
import { cutMiddle } from "./cut.ts";
import { codeLine } from "./markdown.ts";

/** A property's value on one line, for code: JSON, long ones cut in the middle; what is secret or not yet known as the engine marks it. */
export function valueText(value: unknown, max: number): string {
  if (value === SECRET_TEXT || value === UNKNOWN_TEXT) {
    return value;
  }
  if (typeof value === "string") {
    return codeLine(JSON.stringify(cutMiddle(value, max)));
  }
  return codeLine(cutMiddle(JSON.stringify(value) ?? "undefined", max));
}

/** The same where there is little room: objects and lists only by their size. */
export function briefValueText(value: unknown, max: number): string {
  if (Array.isArray(value)) {
    return `[${value.length} items]`;
  }
  return typeof value === "object" && value !== null ? "{…}" : valueText(value, max);
}

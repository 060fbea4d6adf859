import { cutEnd } from "../report/cut.ts";

/** GitHub refuses longer ones of a commit's status, and cuts those of a deployment. */
const LONGEST = 140;

/** A description as GitHub takes it: cut between characters, and marked as cut. */
export function shortDescription(text: string): string {
  return cutEnd(text, LONGEST);
}

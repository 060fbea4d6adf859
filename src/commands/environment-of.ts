/** What ephemeral stages share where nobody names an environment. */
const shared = "preview";

/** The environment that a stage's deployments go to; `asked` is the input, null where it is not given. */
export function environmentOf(
  { stage, ephemeral }: { readonly stage: string; readonly ephemeral: boolean },
  asked: string | null,
): string {
  return asked ?? (ephemeral ? shared : stage);
}

/**
 * Whether an environment is one stage's own: named after it, or with its name as a word in its own (`review/pr-1` is that of `pr-1`,
 * `review/pr-12` is not). The shared one never is.
 */
export function isOwnEnvironment(environment: string, stage: string): boolean {
  const at = environment.lastIndexOf(stage);
  const isAlone = [environment.charAt(at - 1), environment.charAt(at + stage.length)].every(
    (neighbour) => !/[a-z0-9]/iu.test(neighbour),
  );
  return environment !== shared && at !== -1 && isAlone;
}

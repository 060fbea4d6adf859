/** The variables' names by which people hand secrets to a step. */
const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|PASSWD|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|AUTH)$/u;

/**
 * The values of the environment that look like secrets by their variables' names. The runner masks a workflow's secrets in its log,
 * but not in what is sent to GitHub's API, so we hide these ourselves.
 */
export function secretsInEnvironment(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value !== "" && secretName.test(name.toUpperCase()) ? [value] : [],
  );
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The names by which people hand on secrets, in variables and in files. */
const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|PASSWD|CREDENTIALS?|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|KEY_DATA|AUTH)$/u;

/** Whether what has this name is a secret; names are compared as those of variables are written. */
export function namesSecret(name: string): boolean {
  return secretName.test(name.toUpperCase().replaceAll(/[-. ]/gu, "_"));
}

/** How a secret stands in a longer value, whatever that variable is called: a header, an address with user info. */
const credential =
  /\b(?:bearer|basic|token)\s+(?<header>[\w+/.~=-]{6,})|[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@:]*:)?(?<userInfo>[^\s/?#@]+)@/giu;

/**
 * The values of the environment that look like secrets, by their variables' names or by what they hold. The runner masks a workflow's
 * secrets in its log, but not in what is sent to GitHub's API, so we hide these ourselves.
 */
export function secretsInEnvironment(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value = ""]) => [
    ...(value !== "" && namesSecret(name) ? [value] : []),
    ...[...value.matchAll(credential)].flatMap(({ groups }) => credentialsOf(groups ?? {})),
  ]);
}

function credentialsOf(groups: Readonly<Record<string, string | undefined>>): string[] {
  const { header, userInfo } = groups;
  if (userInfo !== undefined) {
    return [userInfo, decoded(userInfo)];
  }
  const [, password] = /^[^:]*:(?<password>[ -~]+)$/u.exec(Buffer.from(header ?? "", "base64").toString()) ?? [];
  return [header ?? "", ...(password === undefined ? [] : [password])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

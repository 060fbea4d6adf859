/**
 * Numbers git's settings in the environment (`GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0`, `GIT_CONFIG_VALUE_0`, …) anew after some were kept back:
 * git fails where one is missing, and so would whatever asks it. Source: https://git-scm.com/docs/git-config#ENVIRONMENT
 */
export function renumberGitSettings(environment: Record<string, string>): void {
  const count = Number(environment["GIT_CONFIG_COUNT"] ?? 0);
  const whole: [string, string][] = [];
  for (let index = 0; index < count; index += 1) {
    const [keyName, valueName] = [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`];
    const [key, value] = [environment[keyName], environment[valueName]];
    delete environment[keyName];
    delete environment[valueName];
    if (key !== undefined && value !== undefined) {
      whole.push([key, value]);
    }
  }
  if (count > 0) {
    environment["GIT_CONFIG_COUNT"] = String(whole.length);
  }
  for (const [index, [key, value]] of whole.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
}

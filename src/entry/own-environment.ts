import { withAbsolutePaths } from "../engine/pulumi/path-variables.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment as it was given, for the engine, which runs in the project's folder (absolute). In our own process, whose
 * libraries read the environment by themselves (the AWS SDK its credentials), relative paths then mean that folder too, wherever it was
 * started.
 */
export function settleEnvironment(own: Record<string, string | undefined>, folder: string): Environment {
  const given = { ...own };
  for (const [name, value] of Object.entries(withAbsolutePaths(given, folder))) {
    if (value !== given[name]) {
      own[name] = value;
    }
  }
  return given;
}

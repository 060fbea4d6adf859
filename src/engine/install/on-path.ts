import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Every program of that name on PATH, in order, as absolute paths (`name` without `.exe`). Relative PATH entries are left out. */
export async function programsOnPath(name: string, environment: Environment): Promise<string[]> {
  const pathName = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const folders = (environment[pathName] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const programs: string[] = [];
  for (const folder of new Set(folders)) {
    const program = join(folder, file);
    if (await isProgram(program)) {
      programs.push(program);
    }
  }
  return programs;
}

/** Whether there is a file that may be executed. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

import type { PulumiProject } from "../engine/pulumi/project.ts";
import { Failure } from "../failure.ts";
import { here, setting } from "../reader/reader.ts";
import type { ActedRequest } from "./services.ts";

/** What is deployed is the project that is there: who names another app means another project. */
export function refuseOtherApp(
  { app, directory }: Pick<ActedRequest, "app" | "directory">,
  { name }: Pick<PulumiProject, "name">,
): void {
  if (app !== null && app !== name) {
    throw new Failure({
      code: "other-app",
      message: `${setting("app")} is ${app}, and the project in ${directory} is ${name}. Nothing was done.`,
      next: `Leave ${setting("app")} out, or ${here("point at the folder")} of ${app}.`,
    });
  }
}

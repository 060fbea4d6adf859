import { mustRunTool } from "./run-tool.ts";

const missing =
  "Install Go 1.26 or newer (https://go.dev/dl/) and put it on PATH: programs that tests need are built with it.";

/** Builds one program of a module whose go.mod and go.sum name every version; nothing is resolved anew. */
export async function goBuild(order: {
  readonly module: string;
  readonly program: string;
  readonly to: string;
  readonly linkerFlags: string;
}): Promise<void> {
  await mustRunTool({
    command: "go",
    args: [
      "build",
      "-C",
      order.module,
      "-mod=readonly",
      "-buildvcs=false",
      "-ldflags",
      order.linkerFlags,
      "-o",
      order.to,
      order.program,
    ],
    environment: { GOWORK: "off" },
    missing,
  });
}

/** Installs a program at one exact version (`path@version`) into a folder. */
export async function goInstall(program: string, folder: string): Promise<void> {
  await mustRunTool({
    command: "go",
    args: ["install", program],
    environment: { GOBIN: folder, GOWORK: "off" },
    missing,
  });
}

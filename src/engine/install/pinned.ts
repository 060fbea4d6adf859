/** The one exact Pulumi release that this version of Stagewright installs where none is found. */
export const pinnedVersion = "3.259.0";

/** The Node SDK that goes with it: dynamic resources are removed with it where the program is gone. */
export const pinnedSdkVersion = "3.259.0";

/** Which Pulumi serves when neither the input `pulumi-version` nor the project says anything. */
export const defaultRange = ">=3.200.0 <4";

/** Where Pulumi publishes its release archives (`pulumi-v<version>-<os>-<arch>.tar.gz`). */
export const officialArchives = "https://get.pulumi.com/releases/sdk";

/** Where Pulumi publishes, for each release, the file with the SHA-256 of every archive. */
export function officialChecksums(version: string): string {
  return `https://github.com/pulumi/pulumi/releases/download/v${version}/${checksumsName(version)}`;
}

/** Name of a release's checksums file: lines of SHA-256 and archive name. */
export function checksumsName(version: string): string {
  return `pulumi-${version}-checksums.txt`;
}

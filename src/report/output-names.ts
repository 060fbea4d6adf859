/** Names of the step outputs for a stage's own outputs: `output-` and the name, with what GitHub does not allow made `-`. */
export function outputName(name: string): string {
  return `output-${name.replaceAll(/[^\w-]+/gu, "-")}`;
}

/** No real type is longer; a hostile one must not cost time. */
const LONGEST = 500;

/**
 * A resource type as people say it, the way Pulumi's own display does: `aws:s3/bucket:Bucket` → `aws:s3:Bucket`. Other forms stay as they
 * are.
 */
export function typeName(type: string): string {
  if (type.length > LONGEST) {
    return type;
  }
  const [, provider, module, file, name] = /^([^:/]+):([^:/]+)\/([^:/]+):([^:/]+)$/.exec(type) ?? [];
  const isItsFile = file !== undefined && name !== undefined && file.toLowerCase() === name.toLowerCase();
  return isItsFile ? `${provider}:${module}:${name}` : type;
}

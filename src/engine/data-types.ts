import { typeName } from "./type-name.ts";

/**
 * Types that hold data which is gone for good when they are deleted or replaced. Written without the provider's file names (`typeName`),
 * in lower case; `*` stands for any text between two colons. Other packagings of the same clouds have the same last words, so versions are left out.
 */
const holding = [
  // AWS, both packages
  "aws*:backup:*vault",
  "aws*:cognito:userpool",
  "aws*:docdb:*cluster",
  "aws*:dynamodb:*table",
  "aws*:ebs:volume",
  "aws*:ec2:volume",
  "aws*:ecr:repository",
  "aws*:efs:filesystem",
  "aws*:elasticache:*cluster",
  "aws*:elasticache:replicationgroup",
  "aws*:elasticache:serverlesscache",
  "aws*:elasticsearch:domain",
  "aws*:fsx:*",
  "aws*:kinesis:stream",
  "aws*:kms:key",
  "aws*:lightsail:*database*",
  "aws*:memorydb:cluster",
  "aws*:msk:*cluster",
  "aws*:neptune:*cluster",
  "aws*:opensearch*:domain",
  "aws*:opensearch*:*collection",
  "aws*:qldb:ledger",
  "aws*:rds:*cluster",
  "aws*:rds:dbinstance",
  "aws*:rds:instance",
  "aws*:redshift*:*cluster",
  "aws*:redshift*:namespace",
  "aws*:s3*:*bucket",
  "aws*:s3*:bucketv2",
  "aws*:secretsmanager:secret",
  "aws*:timestream:*",
  // Google Cloud, both packages
  "gcp:alloydb:cluster",
  "gcp:artifactregistry:repository",
  "gcp:bigquery:dataset",
  "gcp:bigquery:table",
  "gcp:bigtable:instance",
  "gcp:bigtable:table",
  "gcp:compute:*disk",
  "gcp:filestore:instance",
  "gcp:firestore:database",
  "gcp:kms:cryptokey",
  "gcp:redis:cluster",
  "gcp:redis:instance",
  "gcp:secretmanager:secret",
  "gcp:spanner:database",
  "gcp:spanner:instance",
  "gcp:sql:database",
  "gcp:sql:databaseinstance",
  "gcp:storage:bucket",
  "google-native:*:bucket",
  "google-native:*:dataset",
  "google-native:*:disk",
  "google-native:sqladmin*:*",
  // Azure, both packages
  "azure*:cosmosdb*:*account",
  "azure*:cosmosdb*:*container",
  "azure*:cosmosdb*:*database",
  "azure*:cosmosdb*:*table",
  "azure*:documentdb*:*account",
  "azure*:documentdb*:*container",
  "azure*:documentdb*:*database",
  "azure*:documentdb*:*table",
  "azure*:dbfor*:*server",
  "azure*:dbfor*:*database",
  "azure*:cache*:redis",
  "azure*:compute*:*disk",
  "azure*:containerregistry*:registry",
  "azure*:containerservice*:registry",
  "azure*:keyvault*:*vault",
  "azure*:keyvault*:key",
  "azure*:mssql*:*database",
  "azure*:mssql*:*server",
  "azure*:mysql*:*server",
  "azure*:postgresql*:*server",
  "azure*:mariadb*:*server",
  "azure*:redis*:*cache",
  "azure*:sql*:*database",
  "azure*:sql*:*server",
  "azure*:storage*:*account",
  "azure*:storage*:*blob*container",
  "azure*:storage*:container",
  "azure*:storage*:*share",
  "azure*:storage*:table",
  // Cloudflare
  "cloudflare:*:d1database",
  "cloudflare:*:r2bucket",
  "cloudflare:*:workerskvnamespace",
  // Databases and others
  "digitalocean:*:database*",
  "digitalocean:*:spacesbucket",
  "digitalocean:*:volume",
  "hcloud:*:volume",
  "kubernetes:core/*:persistentvolume*",
  "kubernetes:core/*:namespace",
  "minio:*:*bucket",
  "mongodbatlas:*:*cluster",
  "mysql:*:database",
  "neon:*:branch",
  "neon:*:database",
  "neon:*:project",
  "planetscale:*:database",
  "postgresql:*:database",
  "postgresql:*:schema",
  "snowflake:*:database",
  "snowflake:*:schema",
  "snowflake:*:table",
  "supabase:*:project",
  "turso:*:database",
  "upstash:*:*database",
  "docker:*:volume",
];

/** Longer than any real type; a hostile one must not cost time. */
const LONGEST = 500;

/**
 * A test of resource types, as the engine names them: whether the loss of such a resource is the loss of data. `extra` are types besides the
 * known ones, as the engine or as `typeName` writes them, in which `*` stands for any text between two colons.
 */
export function createDataTest(extra: readonly string[]): (type: string) => boolean {
  const types = [...holding, ...extra.flatMap((type) => [type, typeName(type)])];
  const pattern = new RegExp(`^(?:${types.map(patternOf).join("|")})$`, "i");
  // Thousands of resources have a few types.
  const answers = new Map<string, boolean>();
  return (type) => {
    if (type.length > LONGEST) {
      return false;
    }
    const answer = answers.get(type) ?? (pattern.test(type) || pattern.test(typeName(type)));
    if (answers.size < 1000) {
      answers.set(type, answer);
    }
    return answer;
  };
}

/** Only `*` has a meaning; every other sign is text. */
function patternOf(type: string): string {
  return type.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\*+/g, "[^:]*");
}

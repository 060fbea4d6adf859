/**
 * Types that hold data which is gone for good when they are deleted or replaced. Written without the provider's file names (`typeName`),
 * in lower case; `*` stands for any text. Other packagings of the same clouds have the same last words, so versions are left out.
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

const pattern = new RegExp(`^(?:${holding.map((type) => type.replaceAll("*", "[^:]*")).join("|")})$`);

/** Whether the loss of such a resource is the loss of data. `type` is as `typeName` gives it. */
export function holdsData(type: string): boolean {
  if (type.length > 500) {
    return false;
  }
  const known = answers.get(type);
  if (known !== undefined) {
    return known;
  }
  const answer = pattern.test(type.toLowerCase());
  if (answers.size < 1000) {
    answers.set(type, answer);
  }
  return answer;
}

/** Thousands of resources have a few types, and each is asked about several times. */
const answers = new Map<string, boolean>();

import { expect, test } from "vitest";

import { createDataTest } from "../../../src/engine/data-types.ts";

const holdsData = createDataTest([]);

test.each([
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:dynamodb/table:Table",
  "aws:ebs/volume:Volume",
  "aws:efs/fileSystem:FileSystem",
  "aws:cognito/userPool:UserPool",
  "aws-native:rds:DBInstance",
  "aws-native:s3:Bucket",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:storage/bucket:Bucket",
  "gcp:bigquery/dataset:Dataset",
  "azure-native:sql:Database",
  "azure-native:sql/v20211101:Database",
  "azure-native:storage:StorageAccount",
  "azure-native:documentdb:DatabaseAccount",
  "azure:postgresql/flexibleServer:FlexibleServer",
  "azure:storage/account:Account",
  "cloudflare:index/r2Bucket:R2Bucket",
  "cloudflare:index/d1Database:D1Database",
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace",
  "mongodbatlas:index/cluster:Cluster",
  "postgresql:index/database:Database",
  "kubernetes:core/v1:PersistentVolumeClaim",
])("%s holds data", (type) => {
  expect(holdsData(type)).toBe(true);
});

test.each([
  "aws:lambda/function:Function",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketObject:BucketObject",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:dynamodb/tableItem:TableItem",
  "aws:iam/role:Role",
  "azure-native:sql:DatabaseSecurityAlertPolicy",
  "gcp:storage/bucketIAMMember:BucketIAMMember",
  "kubernetes:apps/v1:Deployment",
  "pulumi-nodejs:dynamic:Resource",
  "shop:index:Bucketlist",
  "",
])("%s does not", (type) => {
  expect(holdsData(type)).toBe(false);
});

test.each<[given: string, held: readonly string[], others: readonly string[]]>([
  [
    "acme:store/vault:Vault",
    ["acme:store/vault:Vault", "acme:store:Vault"],
    ["acme:store:Vaults", "acme:store/vault:Key"],
  ],
  ["acme:store:Vault", ["acme:store/vault:Vault", "ACME:Store:vault"], ["acme:stores:Vault", "my-acme:store:Vault"]],
  ["acme:store/*:Vault*", ["acme:store/vaultV2:VaultV2", "acme:store/v1:Vault"], ["acme:other/vault:Vault"]],
  ["acme:*:Store", ["acme:index:Store", "acme:index/store:Store"], ["acme:a:b:Store", "acme:index:StoreRule"]],
  ["acme:in.ex:(Store|x)", ["acme:in.ex:(Store|x)"], ["acme:index:Store", "x"]],
])("%s, given by the user, holds data as well", (given, held, others) => {
  const withIt = createDataTest([given]);
  expect(held.filter((type) => !withIt(type))).toEqual([]);
  expect(others.filter(withIt)).toEqual([]);
  expect(held.filter(holdsData)).toEqual([]);
  expect(withIt("aws:rds/instance:Instance")).toBe(true);
});

test("a type without end costs no time", () => {
  const begun = performance.now();
  expect(createDataTest(["acme:*a*a*:*a*"])(`acme:${"a".repeat(1_000_000)}`)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(500);
});

import { expect, test } from "vitest";

import { losesData } from "../../../src/report/change-order.ts";
import { holdsData } from "../../../src/report/data-types.ts";
import { typeName } from "../../../src/report/type-name.ts";
import { sampleChange } from "./sample.ts";

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
  expect(holdsData(typeName(type))).toBe(true);
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
  expect(holdsData(typeName(type))).toBe(false);
});

test("only deletion and replacement lose it", () => {
  const type = "aws:s3/bucket:Bucket";
  const losing = (["create", "update", "replace", "delete", "import"] as const).filter((op) =>
    losesData(sampleChange({ op, type })),
  );
  expect(losing).toEqual(["replace", "delete"]);
});

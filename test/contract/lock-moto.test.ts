import { startMoto } from "../support/s3-servers.ts";
import { testLockInS3 } from "./lock-s3.ts";

testLockInS3("moto", startMoto);

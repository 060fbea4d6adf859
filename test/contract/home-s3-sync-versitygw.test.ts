import { startVersitygw } from "../support/s3-servers.ts";
import { testS3Sync } from "./home-s3-sync.ts";

testS3Sync("versitygw", startVersitygw);

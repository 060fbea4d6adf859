import { startVersitygw } from "../../support/s3-servers.ts";
import { testS3Home } from "./s3-home.ts";

testS3Home("versitygw", startVersitygw);

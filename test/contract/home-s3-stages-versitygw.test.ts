import { startVersitygw } from "../support/s3-servers.ts";
import { testS3Stages } from "./home-s3-stages.ts";

testS3Stages("versitygw", startVersitygw);

import { startVersitygw } from "../support/s3-servers.ts";
import { testS3Objects } from "./s3-objects.ts";

testS3Objects("versitygw", startVersitygw, { checksSignatures: true });

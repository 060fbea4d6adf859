import { startMoto } from "../support/s3-servers.ts";
import { testS3Objects } from "./s3-objects.ts";

testS3Objects("moto", startMoto, { checksSignatures: false });

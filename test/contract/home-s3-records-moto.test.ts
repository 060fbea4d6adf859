import { startMoto } from "../support/s3-servers.ts";
import { testS3Records } from "./home-s3-records.ts";

testS3Records("moto", startMoto);

import { openTestS3Home } from "../support/s3-home.ts";
import { s3Environment, startVersitygw } from "../support/s3-servers.ts";
import { testToolkit } from "./toolkit.ts";

testToolkit("a bucket", async (world) => {
  Object.assign(process.env, s3Environment);
  const server = await startVersitygw();
  await server.createBucket("shop-state");
  const opened = await openTestS3Home({
    endpoint: server.endpoint,
    bucket: "shop-state",
    prefix: "a",
    folder: world.folder,
  });
  return {
    address: `s3://shop-state/a?endpoint=${server.endpoint}&region=us-east-1`,
    environment: { ...s3Environment, PULUMI_CONFIG_PASSPHRASE: undefined },
    home: opened.home,
    damage: async (text) => {
      const name = "app/probe/pr-12.json";
      const found = await opened.objects.get(name);
      await opened.objects.putIfMatch(name, new TextEncoder().encode(text), found?.tag ?? "");
    },
    stop: server.stop,
  };
});

import { expect, onTestFinished, test } from "vitest";

import { runGuide } from "../support/quick-start/run-guide.ts";
import { startMoto } from "../support/s3-servers.ts";

test("IAM takes the guide's roles and policies as they are written", { timeout: 120_000 }, async () => {
  const values = { REPO: "acme/site", NAME: "acme-site", REGION: "eu-west-1" };
  const calls = await runGuide({ shell: "sh", values, passphrase: "a passphrase" });
  const moto = await startMoto();
  onTestFinished(() => moto.stop());

  const answers: string[] = [];
  for (const { program, args } of calls) {
    const option = (name: string) => args[args.indexOf(name) + 1] ?? "";
    const line = [program, ...args.slice(0, 2)].join(" ");
    const role = { RoleName: option("--role-name") };
    if (line === "aws iam create-role") {
      const document = option("--assume-role-policy-document");
      answers.push(await askIam(moto.endpoint, { Action: "CreateRole", AssumeRolePolicyDocument: document, ...role }));
    }
    if (line === "aws iam put-role-policy") {
      const policy = { PolicyName: option("--policy-name"), PolicyDocument: option("--policy-document") };
      answers.push(await askIam(moto.endpoint, { Action: "PutRolePolicy", ...policy, ...role }));
    }
  }

  const one = ["CreateRole: 200", "PutRolePolicy: 200"];
  expect(answers.toSorted()).toEqual([...one, ...one, ...one].toSorted());
});

/** Asks by IAM's query protocol. The signature, which moto does not check, only says which service is asked. */
async function askIam(endpoint: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const scope = "Credential=test/20260101/us-east-1/iam/aws4_request";
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: "2010-05-08", ...parameters }),
  });
  const text = await answer.text();
  return `${parameters["Action"]}: ${answer.ok ? answer.status : text}`;
}

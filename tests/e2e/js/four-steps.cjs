// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The guide's four steps from nothing, with the AWS SDK for JavaScript: who may, a bucket, a key, a report.
// Its only argument is what the demo service says of itself; what it saw goes to standard output as JSON.
"use strict";

const { IAMClient, SimulatePrincipalPolicyCommand } = require("@aws-sdk/client-iam");
const inspector2 = require("@aws-sdk/client-inspector2");
const kms = require("@aws-sdk/client-kms");
const s3 = require("@aws-sdk/client-s3");
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");

const info = JSON.parse(process.argv[2]);
const options = {
  endpoint: info.endpoint,
  region: info.region,
  credentials: { accessKeyId: info.accessKeyId, secretAccessKey: info.secretAccessKey },
  maxAttempts: 1,
};
const bucket = "four-steps-in-javascript";
const source = {
  StringEquals: { "aws:SourceAccount": info.accountId },
  ArnLike: { "aws:SourceArn": `arn:aws:inspector2:${info.region}:${info.accountId}:report/*` },
};
const inspector = { Service: "inspector2.amazonaws.com" };
const owner = { AWS: `arn:aws:iam::${info.accountId}:root` };

async function permissions() {
  const identity = await new STSClient(options).send(new GetCallerIdentityCommand({}));
  const simulated = await new IAMClient(options).send(new SimulatePrincipalPolicyCommand({
    PolicySourceArn: identity.Arn,
    ActionNames: ["inspector2:CreateFindingsReport", "inspector2:ListFindings"],
  }));
  return {
    account: identity.Account,
    decisions: Object.fromEntries(simulated.EvaluationResults.map((r) => [r.EvalActionName, r.EvalDecision])),
  };
}

async function makeBucket() {
  const client = new s3.S3Client({ ...options, forcePathStyle: true });
  const configuration = info.region === "us-east-1" ? {} : {
    CreateBucketConfiguration: { LocationConstraint: info.region },
  };
  await client.send(new s3.CreateBucketCommand({ Bucket: bucket, ...configuration }));
  await client.send(new s3.PutPublicAccessBlockCommand({
    Bucket: bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true,
    },
  }));
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{
      Sid: "allow-inspector", Effect: "Allow", Principal: inspector,
      Action: ["s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload"],
      Resource: `arn:aws:s3:::${bucket}/*`, Condition: source,
    }],
  });
  await client.send(new s3.PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
  const read = await client.send(new s3.GetBucketPolicyCommand({ Bucket: bucket }));
  return { policyReadBack: JSON.stringify(JSON.parse(read.Policy)) === policy };
}

async function makeKey() {
  const client = new kms.KMSClient(options);
  const { KeyMetadata: key } = await client.send(new kms.CreateKeyCommand({ Description: "reports" }));
  await client.send(new kms.CreateAliasCommand({ AliasName: "alias/javascript", TargetKeyId: key.KeyId }));
  await client.send(new kms.PutKeyPolicyCommand({
    KeyId: key.Arn,
    PolicyName: "default",
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "owner", Effect: "Allow", Principal: owner, Action: "kms:*", Resource: "*" },
        {
          Sid: "Allow Amazon Inspector to use the key", Effect: "Allow", Principal: inspector,
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*", Condition: source,
        },
      ],
    }),
  }));
  const described = await client.send(new kms.DescribeKeyCommand({ KeyId: "alias/javascript" }));
  return { arn: key.Arn, aliasLeadsToIt: described.KeyMetadata.Arn === key.Arn };
}

async function countActive(client) {
  let count = 0;
  const pages = inspector2.paginateListFindings({ client, pageSize: 100 }, {
    filterCriteria: { findingStatus: [{ comparison: "EQUALS", value: "ACTIVE" }] },
  });
  for await (const page of pages) count += page.findings.length;
  return count;
}

async function exportReport(format, kmsKeyArn) {
  const client = new inspector2.Inspector2Client(options);
  const { reportId } = await client.send(new inspector2.CreateFindingsReportCommand({
    reportFormat: format,
    s3Destination: { bucketName: bucket, keyPrefix: "audit", kmsKeyArn },
  }));
  let status;
  do {
    status = await client.send(new inspector2.GetFindingsReportStatusCommand({ reportId }));
  } while (status.status === "IN_PROGRESS");

  const objects = new s3.S3Client({ ...options, forcePathStyle: true });
  const listed = await objects.send(new s3.ListObjectsV2Command({ Bucket: bucket, Prefix: "audit" }));
  const { Key } = listed.Contents.find((object) => object.Key.includes(reportId));
  const object = await objects.send(new s3.GetObjectCommand({ Bucket: bucket, Key }));
  return {
    status: status.status,
    key: Key,
    reportId,
    encryption: object.ServerSideEncryption,
    encryptionKey: object.SSEKMSKeyId,
    active: await countActive(client),
    text: await object.Body.transformToString(),
  };
}

async function main() {
  const seen = { permissions: await permissions(), bucket: await makeBucket(), key: await makeKey() };
  seen.csv = await exportReport("CSV", seen.key.arn);
  seen.json = await exportReport("JSON", seen.key.arn);
  process.stdout.write(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

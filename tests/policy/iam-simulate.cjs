// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers lines of `policy eval --batch` by @cloud-copilot/iam-simulate, for services only.
// With --time it tells how many seconds the answers took instead.

// Its engine is called by its path: the function that it exports for contexts with keys of
// one's own does not take a resource's policy.

const fs = require('node:fs');
const path = require('node:path');

const folder = path.dirname(require.resolve('@cloud-copilot/iam-simulate'));
const { authorize } = require(path.join(folder, 'core_engine', 'CoreSimulatorEngine.js'));
const { AwsRequestImpl } = require(path.join(folder, 'request', 'request.js'));
const { RequestContextImpl } = require(path.join(folder, 'requestContext.js'));
const { DiscoveryContextKeyConstraints } = require(path.join(folder, 'context_keys', 'discoveryContextKeyConstraints.js'));
const { loadPolicy } = require('@cloud-copilot/iam-policy');

const decisions = { Allowed: 'allow', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' };

function answer(line) {
  const { policy, request } = JSON.parse(line);
  const context = {};
  for (const [key, values] of Object.entries(request.context ?? {}))
    context[key] = values.length === 1 && key.toLowerCase() !== 'aws:tagkeys' ? values[0] : values;
  const resource = { resource: request.resource, accountId: '111122223333' };
  return decisions[authorize({
    request: new AwsRequestImpl(request.principal.Service, resource, request.action, new RequestContextImpl(context)),
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: loadPolicy(policy, { name: 'policy' }),
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: { s3: {} },
  }).result];
}

const lines = fs.readFileSync(0, 'utf8').split('\n').filter((line) => line !== '');
const start = process.hrtime.bigint();
const answers = lines.map(answer);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
process.stdout.write(process.argv.includes('--time') ? `${seconds}\n` : answers.join('\n') + '\n');

// Answers, for policies and requests on standard input, what IAM would decide, a word a request.
import { readFileSync } from 'node:fs'
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate'

const { policies, requests } = JSON.parse(readFileSync(0, 'utf8'))
const accountId = '123456789012'
const decide = ([action, resource]) =>
  // "Unsafe" as it takes actions that its own list does not know yet; it decides all the same.
  runUnsafeSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/tools`,
        action,
        resource: { resource, accountId },
        contextVariables: {}
      },
      identityPolicies: policies.map((policy, index) => ({ name: `${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: []
    },
    {}
  )
process.stdout.write(JSON.stringify(requests.map(decide)))

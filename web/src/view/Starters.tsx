/** The empty page: what it is for, and questions to begin with. */

import type { VNode } from 'preact';

const QUESTIONS: readonly (readonly [string, string])[] = [
  ['Cost', 'Cost by service last month'],
  ['Cost', 'Monthly cost by service in the last 6 months'],
  ['Compute', 'Which EC2 instances are there by state?'],
  ['Security', 'Which buckets are public?'],
  ['Security', 'Which IAM users have no MFA?'],
  ['Operations', 'Which alarms are firing?'],
  ['Operations', 'Which Lambda functions have the most errors?'],
  ['Data', 'Which databases have no backups?'],
];

export function Starters({ ask }: { ask: (question: string) => void }): VNode {
  return (
    <section class="starters">
      <h2>What would you like to know about your account?</h2>
      <p class="hint">
        Answers are read from AWS while you wait. Nothing is ever changed: every call is read-only,
        and secrets are masked.
      </p>
      <ul>
        {QUESTIONS.map(([theme, question]) => (
          <li key={question}>
            <button type="button" onClick={() => ask(question)}>
              <span class="theme">{theme}</span>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

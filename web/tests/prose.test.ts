import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lexer } from 'marked';

import { Prose } from '../src/text/prose.ts';

const ANSWER = `# Title

A paragraph with **words** and \`code\`.

- one
- two

  still two

| a | b |
|---|---|
| 1 | 2 |

\`\`\`py
print("a

b")
\`\`\`

Last.`;

/** An answer in pieces of a length; what is later happens at once. */
function fed(text: string, length: number): Prose {
  const prose = new Prose((run) => run());
  for (let i = 0; i < text.length; i += length) prose.feed(text.slice(i, i + length));
  prose.finish();
  return prose;
}

function types(prose: Prose): string[] {
  const { whole, open } = prose.blocks.value;
  return [...whole, ...open].map((token) => token.type).filter((type) => type !== 'space');
}

test('however it is split, the blocks are the same', () => {
  const expected = lexer(ANSWER)
    .map((token) => token.type)
    .filter((type) => type !== 'space');
  for (const length of [1, 2, 3, 7, 50, 1000]) {
    const prose = fed(ANSWER, length);
    assert.deepEqual(types(prose), expected);
    assert.equal(prose.text, ANSWER);
  }
});

test('a block that is whole is not lexed again', () => {
  const prose = new Prose((run) => run());
  prose.feed('First.\n\nSecond\n');
  const first = prose.blocks.value.whole[0];
  prose.feed('goes on.\n\nThird.');
  assert.equal(prose.blocks.value.whole[0], first);
});

test('a table is known as one', () => {
  assert.equal(fed(ANSWER, 5).hasTable, true);
  assert.equal(fed('No table | here', 5).hasTable, false);
});

test('five megabytes without a paragraph take seconds, not hours', () => {
  assert.equal(fed('word '.repeat(1_000_000), 5000).text.length, 5_000_000);
});

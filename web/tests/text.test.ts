import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compare, masked, words } from '../src/result/cell.ts';
import { asked } from '../src/result/asked.ts';
import { address, read } from '../src/state/place.ts';
import { entities } from '../src/text/entities.ts';
import { periodLabel } from '../src/text/period.ts';
import { dollars, duration } from '../src/text/quantity.ts';

test('values are words', () => {
  assert.equal(words(null), '');
  assert.equal(words(true), 'yes');
  assert.equal(words(['a', 'b']), 'a, b');
  assert.equal(words({ a: 1 }), '{"a":1}');
  assert.equal(words('2026-11-24T17:15:33Z'), '2026-11-24 17:15');
  assert.equal(words(1234567), '1,234,567');
  assert.equal(words(1070.226, 'cost_usd'), '$1,070.23');
  assert.equal(words(123456789012, 'account_id'), '123456789012');
});

test('names are ordered as people do, numbers by size', () => {
  assert.deepEqual(['web-10', 'web-2', 'Web-1'].sort(compare), ['Web-1', 'web-2', 'web-10']);
  assert.deepEqual([10, 9, -1].sort(compare), [-1, 9, 10]);
});

test('masked values are counted wherever they are', () => {
  assert.equal(masked(['[redacted]', { a: 'x [redacted] [redacted]' }, 3, null]), 3);
});

test('a tool is told by its question, then by the rest', () => {
  const input = { query: 'list', operation: 'DescribeInstances', regions: ['a', 'b'], limit: null };
  assert.equal(asked(input), 'list · operation: DescribeInstances · regions: a, b');
});

test('references become characters, once', () => {
  assert.equal(
    entities('&lt;b&gt; &amp;lt; &#x41;&#66; &nope; &#9999999;'),
    '<b> &lt; AB &nope; &#9999999;',
  );
});

test('money keeps what is small', () => {
  assert.equal(dollars(0.0128), '$0.0128');
  assert.equal(dollars(0), '$0.00');
  assert.equal(duration(44), '44 ms');
  assert.equal(duration(2345), '2.3 s');
});

test('periods are as short as they can be', () => {
  assert.equal(periodLabel(['2026-06-01', '2026-07-01'], 1), '2026-07');
  assert.equal(periodLabel(['2026-05-28', '2026-06-01', '2026-07-01'], 0), '2026-05');
  assert.equal(periodLabel(['2026-06-01', '2026-06-02'], 1), '06-02');
  assert.equal(periodLabel(['2026-06-01 10:00', '2026-06-01 11:00'], 1), '11:00');
});

test('an address is a place, and nothing else is', () => {
  for (const hash of ['#/c/a-1', '#/t/0f', '#/new']) assert.equal(address(read(hash)), hash);
  for (const hash of ['', '#/c/', '#/c/a/b', '#/x/a', '#c/a-1', '#/c/<b>']) {
    assert.equal(read(hash).kind, 'new');
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Cell } from '../src/server/events.ts';
import { chart } from '../src/result/chart.ts';

function table(columns: string[], rows: Cell[][]) {
  return { columns, rows, total: rows.length, more: false };
}

test('costs of services by month are layers that add up', () => {
  const found = chart(
    table(
      ['from', 'to', 'by', 'amount', 'unit'],
      [
        ['2026-09-01', '2026-10-01', ['EC2'], 10, 'USD'],
        ['2026-09-01', '2026-10-01', ['S3'], 2, 'USD'],
        ['2026-10-01', '2026-11-01', ['EC2'], 12, 'USD'],
      ],
    ),
  );
  assert.deepEqual(found, {
    kind: 'series',
    measure: 'amount (USD)',
    stacked: true,
    periods: ['2026-09-01', '2026-10-01'],
    lines: [
      { name: 'EC2', values: [10, 12] },
      { name: 'S3', values: [2, 0] },
    ],
  });
});

test('more layers than there are hues become one of others', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [
    `2026-0${(i % 2) + 1}-01`,
    `s${i >> 1}`,
    100 - (i >> 1),
  ]);
  const found = chart(table(['month', 'service', 'cost_usd'], rows));
  assert.ok(found?.kind === 'series');
  assert.equal(found.lines.length, 7);
  assert.deepEqual(found.lines.at(-1), { name: '4 others', values: [370, 370] });
});

test('a metric over time is a line with gaps', () => {
  const found = chart(
    table(
      ['timestamp', 'label', 'average'],
      [
        ['2026-11-24T10:00:00Z', 'web-1', 4],
        ['2026-11-24T11:00:00Z', 'web-1', 6],
        ['2026-11-24T11:00:00Z', 'web-2', 1],
      ],
    ),
  );
  assert.ok(found?.kind === 'series');
  assert.equal(found.stacked, false);
  assert.deepEqual(found.lines, [
    { name: 'web-1', values: [4, 6] },
    { name: 'web-2', values: [null, 1] },
  ]);
});

test('a number for each name is a breakdown, an amount before its share', () => {
  const found = chart(
    table(
      ['service', 'share_percent', 'cost_usd', 'from'],
      [
        ['S3', 20, 2, '2026-10-01'],
        ['EC2', 80, 8, '2026-10-01'],
      ],
    ),
  );
  assert.ok(found?.kind === 'bars');
  assert.deepEqual(
    [found.by, found.measure, found.bars[0]],
    ['service', 'cost_usd', { name: 'EC2', value: 8 }],
  );
});

test('things in states are counted', () => {
  const rows = ['running', 'stopped', 'running', 'running'].map((state, i) => [`i-${i}`, state]);
  assert.deepEqual(chart(table(['id', 'state'], rows)), {
    kind: 'bars',
    measure: 'rows',
    by: 'state',
    bars: [
      { name: 'running', value: 3 },
      { name: 'stopped', value: 1 },
    ],
  });
});

test('where a picture says nothing there is none', () => {
  assert.equal(chart(table(['bucket', 'public'], [['a', true]])), null);
  assert.equal(
    chart(
      table(
        ['id', 'state'],
        [
          ['a', 'on'],
          ['b', 'on'],
          ['c', 'on'],
          ['d', 'on'],
        ],
      ),
    ),
    null,
  );
  assert.equal(
    chart(
      table(
        ['name', 'errors'],
        [
          ['a', 3],
          ['b', null],
        ],
      ),
    ),
    null,
  );
  assert.equal(chart(table([], [])), null);
});

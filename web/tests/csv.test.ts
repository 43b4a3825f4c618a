import assert from 'node:assert/strict';
import { test } from 'node:test';

import { csv, fileName } from '../src/result/csv.ts';

test('fields are quoted where they must be', () => {
  const text = csv(
    ['a', 'b'],
    [
      ['x,y', 'say "hi"'],
      ['two\nlines', null],
    ],
  );
  assert.equal(text, 'a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",\r\n');
});

test('what a spreadsheet would run begins with an apostrophe', () => {
  for (const formula of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', ' =1', '\u202E=1', '＝1+1']) {
    const field = csv(['a'], [[formula]]).split('\r\n')[1];
    assert.ok(field?.startsWith("'"), formula);
  }
  assert.ok(csv(['=a'], []).startsWith("'=a"));
});

test('a field stays whole for other separators, too', () => {
  assert.equal(csv(['a'], [['x;=1+1'], ['x\t=1+1']]), 'a\r\n"x;=1+1"\r\n"x\t=1+1"\r\n');
});

test('numbers stay numbers', () => {
  assert.equal(csv(['n'], [[-1.5], ['-2'], ['+3e5']]), 'n\r\n-1.5\r\n-2\r\n+3e5\r\n');
});

test('values that hold others are JSON', () => {
  assert.equal(csv(['a'], [[['x', 'y']]]), 'a\r\n"[""x"",""y""]"\r\n');
});

test('a file is named after its source and day, and after nothing else', () => {
  const day = new Date('2026-11-24T12:00:00Z');
  assert.equal(fileName('ec2_read_operations', day), 'ec2_read_operations-2026-11-24.csv');
  assert.equal(fileName('../..//etc\u202E', day), '..-..-etc--2026-11-24.csv');
});

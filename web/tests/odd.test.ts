import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clean, pieces } from '../src/text/odd.ts';

test('plain text in any script is one piece', () => {
  for (const text of ['shop-web-1', 'Überblick', '請求書', 'حساب', 'a\tb\nc', '👩‍💻 ❤️']) {
    assert.deepEqual(pieces(text), [text]);
  }
});

test('what turns, hides or controls text is told apart', () => {
  assert.deepEqual(pieces('a\u202Eb'), ['a', { code: 'U+202E' }, 'b']);
  for (const odd of ['\u0000', '\u001B', '\u0085', '\u00AD', '\u061C', '\u200B', '\u200D']) {
    assert.equal(pieces(`x${odd}`).length, 2);
  }
  for (const odd of ['\u2028', '\u2066', '\uFEFF', '\u{E0041}', '\uE000', '\uD800']) {
    assert.equal(pieces(`x${odd}`).length, 2);
  }
});

test('clean text has none of them', () => {
  assert.equal(clean('pay\u200Bpal \u202Efdp\u0007'), 'paypal fdp');
});

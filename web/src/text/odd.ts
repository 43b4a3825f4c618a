/**
 * Characters that would mislead a reader, told apart from text: controls, direction overrides,
 * invisible ones. An instance may be named by anybody.
 */

export interface Odd {
  /** As Unicode names code points: `U+202E`. */
  readonly code: string;
}

// Controls, formats (bidirectional marks and tags among them), private use, surrogates, separators.
// A joiner between pictographs makes one emoji of two, and hides nothing.
const ODD = /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|[^\P{C}\n\t\u200D\p{Cn}]|[\p{Zl}\p{Zp}]/gu;

/** Split text into plain pieces and odd characters, in their order. */
export function pieces(text: string): readonly (string | Odd)[] {
  const found: (string | Odd)[] = [];
  let from = 0;
  for (const match of text.matchAll(ODD)) {
    if (match.index > from) found.push(text.slice(from, match.index));
    found.push({ code: codePoint(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push(text.slice(from));
  return found;
}

/** Text without its odd characters, for files and attributes. */
export function clean(text: string): string {
  return text.replace(ODD, '');
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}

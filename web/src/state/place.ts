/** Where the page is, as the address says it: a new question, a conversation, or a fresh turn. */

export type Place =
  | { readonly kind: 'new' }
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'turn'; readonly id: string };

export function read(hash: string): Place {
  const found = /^#\/(c|t)\/([\w-]{1,64})$/.exec(hash);
  if (!found?.[2]) return { kind: 'new' };
  return { kind: found[1] === 'c' ? 'conversation' : 'turn', id: found[2] };
}

// `#/…`: a link to a bare `#…` is taken for one that skips to a part of this page.
export function address(place: Place): string {
  if (place.kind === 'new') return '#/new';
  return `#/${place.kind === 'conversation' ? 'c' : 't'}/${place.id}`;
}

/** The rows as they are sorted and filtered, as a CSV file. */

import type { VNode } from 'preact';

import { csv, fileName } from '../result/csv.ts';
import type { Cell } from '../server/events.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly file: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Cell[])[];
  };
  readonly source: string;
}

export function DownloadButton({ file, source }: Props): VNode {
  return (
    <button type="button" class="quiet" onClick={() => download(file, source)}>
      <Icon name="down" />
      CSV
    </button>
  );
}

function download({ columns, rows }: Props['file'], source: string): void {
  // The mark tells spreadsheets that it is UTF-8.
  const blob = new Blob(['\uFEFF', csv(columns, rows)], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName(source, new Date());
  link.click();
  URL.revokeObjectURL(link.href);
}

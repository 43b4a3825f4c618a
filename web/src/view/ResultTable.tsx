/** The rows of a tool: sorted, filtered, in pages, and as a file. */

import {
  columnFilteringFeature,
  createFilteredRowModel,
  createPaginatedRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/preact-table';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';

import { compare, isFigure, words } from '../result/cell.ts';
import type { Cell, Table } from '../server/events.ts';
import { plural, quantity } from '../text/quantity.ts';
import { CellView } from './CellView.tsx';
import { DownloadButton } from './DownloadButton.tsx';
import { Icon } from './Icon.tsx';
import { Pager } from './Pager.tsx';
import { Words } from './Words.tsx';

const PAGE_ROWS = 15;
/** Below this a table is seen at one glance. */
const FEW_ROWS = 6;

type Row = readonly Cell[];

const FEATURES = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  rowPaginationFeature,
  paginatedRowModel: createPaginatedRowModel(),
});

export function ResultTable({ table, source }: { table: Table; source: string }): VNode {
  const columns = useMemo(() => definitions(table), [table]);
  const grid = useTable<typeof FEATURES, Row>({
    features: FEATURES,
    columns,
    data: table.rows as Row[],
    initialState: { pagination: { pageIndex: 0, pageSize: PAGE_ROWS } },
    getColumnCanGlobalFilter: () => true,
    globalFilterFn: (row, column, wanted) => contains(row.getValue(column), wanted),
  });
  const filter = String(grid.state.globalFilter ?? '');
  const found = grid.getSortedRowModel().rows;
  const file = { columns: table.columns, rows: found.map((row) => row.original) };
  return (
    <div class="result">
      <div class="result-bar">
        {table.rows.length >= FEW_ROWS && (
          <label class="field">
            <Icon name="search" />
            <span class="unseen">Filter the rows</span>
            <input
              type="search"
              placeholder="Filter"
              value={filter}
              onInput={(event) => grid.setGlobalFilter(event.currentTarget.value)}
            />
          </label>
        )}
        <p class="hint" role="status">
          {told(table, found.length)}
        </p>
        <DownloadButton file={file} source={source} />
      </div>
      <div class="scroll" tabIndex={0} role="group" aria-label="Result rows">
        <table class="data">
          <thead>
            <tr>
              {grid.getFlatHeaders().map((header) => {
                const sorted = header.column.getIsSorted();
                const at = Number(header.column.id);
                return (
                  <th
                    key={header.id}
                    scope="col"
                    class={figures(table, at) ? 'to-right' : ''}
                    aria-sort={ARIA_SORT[String(sorted)] ?? 'none'}
                  >
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      <Words text={table.columns[at] ?? ''} />
                      {sorted && <Icon name="sorted" />}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {grid.getRowModel().rows.map((row) => (
              <tr key={row.id}>
                {table.columns.map((column, i) => (
                  <CellView key={i} value={row.original[i]} column={column} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        page={grid.state.pagination.pageIndex}
        pages={grid.getPageCount()}
        go={(page) => grid.setPageIndex(page)}
      />
    </div>
  );
}

const ARIA_SORT: Readonly<Record<string, 'ascending' | 'descending'>> = {
  asc: 'ascending',
  desc: 'descending',
};

function definitions(table: Table): ColumnDef<typeof FEATURES, Row>[] {
  return table.columns.map((_, i) => ({
    id: String(i),
    // What is missing comes last, however it is sorted.
    accessorFn: (row: Row) => row[i] ?? undefined,
    sortUndefined: 'last',
    sortDescFirst: figures(table, i),
    sortFn: (one, other) => compare(one.original[i], other.original[i]),
  }));
}

function contains(value: unknown, wanted: unknown): boolean {
  return words(value).toLowerCase().includes(String(wanted).trim().toLowerCase());
}

function figures({ rows }: Table, column: number): boolean {
  return rows.some((row) => isFigure(row[column])) && !rows.some((row) => isWord(row[column]));
}

function isWord(value: Cell): boolean {
  return value !== null && value !== undefined && !isFigure(value);
}

/** How much is there, and whether that is all. */
function told(table: Table, found: number): string {
  const here = table.rows.length;
  const shown = found < here ? `${quantity(found)} of ${plural(here, 'row')}` : plural(here, 'row');
  const all = table.total ?? 0;
  if (all > here) return `${shown} · ${quantity(all)} in all: ask for more`;
  return table.more ? `${shown} · there are more: ask for them` : shown;
}

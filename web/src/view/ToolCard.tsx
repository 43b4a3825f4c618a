/** A tool call: what was asked, of which API, what came back, how fast, and what was masked. */

import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import { chart as chartOf } from '../result/chart.ts';
import { masked } from '../result/cell.ts';
import { asked, apiName } from '../result/asked.ts';
import type { Table } from '../server/events.ts';
import type { Outcome, ToolCall } from '../state/toolCall.ts';
import { duration, plural } from '../text/quantity.ts';
import { ChartView } from './ChartView.tsx';
import { Icon } from './Icon.tsx';
import { ResultTable } from './ResultTable.tsx';
import { Words } from './Words.tsx';

type Look = 'chart' | 'table' | 'none';

interface Props {
  readonly call: ToolCall;
  /** Whether the rows are shown without being asked for: nothing else tells them. */
  readonly alone: boolean;
}

export function ToolCard({ call, alone }: Props): VNode {
  const chosen = useSignal<Look | null>(null);
  const outcome = call.outcome.value;
  const table = outcome?.table?.rows.length ? outcome.table : null;
  const chart = useComputed(() => {
    const rows = call.outcome.value?.table;
    return rows ? chartOf(rows) : null;
  }).value;
  const look = chosen.value ?? (chart ? 'chart' : table && alone ? 'table' : 'none');
  const turn = (to: Look): void => void (chosen.value = look === to ? 'none' : to);
  return (
    <div class="tool" role="group" aria-label={`Tool ${call.tool}`}>
      <p class="tool-line">
        <Mark outcome={outcome} />
        <code class="tool-name">{call.tool}</code>
        <Words text={asked(call.input)} />
      </p>
      {outcome && <Told outcome={outcome} api={outcome.api || apiName(call.input)} />}
      {table && (
        <div class="looks" role="group" aria-label="Show the result as">
          {chart && <Toggle name="Chart" on={look === 'chart'} turn={() => turn('chart')} />}
          <Toggle name="Table" on={look === 'table'} turn={() => turn('table')} />
        </div>
      )}
      {chart && look === 'chart' && <ChartView chart={chart} />}
      {table && look === 'table' && <ResultTable table={table} source={call.tool} />}
    </div>
  );
}

function Mark({ outcome }: { outcome: Outcome | null }): VNode {
  if (!outcome) {
    return <span class="mark spinner" role="img" aria-label="running" />;
  }
  return (
    <span class={`mark ${outcome.ok ? 'good' : 'bad'}`}>
      <Icon name={outcome.ok ? 'check' : 'alert'} />
      <span class="unseen">{outcome.ok ? 'done' : 'failed'}</span>
    </span>
  );
}

function Told({ outcome, api }: { outcome: Outcome; api: string }): VNode {
  const { milliseconds, ok, summary, table } = outcome;
  const hidden = outcome.redacted || maskedIn(table);
  const facts = [
    table ? plural(table.rows.length, 'row') : '',
    milliseconds === null ? '' : duration(milliseconds),
    hidden ? `${plural(hidden, 'value')} masked` : '',
  ].filter(Boolean);
  return (
    <p class={ok ? 'tool-told' : 'tool-told bad'}>
      <Words text={summary} />
      {api && <code>{api}</code>}
      {facts.length > 0 && <span class="facts">{facts.join(' · ')}</span>}
    </p>
  );
}

function maskedIn(table: Table | null): number {
  return table?.rows.reduce((sum, row) => sum + masked(row), 0) ?? 0;
}

function Toggle({ name, on, turn }: { name: string; on: boolean; turn: () => void }): VNode {
  return (
    <button type="button" aria-pressed={on} onClick={turn}>
      {name}
    </button>
  );
}

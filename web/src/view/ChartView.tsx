/** The picture of a result, with its numbers beside it. */

import type { VNode } from 'preact';

import type { Chart } from '../result/chart.ts';
import { BarsView } from './BarsView.tsx';
import { SeriesView } from './SeriesView.tsx';

export function ChartView({ chart }: { chart: Chart }): VNode {
  return chart.kind === 'bars' ? <BarsView bars={chart} /> : <SeriesView series={chart} />;
}

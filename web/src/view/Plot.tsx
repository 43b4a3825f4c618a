/** The drawing of a series. Its numbers stand beside it, so it is hidden from those who hear. */

import { scaleBand, scaleLinear } from 'd3-scale';
import { line as path, stack, stackOffsetDiverging } from 'd3-shape';
import type { VNode } from 'preact';

import type { Line, Series } from '../result/series.ts';
import { periodLabel } from '../text/period.ts';
import { short } from '../text/quantity.ts';

const WIDTH = 430;
const HEIGHT = 220;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;
const MOST_LABELS = 7;
const TICKS = 4;

interface Props {
  readonly series: Series;
  readonly chosen: number | null;
  readonly choose: (period: number | null) => void;
}

type Across = (period: number) => number;
type Down = (value: number) => number;

export function Plot({ series, chosen, choose }: Props): VNode {
  const { periods, stacked, lines } = series;
  const indices = periods.map((_, i) => i);
  const band = scaleBand(indices, [LEFT, WIDTH]).paddingInner(periods.length > 40 ? 0 : 0.25);
  const layers = stacked ? stackedLayers(lines, periods.length) : [];
  const down = scaleLinear(extent(stacked ? layers.flat(2) : values(lines)), [
    HEIGHT - BOTTOM,
    TOP,
  ]).nice(TICKS);
  const across: Across = (period) => band(period) ?? 0;
  const middle: Across = (period) => across(period) + band.bandwidth() / 2;
  const every = Math.ceil(periods.length / MOST_LABELS);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" onMouseLeave={() => choose(null)}>
      {down.ticks(TICKS).map((tick) => (
        <g key={tick} class="tick">
          <path d={`M${LEFT} ${down(tick)}H${WIDTH}`} />
          <text x={LEFT - 6} y={down(tick)} dy="0.32em">
            {short(tick)}
          </text>
        </g>
      ))}
      {chosen !== null && (
        <rect
          class="chosen"
          x={across(chosen) - band.step() * 0.125}
          y={TOP}
          width={band.step()}
          height={HEIGHT - TOP - BOTTOM}
        />
      )}
      {stacked ? (
        <Bars layers={layers} across={across} width={band.bandwidth()} down={down} />
      ) : (
        <Lines lines={lines} across={middle} down={down} />
      )}
      {indices.map((i) => (
        <g key={i}>
          {i % every === 0 && (
            <text class="period" x={middle(i)} y={HEIGHT - 6}>
              {periodLabel(periods, i)}
            </text>
          )}
          <rect
            class="target"
            x={across(i)}
            y={0}
            width={band.step()}
            height={HEIGHT}
            onMouseEnter={() => choose(i)}
          />
        </g>
      ))}
    </svg>
  );
}

/** Of each line, of each period, from where to where its bar goes. */
type Layers = readonly (readonly (readonly [number, number])[])[];

interface BarsProps {
  readonly layers: Layers;
  readonly across: Across;
  readonly width: number;
  readonly down: Down;
}

function Bars({ layers, across, width, down }: BarsProps): VNode {
  return (
    <>
      {layers.map((layer, i) => (
        <g key={i} class={`hue-${i}`}>
          {layer.map(([from, to], period) => (
            <rect
              key={period}
              x={across(period)}
              y={down(Math.max(from, to))}
              width={width}
              height={Math.abs(down(from) - down(to))}
            />
          ))}
        </g>
      ))}
    </>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly across: Across;
  readonly down: Down;
}

function Lines({ lines, across, down }: LinesProps): VNode {
  const draw = path<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => across(i))
    .y((value) => down(value ?? 0));
  return (
    <>
      {lines.map((each, i) => (
        <path key={i} class={`line hue-${i}`} d={draw(each.values) ?? ''} />
      ))}
    </>
  );
}

function stackedLayers(lines: readonly Line[], periods: number): Layers {
  const columns = Array.from({ length: periods }, (_, i) =>
    lines.map((each) => each.values[i] ?? 0),
  );
  const keys = lines.map((_, i) => i);
  return stack<number[], number>()
    .keys(keys)
    .value((column, i) => column[i] ?? 0)
    .offset(stackOffsetDiverging)(columns)
    .map((layer) => layer.map(([from, to]) => [from, to] as const));
}

function values(lines: readonly Line[]): number[] {
  return lines.flatMap((each) => each.values.filter((value) => value !== null));
}

function extent(numbers: readonly number[]): [number, number] {
  const low = numbers.reduce((least, each) => Math.min(least, each), 0);
  const high = numbers.reduce((most, each) => Math.max(most, each), 0);
  return low === high ? [low, low + 1] : [low, high];
}

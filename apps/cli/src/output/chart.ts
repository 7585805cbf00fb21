import { bar, textWidth } from './table.js';

/** A labelled value; null where there is none. */
export interface Bar {
  readonly label: string;
  readonly value: number | null;
  /** The value as it is written beside the bar. */
  readonly shown: string;
}

const MOST_LABEL = 32;
const LEAST_BAR = 10;

/** Horizontal bars on one scale that begins at 0, in the order given; negative values go left of the axis. */
export function barChart(bars: readonly Bar[], columns: number): string {
  if (bars.length === 0) return '(nothing to draw)';
  const labels = bars.map(({ label }) => shortened(label));
  const labelWidth = Math.max(...labels.map(textWidth));
  const shownWidth = Math.max(...bars.map(({ shown }) => textWidth(shown)));
  const values = bars.map(({ value }) => value ?? 0);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = Math.max(LEAST_BAR, Math.min(60, columns - labelWidth - shownWidth - 5));
  const leftRoom = Math.round((room * -low) / (high - low || 1));
  const perUnit = 1 / (high - low || 1);
  return bars
    .map(({ value, shown }, index) => {
      const label = labels[index]! + ' '.repeat(labelWidth - textWidth(labels[index]!));
      const cells = Math.round(Math.min(0, value ?? 0) * -perUnit * room);
      const left = leftRoom === 0 ? '' : ' '.repeat(Math.max(0, leftRoom - cells)) + '█'.repeat(Math.min(cells, leftRoom));
      const right = value !== null && value > 0 ? bar(value * perUnit, room) : '';
      return `${label} ${left}│${right} ${shown}`;
    })
    .join('\n');
}

const shortened = (label: string): string => (textWidth(label) > MOST_LABEL ? `${[...label].slice(0, MOST_LABEL - 1).join('')}…` : label);

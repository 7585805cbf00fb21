import { type Chart, type Series } from './chart.js';
import { escaped } from './html.js';
import { type Scale, scaleOf } from './scale.js';

const WIDTH = 960;
const HEIGHT = 340;
const LEFT = 76;
const TOP = 12;
const BOTTOM = 44;
const RIGHT = 16;
const BAR_ROW = 30;
const BAR_LABEL = 240;
const BAR_VALUE = 150;
const LABEL_CHARACTERS = 34;
const MOST_AXIS_LABELS = 13;
const SHOWN_DOTS = 60;

const known = (series: readonly Series[]): number[] =>
  series.flatMap((each) => each.values.filter((value): value is number => value !== null));
const n = (value: number): string => String(Math.round(value * 100) / 100);
const shortened = (label: string): string => (label.length > LABEL_CHARACTERS ? `${label.slice(0, LABEL_CHARACTERS - 1)}…` : label);

/** How a value is written on an axis, and beside its mark. */
export interface ValueWords {
  readonly axis: (value: number) => string;
  readonly full: (label: string, series: string, value: number | null) => string;
}

/** A chart as SVG without scripts or anything from outside; every mark says its value on hover and to a screen reader. */
export function chartSvg(chart: Chart, name: string, words: ValueWords): string {
  const [height, body] = chart.kind === 'categories' ? bars(chart, words) : overTime(chart, words);
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(name)}">${body}</svg>`;
}

function bars({ labels, series }: Chart, words: ValueWords): [number, string] {
  const values = series[0]!.values;
  const scale = scaleOf(known(series));
  const x = (value: number): number => BAR_LABEL + ((value - scale.low) / (scale.high - scale.low)) * (WIDTH - BAR_LABEL - BAR_VALUE);
  const rows = labels.map((label, index) => {
    const value = values[index]!;
    const y = index * BAR_ROW;
    const said = escaped(words.full(label, '', value));
    const [from, to] = [x(Math.min(0, value ?? 0)), x(Math.max(0, value ?? 0))];
    const mark =
      value === null ? '' : `<rect class="s0" x="${n(from)}" y="${y + 6}" width="${n(Math.max(1, to - from))}" height="18" rx="2"/>`;
    return `<g><title>${said}</title><text class="label" x="${BAR_LABEL - 10}" y="${y + 19}" text-anchor="end">${escaped(shortened(label))}</text>${mark}<text class="value" x="${n((value === null ? x(0) : to) + 8)}" y="${y + 19}">${said.slice(said.lastIndexOf(': ') + 2)}</text></g>`;
  });
  const axis = `<line class="axis" x1="${n(x(0))}" x2="${n(x(0))}" y1="0" y2="${labels.length * BAR_ROW}"/>`;
  return [labels.length * BAR_ROW + 4, rows.join('') + axis];
}

function overTime(chart: Chart, words: ValueWords): [number, string] {
  const scale = scaleOf(known(chart.series));
  const y = (value: number): number => TOP + ((scale.high - value) / (scale.high - scale.low)) * (HEIGHT - TOP - BOTTOM);
  const step = (WIDTH - LEFT - RIGHT) / chart.labels.length;
  const x = (index: number): number => LEFT + step * (index + 0.5);
  const marks = chart.series.length === 1 ? columns(chart, words, x, y, step) : lines(chart, words, x, y);
  return [HEIGHT, grid(scale, words, y) + axisLabels(chart.labels, x) + marks];
}

const grid = (scale: Scale, words: ValueWords, y: (value: number) => number): string =>
  scale.marks
    .map(
      (mark) =>
        `<line class="${mark === 0 ? 'axis' : 'grid'}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(y(mark))}" y2="${n(y(mark))}"/><text class="label" x="${LEFT - 10}" y="${n(y(mark) + 4)}" text-anchor="end">${escaped(words.axis(mark))}</text>`,
    )
    .join('');

function axisLabels(labels: readonly string[], x: (index: number) => number): string {
  const every = Math.ceil(labels.length / MOST_AXIS_LABELS);
  return labels
    .map((label, index) =>
      index % every === 0
        ? `<text class="label" x="${n(x(index))}" y="${HEIGHT - BOTTOM + 22}" text-anchor="middle">${escaped(label)}</text>`
        : '',
    )
    .join('');
}

function columns({ labels, series }: Chart, words: ValueWords, x: (i: number) => number, y: (v: number) => number, step: number): string {
  const { name, values } = series[0]!;
  const width = Math.min(56, step * 0.72);
  return values
    .map((value, index) => {
      const said = escaped(words.full(labels[index]!, name, value));
      if (value === null)
        return `<text class="missing" x="${n(x(index))}" y="${n(y(0) - 6)}" text-anchor="middle"><title>${said}</title>–</text>`;
      const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
      return `<rect class="s0" x="${n(x(index) - width / 2)}" y="${n(top)}" width="${n(width)}" height="${n(Math.max(1, bottom - top))}" rx="2"><title>${said}</title></rect>`;
    })
    .join('');
}

function lines({ labels, series }: Chart, words: ValueWords, x: (i: number) => number, y: (v: number) => number): string {
  return series
    .map(({ name, values }, index) => {
      let pen = 'M';
      const path = values.map((value, at) => {
        if (value === null) {
          pen = 'M';
          return '';
        }
        const point = `${pen}${n(x(at))} ${n(y(value))}`;
        pen = 'L';
        return point;
      });
      const radius = labels.length > SHOWN_DOTS ? 1.5 : 3.5;
      const dots = values.map((value, at) =>
        value === null
          ? ''
          : `<circle class="s${index}" cx="${n(x(at))}" cy="${n(y(value))}" r="${radius}"><title>${escaped(words.full(labels[at]!, name, value))}</title></circle>`,
      );
      return `<path class="line l${index}" d="${path.join('')}"/>${dots.join('')}`;
    })
    .join('');
}

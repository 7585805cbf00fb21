import { readFileSync } from 'node:fs';
import { type ReportRow } from '../run/report-request.js';
import { type Chart, chartsOf } from './chart.js';
import { chartSvg, type ValueWords } from './chart-svg.js';
import { definitionInWords } from './definition-in-words.js';
import { axisValue, figureInWords, type ShownFigure } from './figure-in-words.js';
import { escaped } from './html.js';
import { type ShownReport } from './shown-report.js';
import { unknownInWords } from './unknown-in-words.js';

const style = readFileSync(new URL('./report-page.css', import.meta.url), 'utf8');
const labelled = (value: unknown): string =>
  value === null || value === undefined ? 'unknown' : String(value as string | number | boolean);

/**
 * A report as one HTML page that stands alone: chart, table, the definition in words and as published, and the receipt, which "leadledger receipt
 * verify PAGE" reads from it. Nothing is loaded from anywhere, no script runs, and whatever people wrote is text.
 */
export function reportPage(shown: ShownReport): string {
  const { report } = shown;
  const title = escaped(report.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}, ${escaped(report.from)} to ${escaped(report.to)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="scope">${escaped(scopeInWords(shown))}</p>
${report.gameable ? '<p><span class="flag">easy to raise without doing any good: an activity count, not a goal</span></p>' : ''}
${total(shown)}
${charts(shown)}
${report.by.length === 0 ? '' : `<h2>Figures</h2>\n${table(shown)}`}
${unknown(shown)}
<h2>What is counted</h2>
${meaning(shown)}
<h2>Receipt</h2>
${receipt(shown)}
</main>
</body>
</html>
`;
}

function scopeInWords({ report }: ShownReport): string {
  const upTo = /T/.test(report.to) ? 'up to' : 'to';
  return [
    `${report.from} ${upTo} ${report.to}, by ${report.dateBasis.replaceAll('_', ' ')}, ${report.timeZone}`,
    report.receipt.definition.state === undefined ? '' : `a ${report.receipt.definition.state}, not published: no figure`,
    report.where === null ? '' : `only where ${report.where}`,
    report.knownAt === null ? `as known at position ${report.position}` : `as known at ${report.knownAt}, position ${report.position}`,
    `${report.definition}, version ${report.version}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function total({ report, definition }: ShownReport): string {
  const { measure } = definition.measures[0];
  const perCurrency = report.totals ?? [];
  const figures =
    perCurrency.length > 0
      ? perCurrency.map((row) => figureInWords(figureOf(row), measure))
      : [figureInWords({ value: report.total, exact: (report.totalExact as ShownFigure['exact']) ?? undefined }, measure)];
  return `<div class="total">${figures.map((figure) => `<div><b>${escaped(figure)}</b><span>${escaped(report.unit)}</span></div>`).join('')}</div>`;
}

function figureOf(row: ReportRow): ShownFigure {
  return {
    value: row['value'] as number | null,
    exact: row['exact'] as ShownFigure['exact'],
    currency: row['currency'] as string | null | undefined,
    because: row['because'] as string | undefined,
  };
}

function charts({ report, definition }: ShownReport): string {
  const { measure } = definition.measures[0];
  const drawn = chartsOf(report, measure.kind === 'count');
  return drawn
    .map(({ title, chart }) => {
      const words: ValueWords = {
        axis: (value) => axisValue(value, measure),
        full: (label, series, value) =>
          `${[label, series].filter(Boolean).join(', ')}: ${value === null ? 'no value' : [axisValue(value, measure), title].filter(Boolean).join(' ')}`,
      };
      const name = `${report.title}${title === null ? '' : `, ${title}`}`;
      return [
        title === null || drawn.length === 1 ? '' : `<h3>${escaped(title)}</h3>`,
        legend(chart),
        chartSvg(chart, name, words),
        chart.omitted === 0 ? '' : `<p class="note">${chart.omitted} more in the table below.</p>`,
      ].join('\n');
    })
    .join('\n');
}

const unknown = ({ report }: ShownReport): string =>
  report.unknown.map((each) => `<p class="note">${escaped(unknownInWords(each))}</p>`).join('\n');

const legend = ({ series }: Chart): string =>
  series.length < 2
    ? ''
    : `<ul class="legend">${series
        .map(
          ({ name }, index) =>
            `<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="s${index}" width="12" height="12" rx="2"/></svg>${escaped(name)}</li>`,
        )
        .join('')}</ul>`;

function table({ report, definition }: ShownReport): string {
  const [first, ...others] = definition.measures;
  const isCountAlone = others.length === 0 && first.measure.kind === 'count';
  const currency = report.rows.some((row) => 'currency' in row) && !report.by.includes('currency') ? ['currency'] : [];
  const head = [
    ...[...report.by, ...currency].map((name) => `<th>${escaped(name)}</th>`),
    `<th class="n">${escaped(others.length === 0 ? report.unit : first.name)}</th>`,
    ...others.map(({ name }) => `<th class="n">${escaped(name)}</th>`),
    ...(isCountAlone ? [] : ['<th class="n">rows</th>']),
  ];
  const rows = report.rows.map((row) => {
    const further = (row['measures'] ?? {}) as Readonly<Record<string, ShownFigure>>;
    const cells = [
      ...[...report.by, ...currency].map((name) => `<td>${escaped(labelled(row[name]))}</td>`),
      `<td class="n">${escaped(figureInWords(figureOf(row), first.measure))}</td>`,
      ...others.map(
        ({ name, measure }) =>
          `<td class="n">${escaped(figureInWords({ ...(further[name] ?? { value: null }), currency: row['currency'] as string | null }, measure))}</td>`,
      ),
      ...(isCountAlone ? [] : [`<td class="n">${escaped(labelled(row['count']))}</td>`]),
    ];
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}

function meaning({ definition, version, report }: ShownReport): string {
  const sections = definitionInWords(definition).map(
    ([heading, sentences]) =>
      `<h3>${escaped(heading)}</h3>${sentences.length === 1 ? `<p>${escaped(sentences[0]!)}</p>` : `<ul>${sentences.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`}`,
  );
  return [
    definition.describe === '' ? '' : `<p>${escaped(definition.describe)}</p>`,
    ...sections,
    `<p class="note">${escaped(`${report.definition}, version ${report.version}, ${lifeInWords(version)}: ${version.reason}`)}</p>`,
    `<details><summary>The document as published</summary><pre>${escaped(version.document)}</pre></details>`,
  ].join('\n');
}

const lifeInWords = ({ state, publishedAt, publishedBy }: ShownReport['version']): string =>
  publishedAt === null
    ? `a ${state}, not published`
    : `published on ${publishedAt.slice(0, 10)} by ${publishedBy}${state === 'retired' ? ', retired since' : ''}`;

function receipt({ report }: ShownReport): string {
  const { receipt: proof } = report;
  const pairs = [
    ['result hash', proof.resultHash],
    ['log position', proof.position],
    ['log digest', proof.digest],
    ['definition', `${proof.definition.name}@${proof.definition.version}, SHA-256 ${proof.definition.documentHash}`],
    ['members', String(proof.members.count)],
    ['enforcement', proof.enforcement],
  ];
  return [
    '<p>The number can be computed again from the event log alone, years later and on another machine: <code>leadledger receipt verify PAGE.html</code>. A difference names the row, the members or the place in the log.</p>',
    `<dl>${pairs.map(([name, value]) => `<dt>${escaped(name!)}</dt><dd>${escaped(String(value))}</dd>`).join('')}</dl>`,
    // Not a script that runs: data that a program can read. `<` is written as an escape, so that nothing in it can end the element.
    `<script type="application/json" id="receipt">${JSON.stringify(proof).replaceAll('<', '\\u003c')}</script>`,
  ].join('\n');
}

import { type Definition, type Measure } from '../definitions/definition.js';
import { type MembersQuery } from './members-sql.js';

/** Columns that carry one measure of a group, exact, as text or whole numbers. */
function aggregates(measure: Measure, index: number): string[] {
  switch (measure.kind) {
    case 'count':
      return [];
    case 'ratio':
      return [`count(*) filter (n${index} and z${index}) as num${index}`, `count(*) filter (z${index}) as den${index}`];
    case 'sum':
    case 'mean':
      return [`cast(sum(v${index}) as varchar) as sum${index}`, `count(v${index}) as n${index}`];
    case 'percentile':
      return [`list(v${index} order by v${index}) filter (v${index} is not null) as list${index}`];
  }
}

/** The two values between which a percentile lies, by its method; positions count in hundredths of a percent. */
function picks(measure: Measure, index: number): string[] {
  if (measure.kind === 'percentile') {
    const list = `list${index}`;
    const size = `coalesce(len(${list}), 0)`;
    if (measure.method === 'nearest_rank') {
      const rank = `greatest(1, (${size} * ${measure.p} + 9999) // 10000)`;
      return [
        `${size} as n${index}`,
        `cast(${list}[${rank}] as varchar) as low${index}`,
        `cast(${list}[${rank}] as varchar) as high${index}`,
      ];
    }
    const low = `((${size} - 1) * ${measure.p}) // 10000 + 1`;
    return [
      `${size} as n${index}`,
      `cast(${list}[${low}] as varchar) as low${index}`,
      `cast(${list}[least(${low} + 1, ${size})] as varchar) as high${index}`,
    ];
  }
  if (measure.kind === 'ratio') return [`num${index}`, `den${index}`];
  return measure.kind === 'count' ? [] : [`sum${index}`, `n${index}`];
}

/** The figures of a report: one row a group (`mask` 0), one for everything (every bit set), and one a currency where the measure is money. */
export function aggregateSql(members: MembersQuery, definition: Definition): string {
  const currency = members.currencyColumn;
  const dims = members.dimensions;
  const measures = definition.measures.flatMap(({ measure }, index) => aggregates(measure, index));
  const mask = dims.length === 0 ? '0' : `grouping(${dims.join(', ')})`;
  // Money has a total per currency, never one over several.
  const perCurrency = currency !== null && dims.length > 1 ? `, (${currency})` : '';
  const grouping = dims.length === 0 ? '' : ` group by grouping sets ((${dims.join(', ')})${perCurrency}, ())`;
  const grouped = `select ${[...dims, `${mask} as mask`, 'count(*) as members', ...measures].join(', ')} from member${grouping}`;
  const out = [...dims, 'mask', 'members', ...definition.measures.flatMap(({ measure }, index) => picks(measure, index))];
  return `${members.text}\nselect ${out.join(', ')} from (${grouped}) grouped`;
}

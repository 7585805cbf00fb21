import { spellingRules } from '../spelling.js';
import { type SqlDialect } from './dialect.js';

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const duckdbDialect: SqlDialect = {
  text,
  timestamp: (ms) => `make_timestamp(${BigInt(ms) * 1000n})`,
  same: (a, b) => `(${a} is not distinct from ${b})`,
  jsonField: (record, key) => {
    const place = `${record}, ${text(`$."${key.replaceAll('"', '\\"')}"`)}`;
    return `(case when json_type(${place}) <> 'NULL' then json_extract(${place}) end)`;
  },
  jsonText: (value) => `(case when json_type(${value}) = 'VARCHAR' then ${value} ->> '$' end)`,
  jsonNumber: (value) =>
    `(case when json_type(${value}) in ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') then cast(${value} ->> '$' as double) end)`,
  jsonBool: (value) => `(case when json_type(${value}) = 'BOOLEAN' then cast(${value} ->> '$' as boolean) end)`,
  spelling: (value) =>
    `translate(trim(regexp_replace(nfc_normalize(${value}), ${text(spellingRules.spaces)}, ' ', 'g')), ${text(spellingRules.capitals)}, ${text(spellingRules.smalls)})`,
};

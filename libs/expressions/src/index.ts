export { compileCel, type CompiledExpression } from './compile-cel.js';
export { type DocumentName, type DocumentProblem, DocumentReader } from './document/document-reader.js';
export { durationMs } from './check/literal-type.js';
export { type FactDeclaration, type FactRecord, type FactRow, type FactSchema, type FactType } from './facts.js';
export { nearestName } from './nearest-name.js';
export { type ExpressionProblem } from './problems.js';
export { type SqlDialect } from './sql/dialect.js';
export { duckdbDialect } from './sql/duckdb.dialect.js';
export { type ColumnOf } from './sql/to-sql.js';

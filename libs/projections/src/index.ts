export { type CellValue, categoryOf, type ReadTable, type Row, type SequenceProjection } from './sequence-projection.js';

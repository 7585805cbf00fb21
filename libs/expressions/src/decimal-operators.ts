import { type Environment } from '@marcbachmann/cel-js';
import { compareDecimals, Decimal } from './decimal.js';

type Operand = Decimal | bigint | number;

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Decimals among themselves and beside numbers, exactly. */
export function withDecimals(environment: Environment): Environment {
  environment
    .registerType('Decimal', Decimal)
    .registerOperator('Decimal + Decimal', (a: Decimal, b: Decimal) => new Decimal(a.units + b.units))
    .registerOperator('Decimal - Decimal', (a: Decimal, b: Decimal) => new Decimal(a.units - b.units))
    .registerOperator('-Decimal', (a: Decimal) => new Decimal(-a.units));
  for (const other of ['Decimal', 'int', 'double']) {
    environment.registerOperator(`Decimal == ${other}`, (a: Operand, b: Operand) => compareDecimals(a, b) === 0);
    for (const [op, holds] of Object.entries(orders)) {
      const compare = (a: Operand, b: Operand): boolean => holds(compareDecimals(a, b));
      environment.registerOperator(`Decimal ${op} ${other}`, compare);
      if (other !== 'Decimal') environment.registerOperator(`${other} ${op} Decimal`, compare);
    }
  }
  return environment;
}

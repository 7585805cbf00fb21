import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemError, type Violation } from '#libs/platform';
import { Public } from '../auth/permit.decorator.js';

export const READINESS = Symbol('readiness');

/** A store that requests need; `check` rejects with what is wrong. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}

const CHECK_MS = 3_000;

@ApiTags('operation')
@Controller('health')
@Public()
export class HealthController {
  constructor(@Inject(READINESS) private readonly checks: readonly ReadinessCheck[]) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers; restart it where it does not' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The stores behind it answer too; 503 names those that do not' })
  async ready(): Promise<{ status: 'ok'; checks: Record<string, 'ok'> }> {
    const failures = (await Promise.all(this.checks.map(failureOf))).filter((failure) => failure !== null);
    const [first, ...rest] = failures;
    if (first) throw new ProblemError(503, [first, ...rest]);
    return { status: 'ok', checks: Object.fromEntries(this.checks.map(({ name }) => [name, 'ok'])) };
  }
}

async function failureOf({ name, check }: ReadinessCheck): Promise<Violation | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS} ms`)), CHECK_MS);
  });
  try {
    await Promise.race([check(), late]);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return { ...error.violations[0], path: name };
    return { code: 'HEALTH.NOT_READY', message: `${name}: ${error instanceof Error ? error.message : String(error)}`, path: name };
  } finally {
    clearTimeout(timer);
  }
}

import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type RecyclingIf, recyclingKind, simulateRecycling } from '#libs/leads';
import { systemClock } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { InstantField, TextField } from '../http/fields.js';
import { SETTINGS, type ApiSettings } from '../settings.js';
import { POLICIES, type PoliciesService } from './policies.service.js';

/** A document that is only tried out may name pools that do not exist. */
const NOBODY = { pool: () => Promise.resolve(null) };

export class RecyclingIfBody {
  @TextField({ max: 65_536, description: 'the YAML document of the policy; it need not be drafted' })
  document!: string;

  @InstantField({ description: 'holdings that end after this' })
  from!: string;

  @InstantField({ description: 'and begin before this' })
  to!: string;
}

@ApiTags('policies')
@Controller('v1/policies/simulate/recycling')
@Permit('policy.read')
export class RecyclingWhatIfController {
  constructor(
    @Inject(POLICIES) private readonly service: PoliciesService,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'How many leads would have left their owner, how many of those that owner won later, and how many sat untouched',
  })
  simulate(@Body() body: RecyclingIfBody): Promise<RecyclingIf> {
    const { timeZone: zone } = this.settings;
    const kind = recyclingKind({ organisation: NOBODY, zone });
    return simulateRecycling(this.service.pool, kind, zone, body, systemClock.now());
  }
}

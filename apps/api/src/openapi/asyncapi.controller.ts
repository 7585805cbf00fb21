import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { asyncApiDocument } from '#libs/feeds';
import { Public } from '../auth/permit.decorator.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

@ApiExcludeController()
@Controller('asyncapi.json')
@Public()
export class AsyncApiController {
  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  @Get()
  document(): object {
    return asyncApiDocument({ version: this.settings.version, url: this.settings.url() });
  }
}

import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Command, CommandHandler, CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError } from '#libs/platform';
import { checkWiring } from './checks.js';

class Ship extends Command<void> {}
class Lost extends Command<void> {}

@CommandHandler(Ship)
class ShipHandler {
  execute(): void {
    return;
  }
}
@CommandHandler(Ship)
class ShipAgainHandler {
  execute(): void {
    return;
  }
}

@Controller('open')
class OpenController {
  @Get()
  forgotten(): string {
    return '';
  }
}

@Module({ imports: [CqrsModule.forRoot(), DiscoveryModule], controllers: [OpenController], providers: [ShipHandler, ShipAgainHandler] })
class WrongModule {}

describe('start-up checks', () => {
  it('name every line to add or remove, all at once', async () => {
    const app = await NestFactory.create<NestFastifyApplication>(WrongModule, new FastifyAdapter(), { logger: false });
    await app.init();
    let found: ProblemError | undefined;
    try {
      checkWiring(app, [Ship, Lost]);
    } catch (error) {
      if (error instanceof ProblemError) found = error;
    }
    await app.close();
    expect(found?.violations.map(({ message }) => message)).toEqual([
      "Add @Permit('…') or @Public() to OpenController.forgotten",
      'Remove 1 of the 2 handlers of Ship',
      'Add the handler of Lost to the handlers in api.module.ts',
    ]);
  });
});

import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type TSchema } from '@sinclair/typebox';
import { type Principal } from '#libs/access';
import { type BatchAnswer, type ImportBegun, type ImportCompleted, type Imports, type UndoAnswer } from '#libs/history';
import { Permit } from '../auth/permit.decorator.js';
import { Caller } from '../auth/principal.js';
import { checker } from '../http/checked.js';
import { CasesBody, CompleteBody, OrganisationBody, StartBody, UndoBody } from './import.schema.js';

export const IMPORTS = Symbol('imports');

const described = (schema: TSchema): ApiBodyOptions => ({ schema: JSON.parse(JSON.stringify(schema)) as NonNullable<object> });

const startBody = checker(StartBody);
const organisationBody = checker(OrganisationBody);
const casesBody = checker(CasesBody);
const completeBody = checker(CompleteBody);
const undoBody = checker(UndoBody);

/**
 * History from other systems, brought by whoever has the files (the command line runs the mapping). All of it may be sent again: an import is
 * taken up where it was, and facts that are in the log add nothing.
 */
@ApiTags('imports')
@Controller('v1/imports')
@Permit('import.run')
export class ImportsController {
  constructor(@Inject(IMPORTS) private readonly imports: Imports) {}

  @Post()
  @ApiOperation({ summary: 'Begins an import of a mapping, or takes it up again' })
  @ApiBody(described(StartBody))
  start(@Body() body: object, @Caller() { actor }: Principal): Promise<ImportBegun> {
    return this.imports.start(startBody(body), actor);
  }

  @Post(':import/organisation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reps, teams and pools of the source system' })
  @ApiBody(described(OrganisationBody))
  organisation(@Param('import') importId: string, @Body() body: object): Promise<{ readonly events: number }> {
    return this.imports.acceptOrganisation(importId, organisationBody(body).facts);
  }

  @Post(':import/cases')
  @HttpCode(200)
  @ApiOperation({ summary: 'A batch of cases, one append a case; answers with what was accepted, known already, and rejected' })
  @ApiBody(described(CasesBody))
  cases(@Param('import') importId: string, @Body() body: object, @Caller() { actor }: Principal): Promise<BatchAnswer> {
    const { cases, enforcement = 'record-only' } = casesBody(body);
    return this.imports.accept(importId, cases, enforcement, actor);
  }

  @Post(':import/complete')
  @HttpCode(200)
  @ApiOperation({ summary: 'Notes that all of it was sent; a read that sends the token as wait-for sees it' })
  @ApiBody(described(CompleteBody))
  complete(@Param('import') importId: string, @Body() body: object, @Caller() { actor }: Principal): Promise<ImportCompleted> {
    return this.imports.complete(importId, completeBody(body), actor);
  }

  @Post(':import/undo')
  @HttpCode(200)
  @ApiOperation({ summary: 'Retracts all that the import brought in, by events; the same rows can be imported again afterwards' })
  @ApiBody(described(UndoBody))
  undo(@Param('import') importId: string, @Body() body: object, @Caller() { actor }: Principal): Promise<UndoAnswer> {
    return this.imports.undo(importId, actor, undoBody(body));
  }
}

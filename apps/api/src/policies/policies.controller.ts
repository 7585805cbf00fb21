import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type ChangeRequest, type CheckedPolicy, type PolicyAccepted, type PolicyEnvelope } from '#libs/governance';
import { Permit } from '../auth/permit.decorator.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ActivateBody, ChangeBody, DocumentBody, DraftBody } from './policy.dto.js';
import { POLICIES, type PoliciesService } from './policies.service.js';

/** What decides here: documents in versions. Nothing is edited in place, and the off switch takes effect at once. */
@ApiTags('policies')
@Controller('v1/policies')
@Permit('policy.manage')
export class PoliciesController {
  constructor(@Inject(POLICIES) private readonly service: PoliciesService) {}

  @Post()
  @ApiOperation({ summary: 'Drafts the next version of a policy; the same document again is no new version' })
  async draft(@Body() body: DraftBody, @Sent() sent: SentCommand): Promise<object> {
    return accepted(await this.service.commands.draft({ document: body.document, reason: body.reason ?? '' }, envelopeOf(sent)));
  }

  @Post('check')
  @HttpCode(200)
  @Permit('policy.read')
  @ApiOperation({ summary: 'Every problem of a document, what stands against its activation, and its test cases; writes nothing' })
  check(@Body() body: DocumentBody): Promise<CheckedPolicy> {
    return this.service.commands.check(body.document);
  }

  @Post(':kind/:name/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a version decide and record beside the live one, without acting (shadow)' })
  test(@Param('kind') kind: string, @Param('name') name: string, @Body() body: ChangeBody, @Sent() sent: SentCommand): Promise<object> {
    return this.change(kind, name, { move: 'test' }, body, sent);
  }

  @Post(':kind/:name/activate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts a version in force, once its questions are answered, its names are known and its tests pass' })
  activate(
    @Param('kind') kind: string,
    @Param('name') name: string,
    @Body() body: ActivateBody,
    @Sent() sent: SentCommand,
  ): Promise<object> {
    const from = body.effectiveFrom === undefined ? {} : { effectiveFrom: Date.parse(body.effectiveFrom) };
    return this.change(kind, name, { move: 'activate', ...from }, body, sent);
  }

  @Post(':kind/:name/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'The off switch: from now on nothing of the policy is in force' })
  pause(@Param('kind') kind: string, @Param('name') name: string, @Body() body: ChangeBody, @Sent() sent: SentCommand): Promise<object> {
    return this.change(kind, name, { move: 'pause' }, body, sent);
  }

  @Post(':kind/:name/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'On again, as it was' })
  resume(@Param('kind') kind: string, @Param('name') name: string, @Body() body: ChangeBody, @Sent() sent: SentCommand): Promise<object> {
    return this.change(kind, name, { move: 'resume' }, body, sent);
  }

  @Post(':kind/:name/retire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a version out for good; it stays on record' })
  retire(@Param('kind') kind: string, @Param('name') name: string, @Body() body: ChangeBody, @Sent() sent: SentCommand): Promise<object> {
    return this.change(kind, name, { move: 'retire' }, body, sent);
  }

  private async change(
    kind: string,
    name: string,
    request: Omit<ChangeRequest, 'reason'>,
    { reason = '', version }: ChangeBody,
    sent: SentCommand,
  ): Promise<object> {
    const reference = { kind, name, ...(version != null && { version }) };
    return accepted(await this.service.commands.change(reference, { ...request, reason }, envelopeOf(sent)));
  }
}

const envelopeOf = ({ principal, ...sent }: SentCommand): PolicyEnvelope => ({ ...sent, actor: principal.actor });

const accepted = ({ answer, ...policy }: PolicyAccepted) => ({
  ...policy,
  changed: answer.events.length > 0 && !answer.repeated,
  revision: answer.revision,
  token: answer.token,
});

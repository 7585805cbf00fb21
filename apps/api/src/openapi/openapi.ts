import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type ApiSettings } from '../settings.js';

const DESCRIPTION = `Every fact about a lead is an event; this API takes commands and answers questions about any moment.

**Signing in**: \`authorization: Bearer <JWT>\`. **Refusals** are RFC 9457 problems with a stable \`code\` and all violations at once.
**Commands** take \`Idempotency-Key\` (the same key again has the effect of once), \`If-Match\` (the \`ETag\` of an earlier answer; 412 when the lead has
changed since) and \`X-Correlation-Id\`. They answer with a \`token\`: a read that sends \`wait-for: <token>\` sees what the command did, or 504.
**Reads** take \`at\` (effective time), and \`knownAt\` or \`position\` (what was known then); without them: now. **Lists** come as \`{items, next}\`, or as NDJSON
with \`accept: application/x-ndjson\`.`;

/** `/openapi.json`, and a page to read and try it at `/docs`: made when one of them is first asked for, which a start need not wait for. */
export function publishOpenApi(app: NestFastifyApplication, settings: ApiSettings): void {
  const config = new DocumentBuilder()
    .setTitle('LeadLedger')
    .setDescription(DESCRIPTION)
    .setVersion(settings.version)
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .addGlobalResponse({ status: 'default', description: 'A problem', schema: problemSchema })
    .build();
  const document = (): OpenAPIObject =>
    withHeaders(
      SwaggerModule.createDocument(app, config, {
        operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}.${method}`,
      }),
    );
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', customSiteTitle: 'LeadLedger API' });
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'detail', 'violations'],
  properties: {
    type: { type: 'string' as const, format: 'uri' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const },
    detail: { type: 'string' as const },
    violations: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['code', 'message'],
        properties: {
          code: { type: 'string' as const },
          message: { type: 'string' as const },
          path: { type: 'string' as const },
          detail: { type: 'object' as const },
        },
      },
    },
  },
};

const header = (name: string, description: string) => ({
  name,
  in: 'header' as const,
  required: false,
  description,
  schema: { type: 'string' as const },
});

/** The headers that all commands, and all reads, share. */
function withHeaders(document: OpenAPIObject): OpenAPIObject {
  for (const [path, operations] of Object.entries(document.paths)) {
    if (!path.startsWith('/v1/')) continue;
    if (operations.post)
      operations.post.parameters = [...(operations.post.parameters ?? []), header('Idempotency-Key', 'a UUID, or any text of yours')];
    if (operations.post && path.startsWith('/v1/leads/')) operations.post.parameters?.push(header('If-Match', 'the ETag you last saw'));
    if (operations.get && !path.startsWith('/v1/events'))
      operations.get.parameters = [...(operations.get.parameters ?? []), header('wait-for', 'the token of a command')];
  }
  return document;
}

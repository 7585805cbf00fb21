import { type OpenAPIObject } from '@nestjs/swagger';
import { permissions, rolesWith, type Permission } from '#libs/access';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly 'x-permission'?: Permission;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** `docs/reference/http.md`: every endpoint with its permission and fields, as the running API describes itself. */
export function httpReference(document: OpenAPIObject): string {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => (item[method] ? [{ path, method, operation: item[method] as Operation }] : [])),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag);
    return `## ${tag}\n\n${own.map(({ path, method, operation }) => operationText(document, method, path, operation)).join('\n')}`;
  });
  return `${HEAD}\n${sections.join('\n')}\n${rolesText()}`;
}

const HEAD = `# HTTP

This page is generated from the OpenAPI document (\`/openapi.json\`, to read and try at \`/docs\`); \`npm run docs:generate\` writes it anew.

Every call under \`/v1\` carries \`authorization: Bearer <JWT>\`. Bodies and answers are JSON. A refusal is an RFC 9457 problem with a stable \`code\` and all
\`violations\` at once: 400 the request is not of the form described here, 401 no valid token, 403 the role lacks the permission, 404 there is no such thing,
409 somebody was quicker, 412 the pinned revision has passed, 413 and 415 body too large or not JSON, 422 a rule refuses it, 503 a store does not answer (come back
after \`Retry-After\`), 504 the read models have not got as far as \`wait-for\`.

| header | on | means |
|---|---|---|
| \`Idempotency-Key\` | commands | the same key again has the effect of once and gets the first answer; with another body it is 422 \`COMMAND.ID_REUSED\`. A UUID becomes the command id |
| \`If-Match\` | commands on a lead, rep, team, pool | the \`ETag\` of an earlier answer; 412 when it has changed since |
| \`X-Correlation-Id\` | commands | a UUID that goes into the events |
| \`wait-for\` | any | the \`token\` of a command: the answer has seen it, or is 504 |
| \`accept: application/x-ndjson\` | lists | a line an item, streamed, instead of \`{items, next}\` |
| \`x-request-id\` | any | your id of the request, given back and logged |
| \`x-purpose\` | reads of leads | why you read; kept with the read, for those who answer for the leads |

A parameter or field that a request does not take is refused (400 \`REQUEST.UNKNOWN_FIELD\`, with those it takes). A list is whole in one answer and its \`next\` null, unless it takes
\`after\` and \`limit\`: then send \`next\` (as NDJSON the header \`x-next\`) as \`after\` of the next page.
`;

function operationText(document: OpenAPIObject, method: string, path: string, operation: Operation): string {
  const permission = operation['x-permission'];
  const fields = [
    ...(operation.parameters ?? [])
      .filter(({ in: place }) => place === 'query')
      .map(({ name, required, description, schema }) =>
        fieldLine(document, name, { ...schema, ...(description && { description }) }, required ?? false),
      ),
    ...bodyFields(document, operation),
  ];
  return [
    `### \`${method.toUpperCase()} ${path}\``,
    '',
    `${operation.summary ?? ''}. ${permission ? `Permission \`${permission}\`.` : 'Open to everyone.'}`,
    '',
    ...(fields.length > 0 ? [...fields, ''] : []),
  ].join('\n');
}

function bodyFields(document: OpenAPIObject, operation: Operation): string[] {
  const schema = resolved(document, operation.requestBody?.content?.['application/json']?.schema);
  return Object.entries(schema?.properties ?? {}).map(([name, property]) =>
    fieldLine(document, name, property, schema?.required?.includes(name) ?? false),
  );
}

const fieldLine = (document: OpenAPIObject, name: string, schema: Schema, required: boolean): string =>
  `- \`${name}\`${required ? '' : '?'} ${typeText(document, schema)}${schema.description ? `: ${schema.description}` : ''}`;

function typeText(document: OpenAPIObject, given: Schema | undefined): string {
  const schema = resolved(document, given) ?? {};
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' \\| ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return [...new Set(choices.map((choice) => typeText(document, choice)))].join(' or ');
  if (schema.type === 'array') return `list of ${typeText(document, schema.items)}`;
  if (schema.properties) return `{${Object.keys(schema.properties).join(', ')}}`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'any JSON');
}

function resolved(document: OpenAPIObject, schema: Schema | undefined): Schema | undefined {
  if (schema?.allOf?.[0]) return { ...resolved(document, schema.allOf[0]), ...(schema.description && { description: schema.description }) };
  if (!schema?.$ref) return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  return document.components?.schemas?.[name] as Schema | undefined;
}

const rolesText = (): string =>
  `## permissions\n\n| permission | roles |\n|---|---|\n${permissions.map((permission) => `| \`${permission}\` | ${rolesWith(permission).join(', ')} |`).join('\n')}\n`;

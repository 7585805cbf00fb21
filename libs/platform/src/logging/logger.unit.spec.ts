import { createLogger } from './logger.js';

/** What a careless line would carry. */
const SECRETS = [
  '0170 99887766',
  '01709988776',
  'bo%40example.org',
  'Zoe_M',
  'hunter2',
  'eyJhbGciOiJFUzI1NiJ9',
  'ana.lima@example.com',
  '+49 151 2345678',
  'Ana Lima',
  'c2VjcmV0LW1hc3Rlci1rZXk',
];

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(createLogger({ logLevel: 'trace' }, 'test', { write: (line: string) => (text += line) }));
  return text;
}

describe('the log', () => {
  it('holds no secrets and no personal data, however they come in', () => {
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl';
    const text = logged((logger) => {
      logger.info({ url: 'postgres://leadledger:hunter2@127.0.0.1:5432/keys' }, `connecting with esdb://admin:hunter2@localhost:2113`);
      logger.info({ headers: { authorization: `Bearer ${token}`, cookie: `session=${token}` } }, `token ${token}`);
      logger.info({ body: { contact: { name: 'Ana Lima', phones: ['+49 151 2345678'] }, payload: { free: 'Ana Lima' } } });
      logger.warn({ list: [{ email: 'ana.lima@example.com' }] }, 'mail from ana.lima@example.com, call +49 151 2345678');
      logger.info({ masterKey: 'c2VjcmV0LW1hc3Rlci1rZXk', nested: { deep: { apiKey: 'hunter2', password: 'hunter2' } } });
      logger.error({ url: '/v1/ownership?lead=phone%3A01709988776&at=now' }, 'nobody is “phone:01709988776”, email%3Abo%40example.org');
      logger.info({ path: '/v1/people/messenger:telegram:@Zoe_M/leads' });
      logger.child({ phones: ['+49 151 2345678'] }).info('from a child');
      const broken = Object.assign(new Error('duplicate key (ana.lima@example.com)', { cause: new Error('postgres://u:hunter2@h') }), {
        code: '23505',
        detail: 'Key (email)=(Ana Lima) already exists.',
      });
      logger.error(broken, 'failed for ana.lima@example.com');
      logger.error({ err: broken });
    });
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('holds nothing of a phone number, whichever way it is written', () => {
    const numbers = [
      ...['+49301234567', '+49 30 1234567', '+49 (0)30 / 123-45-67', '+49.30.1234567', '+49\u00a030\u20131234567', '+(49) 30 1234567'],
      ...['%2B49301234567', '%2B49%2030%201234567', '%2B49%20%280%29%2030%2F1234567', '+49+30+1234567'],
    ];
    const withinCountry = [
      '0301234567',
      '030 1234567',
      '030/1234567',
      '030 / 1234567',
      '(030) 123 45 67',
      '030.123.45.67',
      '030 – 1234567',
    ];
    const encoded = ['030%201234567', '%28030%29+123%2045', '030 %2F 1234567'];
    for (const number of numbers) expect(logged((logger) => logger.info({ said: `call ${number} today` }))).toMatch(/"call \*\*\* today"/);
    for (const number of [...numbers, ...withinCountry, ...encoded])
      for (const named of [`phone:${number}`, `phone%3A${number}`, `phone: ${number}`]) {
        expect(logged((logger) => logger.info({ said: `nobody is ${named} here` }))).toMatch(/"nobody is phone(:|%3A)\*\*\* here"/);
        expect(logged((logger) => logger.info({ url: `/v1/people/${named}/leads?at=now` }))).toMatch(/phone(:|%3A)\*\*\*\/leads\?at=now"/);
      }
    expect(logged((logger) => logger.info({ said: 'phone: none, 3 + 4 = 7' }))).toContain('"phone: none, 3 + 4 = 7"');
  });

  it('keeps what helps: where, what, which code', () => {
    const text = logged((logger) =>
      logger.error(
        { err: Object.assign(new Error('no answer from postgres://u:p@db/x'), { code: 'ECONNREFUSED' }), lead: 'lead-7' },
        'Cannot read',
      ),
    );
    const line = JSON.parse(text) as {
      level: string;
      err: { code: string; message: string; stack: string };
      lead: string;
      msg: string;
      name: string;
    };
    expect(line).toMatchObject({
      level: 'error',
      name: 'test',
      lead: 'lead-7',
      msg: 'Cannot read',
      err: { code: 'ECONNREFUSED', message: 'no answer from postgres://u:***@db/x' },
    });
    expect(line.err.stack).toContain('logger.unit.spec');
  });

  it('survives what JSON cannot hold', () => {
    const loop: Record<string, unknown> = { big: 10n };
    loop['self'] = loop;
    expect(logged((logger) => logger.info({ loop, bytes: Buffer.from('hunter2'), at: new Date(0) }))).toContain(
      '"big":10,"self":"[Circular]"',
    );
  });
});

import { decideDraftDefinition } from '../draft-definition/draft-definition.decide.js';
import { decidePublishDefinition } from '../publish-definition/publish-definition.decide.js';
import { decidePutDefinitionToTest } from '../put-definition-to-test/put-definition-to-test.decide.js';
import { decideRetireDefinition } from '../retire-definition/retire-definition.decide.js';
import { type CheckedDocument, type DefinitionChange } from './definition-change.js';
import { type DefinitionVersion, inForce, versionsOf } from './definition-version.js';

const document = (text: string): CheckedDocument => ({ name: 'leads', document: text, documentHash: `hash of ${text}`, uses: [] });
const now = '2026-03-01T00:00:00.000Z';

/** A definition and what was done to it, a day after another. */
class Life {
  private readonly stream: { type: string; data: unknown; metadata: { knownAt: string; actor: { id: string } } }[] = [];

  get versions(): readonly DefinitionVersion[] {
    return versionsOf(this.stream);
  }

  do(decide: (versions: readonly DefinitionVersion[]) => DefinitionChange): DefinitionChange {
    const change = decide(this.versions);
    if (change.kind === 'changed')
      for (const { type, data } of change.events) {
        const knownAt = `2026-03-${String(this.stream.length + 1).padStart(2, '0')}T00:00:00.000Z`;
        this.stream.push({ type, data, metadata: { knownAt, actor: { id: 'mia' } } });
      }
    return change;
  }

  draft = (text: string) => this.do((versions) => decideDraftDefinition(versions, { document: document(text), reason: 'r' }));
  test = (version: number) => this.do((versions) => decidePutDefinitionToTest(versions, { name: 'leads', version, reason: 'r' }));
  publish = (of: string | number, effectiveFrom: string | null = null) =>
    this.do((versions) =>
      decidePublishDefinition(
        versions,
        { of: typeof of === 'string' ? document(of) : { name: 'leads', version: of }, reason: 'p', effectiveFrom },
        now,
      ),
    );
  retire = (version: number) => this.do((versions) => decideRetireDefinition(versions, { name: 'leads', version, reason: 'old' }));
  states = () => this.versions.map(({ version, state }) => `${version} ${state}`);
}

describe('R3.23 the life of a definition', () => {
  it('is drafted, put to test, published and retired, each with who, when and why', () => {
    const life = new Life();
    life.draft('a');
    life.test(1);
    life.publish(1);
    life.retire(1);
    expect(life.versions).toMatchObject([
      {
        version: 1,
        state: 'retired',
        document: 'a',
        effectiveFrom: '2026-03-03T00:00:00.000Z',
        changes: [
          { state: 'draft', at: '2026-03-01T00:00:00.000Z', by: 'mia', reason: 'r' },
          { state: 'test' },
          { state: 'published', reason: 'p' },
          { state: 'retired', reason: 'old' },
        ],
      },
    ]);
  });

  it('a changed document is another version, a number once given never means another document', () => {
    const life = new Life();
    life.draft('a');
    expect(life.draft('a')).toMatchObject({ version: 1, events: [] });
    life.draft('b');
    expect(life.publish('c')).toMatchObject({ version: 3 });
    expect(life.publish('c')).toMatchObject({ version: 3, events: [] });
    expect(life.publish('a')).toMatchObject({ version: 1 });
    expect(life.states()).toEqual(['1 published', '2 draft', '3 published']);
    expect(life.versions.map(({ document: text }) => text)).toEqual(['a', 'b', 'c']);
  });

  it('never goes back, and names what is not there', () => {
    const life = new Life();
    life.publish('a');
    expect(life.test(1)).toMatchObject({ kind: 'refused', status: 409 });
    life.retire(1);
    expect(life.publish(1)).toMatchObject({ kind: 'refused', problems: [{ code: 'DEFINITION.STATE' }] });
    expect(life.publish('a')).toMatchObject({ version: 2 });
    expect(life.retire(7)).toMatchObject({ kind: 'refused', status: 404, problems: [{ message: 'leads has no version 7; it has 1, 2' }] });
  });

  it('a name alone means the version in force: from its time on, until it is retired; never a draft', () => {
    const life = new Life();
    life.publish('a');
    life.publish('b', '2026-06-01T00:00:00.000Z');
    life.draft('c');
    const meant = (at: string) => inForce(life.versions, at)?.version;
    expect([meant('2026-02-01T00:00:00Z'), meant('2026-05-31T00:00:00Z'), meant('2026-06-01T00:00:00.000Z')]).toEqual([undefined, 1, 2]);
    life.retire(2);
    expect(meant('2026-07-01T00:00:00Z')).toBe(1);
    expect(life.publish('d', '2026-02-01T00:00:00.000Z')).toMatchObject({ kind: 'refused', problems: [{ path: 'effectiveFrom' }] });
  });
});

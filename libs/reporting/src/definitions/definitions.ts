import { localDate } from '#libs/calendar';
import { type EventLog } from '#libs/event-store';
import { type DocumentProblem, documentViolations, type Vocabularies } from '#libs/expressions';
import { type VocabularyLibrary, type VocabularyReader } from '#libs/governance';
import { type Clock, ProblemError, sha256, type Violation } from '#libs/platform';
import { decideDraftDefinition } from '../draft-definition/draft-definition.decide.js';
import { type DefinitionEnvelope } from '../publish-definition/append-to-definition.js';
import { decidePublishDefinition } from '../publish-definition/publish-definition.decide.js';
import { decidePutDefinitionToTest } from '../put-definition-to-test/put-definition-to-test.decide.js';
import { decideRetireDefinition } from '../retire-definition/retire-definition.decide.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { type ReportRequest } from '../run/report-request.js';
import { changeDefinition, type ChangedDefinition, reasonProblem } from './change-definition.js';
import { type CheckedDocument } from './definition-change.js';
import {
  assertMetric,
  compileVersion,
  type DefinitionEvents,
  everyVersion,
  findVersion,
  type Recorded,
  versionReferenceOf,
} from './definition-store.js';
import { type DefinitionVersion, type UsedVersion, versionsOf } from './definition-version.js';
import { askedVersions, type DefinitionVocabularies, vocabulariesOf } from './definition-vocabularies.js';
import { definitionsReferring, type ReferredThing, type ReferringDefinition } from './definitions-referring.js';
import { type Dependents, dependentsOf } from './dependents.js';
import { pinnedTerms, termsToWrite } from '../terms/term-versions.js';
import { isTermDocument } from '../terms/term.js';
import { type DefinitionKind, type DescribedDefinition, describeVersion, kindOf, readDocument } from './read-document.js';

/** A checked document, in the words a caller needs. */
export interface CheckedDefinition {
  readonly valid: boolean;
  readonly kind: DefinitionKind;
  readonly name: string | null;
  readonly problems: readonly DocumentProblem[];
}

/** A version as it is answered: its position is decimal text. */
type AnsweredVersion = Omit<DefinitionVersion, 'position'> & { readonly position: string | null };

const answered = (version: DefinitionVersion): AnsweredVersion => ({
  ...version,
  position: version.position === null ? null : String(version.position),
});

export interface ShownDefinition extends AnsweredVersion, DescribedDefinition {
  /** Terms that it uses of which another version is in force. */
  readonly newerTerms: readonly { readonly name: string; readonly version: number; readonly inForce: number }[];
  readonly usedBy: Dependents;
}

export interface DefinitionDeps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly events: DefinitionEvents;
  readonly vocabularies: VocabularyReader;
  /** Where today begins, for values that are retired. */
  readonly zone: string;
}

/** The instant at which a name alone is asked for (ISO 8601), and what was on record. */
export interface AskedMoment extends Recorded {
  readonly at: string;
}

/** Definitions in versions and their life: drafted, put to test, published, retired. Commands write to the log and show once the spine has them. */
export class Definitions {
  constructor(private readonly deps: DefinitionDeps) {}

  /** Every problem of a document, with line and column; records nothing. */
  async check(document: string): Promise<CheckedDefinition> {
    const { kind, name, problems } = readDocument(document, await this.given());
    return { valid: problems.length === 0, kind, name, problems };
  }

  /** Records a document as the next version: it can be run by its number, and is no figure. */
  async draft(command: { readonly document: string; readonly reason: string }, envelope: DefinitionEnvelope): Promise<ChangedDefinition> {
    const document = await this.checked(command);
    const reason = command.reason.trim();
    return changeDefinition(this.deps, document.name, envelope, (versions) => decideDraftDefinition(versions, { document, reason }));
  }

  /** Shows a draft to others for judgement. */
  putToTest(command: { readonly reference: string; readonly reason: string }, envelope: DefinitionEnvelope): Promise<ChangedDefinition> {
    const named = this.named(command);
    return changeDefinition(this.deps, named.name, envelope, (versions) => decidePutDefinitionToTest(versions, named));
  }

  /** Publishes a document as the next version (as the draft of it, where there is one), or a version that was drafted. */
  async publish(
    command: ({ readonly document: string } | { readonly reference: string }) & {
      readonly reason: string;
      readonly effectiveFrom?: string | null;
    },
    envelope: DefinitionEnvelope,
  ): Promise<ChangedDefinition> {
    const of = 'document' in command ? await this.checked(command) : this.named(command);
    await this.assertUsesPublished(await this.usesOf(of));
    const { reason, effectiveFrom = null } = command;
    const now = this.deps.clock.now().toISOString();
    return changeDefinition(this.deps, of.name, envelope, (versions) =>
      decidePublishDefinition(versions, { of, reason: reason.trim(), effectiveFrom }, now),
    );
  }

  /** Takes a version out of force: its name alone means it no more. Whoever names the version gets the same numbers. */
  retire(command: { readonly reference: string; readonly reason: string }, envelope: DefinitionEnvelope): Promise<ChangedDefinition> {
    const named = this.named(command);
    return changeDefinition(this.deps, named.name, envelope, (versions) => decideRetireDefinition(versions, named));
  }

  /** Every version of every definition that was on record, by name. */
  async list(asked?: AskedMoment): Promise<(AnsweredVersion & Pick<DescribedDefinition, 'kind' | 'title'>)[]> {
    const [all, library] = await Promise.all([everyVersion(this.moment(asked).events), this.deps.vocabularies()]);
    return all.map((version) => {
      const { kind, title } = describeVersion(version, { ...vocabulariesOf(version, library), terms: pinnedTerms(version.uses, all) });
      return { ...answered(version), kind, title };
    });
  }

  /** `name` (the version in force) or `name@version`, with what it used and what used it. */
  async show(reference: string, asked?: AskedMoment): Promise<ShownDefinition> {
    const { events, at } = this.moment(asked);
    const found = await findVersion(events, reference, at);
    const described = describeVersion(found, await this.givenOf(found, await this.deps.vocabularies()));
    const inForceThen = await Promise.all(found.uses.map(({ name }) => findVersion(events, name, at).catch(() => null)));
    const newerTerms = found.uses.flatMap(({ name, version }, index) => {
      const current = inForceThen[index]?.version;
      return current === undefined || current === version ? [] : [{ name, version, inForce: current }];
    });
    return { ...answered(found), ...described, newerTerms, usedBy: await dependentsOf(events, found) };
  }

  /** Every version of every definition that a change of something else would be felt by. */
  async referringTo(to: ReferredThing, asked?: AskedMoment): Promise<readonly ReferringDefinition[]> {
    return definitionsReferring(await everyVersion(this.moment(asked).events), to, await this.deps.vocabularies());
  }

  /** Throws 404 where there is none, 409 where no version is in force. */
  find(reference: string): Promise<DefinitionVersion> {
    return findVersion(this.deps.events, reference, this.deps.clock.now().toISOString());
  }

  /**
   * With the vocabularies of the question: those that it asks for, else those of the definition, else the newest. Values that the question writes out must
   * be known, unless it is on record; a retired one may be asked for, for the past has it.
   */
  async compiled(
    request: Pick<ReportRequest, 'definition' | 'vocabularies' | 'isOnRecord'>,
  ): Promise<{ readonly published: PublishedDefinition; readonly vocabularies: Vocabularies }> {
    const [found, library] = await Promise.all([this.find(request.definition), this.deps.vocabularies()]);
    const asked = askedVersions(request.vocabularies ?? {}, library);
    if (isTermDocument(found.document)) assertMetric(found, namesOf((await dependentsOf(this.deps.events, found)).definitions));
    const own = { ...(await this.givenOf(found, library)), asked };
    const published = compileVersion(found, own);
    const pinned = (name: string): number | undefined => published.definition.vocabularies.find((each) => each.name === name)?.version;
    const newest = library.newestBefore(Infinity);
    const judge = request.isOnRecord ? undefined : { today: null, raw: true };
    const vocabularies = library.scope((name) => asked(name) ?? pinned(name) ?? newest(name), judge);
    return { published, vocabularies };
  }

  /** As the log itself has it, for verification: nothing derived is asked. Null where the log has no such version; a figure's was published. */
  async fromLog(
    name: string,
    version: number,
    isFigure: boolean,
    vocabularies: DefinitionVocabularies,
  ): Promise<PublishedDefinition | null> {
    const found = (await this.versionsInLog(name)).find((each) => each.version === version && (!isFigure || each.publishedAt !== null));
    if (!found) return null;
    const used = await Promise.all(found.uses.map((use) => this.versionsInLog(use.name)));
    return compileVersion(found, { ...vocabularies, terms: pinnedTerms(found.uses, used.flat()) });
  }

  private async versionsInLog(name: string): Promise<readonly DefinitionVersion[]> {
    const stream = [];
    for await (const event of this.deps.log.readStream(`definition-${name}`)) stream.push(event);
    return versionsOf(stream);
  }

  private moment(asked: AskedMoment | undefined): { readonly events: DefinitionEvents; readonly at: string } {
    const { events, clock } = this.deps;
    return asked ? { events: events.recorded(asked), at: asked.at } : { events, at: clock.now().toISOString() };
  }

  /** What a recorded version stands on: what was the newest then, and the terms that were fixed then. */
  private async givenOf(found: DefinitionVersion, library: VocabularyLibrary): Promise<DefinitionVocabularies> {
    const used = await Promise.all(found.uses.map(async ({ name }) => versionsOf(await this.deps.events.of(name))));
    return { ...vocabulariesOf(found, library), terms: pinnedTerms(found.uses, used.flat()) };
  }

  private async usesOf(of: CheckedDocument | { readonly name: string; readonly version: number }): Promise<readonly UsedVersion[]> {
    if ('uses' in of) return of.uses;
    return (await this.versionsInLog(of.name)).find(({ version }) => version === of.version)?.uses ?? [];
  }

  /** A figure stands on nothing that is still being thought about. */
  private async assertUsesPublished(uses: readonly UsedVersion[]): Promise<void> {
    const used = await Promise.all(
      uses.map(async (use) => (await this.versionsInLog(use.name)).filter(({ version }) => version === use.version)),
    );
    const [first, ...others] = used.flat().flatMap(({ name, version, state }): Violation[] =>
      state === 'published'
        ? []
        : [
            {
              code: 'DEFINITION.TERM_STATE',
              message: `It uses ${name}@${version}, which is ${state}: publish that first`,
              path: 'document',
            },
          ],
    );
    if (first) throw new ProblemError(409, [first, ...others]);
  }

  /** What a document that somebody writes now may call and use, and the day by which its values are judged. */
  private async given(): Promise<DefinitionVocabularies> {
    const [library, all] = await Promise.all([this.deps.vocabularies(), everyVersion(this.deps.events)]);
    const now = this.deps.clock.now().toISOString();
    return { library, terms: termsToWrite(all, now), otherwise: library.newestBefore(Infinity), judgedOn: localDate(now, this.deps.zone) };
  }

  private async checked(command: { readonly document: string; readonly reason: string }): Promise<CheckedDocument> {
    const { kind, name, uses, problems } = readDocument(command.document, await this.given());
    const violations = [...documentViolations(problems), ...reasonProblem(command.reason)];
    const other = name === null ? undefined : (await this.deps.events.of(name)).find(isOfKind(kind === 'term' ? 'metric' : 'term'));
    if (other)
      violations.push({
        code: 'DEFINITION.KIND',
        message: `${name} is the name of a ${kind === 'term' ? 'metric' : 'term'}: take another`,
        path: 'document',
      });
    const [first, ...others] = violations;
    if (name === null || first) throw new ProblemError(422, [first!, ...others]);
    return { name, document: command.document, documentHash: sha256(command.document), uses };
  }

  private named({ reference, reason }: { readonly reference: string; readonly reason: string }): {
    name: string;
    version: number;
    reason: string;
  } {
    const [problem] = reasonProblem(reason);
    if (problem) throw new ProblemError(422, [problem]);
    return { ...versionReferenceOf(reference), reason: reason.trim() };
  }
}

const namesOf = (versions: Dependents['definitions']): string[] => versions.map(({ name, version }) => `${name}@${version}`);

const isOfKind =
  (kind: DefinitionKind) =>
  ({ data }: { readonly data: unknown }): boolean => {
    const { document } = data as { document?: unknown };
    return typeof document === 'string' && kindOf(document) === kind;
  };

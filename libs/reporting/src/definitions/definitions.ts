import { localDate } from '#libs/calendar';
import { type EventLog } from '#libs/event-store';
import { type DocumentProblem, documentViolations, type Vocabularies } from '#libs/expressions';
import { type VocabularyReader } from '#libs/governance';
import { type Clock, ProblemError, sha256 } from '#libs/platform';
import { decideDraftDefinition } from '../draft-definition/draft-definition.decide.js';
import { type DefinitionEnvelope } from '../publish-definition/append-to-definition.js';
import { decidePublishDefinition } from '../publish-definition/publish-definition.decide.js';
import { decidePutDefinitionToTest } from '../put-definition-to-test/put-definition-to-test.decide.js';
import { decideRetireDefinition } from '../retire-definition/retire-definition.decide.js';
import { type PublishedDefinition } from '../run/report-context.js';
import { changeDefinition, type ChangedDefinition, reasonProblem } from './change-definition.js';
import { type CheckedDocument } from './definition-change.js';
import { compileVersion, type DefinitionEvents, findVersion, versionReferenceOf } from './definition-store.js';
import { type DefinitionVersion, versionsOf } from './definition-version.js';
import { askedVersions, type DefinitionVocabularies, vocabulariesOf } from './definition-vocabularies.js';
import { type Dependents, dependentsOf } from './dependents.js';
import { parseDefinition } from './parse-definition.js';

/** A checked document, in the words a caller needs. */
export interface CheckedDefinition {
  readonly valid: boolean;
  readonly name: string | null;
  readonly problems: readonly DocumentProblem[];
}

export interface ShownDefinition extends DefinitionVersion {
  readonly title: string;
  readonly describe: string;
  readonly entity: string;
  readonly dateBasis: string;
  readonly unit: string;
  readonly vocabularies: readonly { readonly name: string; readonly version: number }[];
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

/** Definitions in versions and their life: drafted, put to test, published, retired. Commands write to the log and show once the spine has them. */
export class Definitions {
  constructor(private readonly deps: DefinitionDeps) {}

  /** Every problem of a document, with line and column; records nothing. */
  async check(document: string): Promise<CheckedDefinition> {
    const { definition, problems } = parseDefinition(document, await this.vocabulariesToWrite());
    return { valid: problems.length === 0, name: definition?.name ?? null, problems };
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

  /** Every version of every definition, by name. */
  async list(): Promise<(DefinitionVersion & { readonly title: string })[]> {
    const names = await this.deps.events.names();
    const all = await Promise.all(names.map(async (name) => versionsOf(await this.deps.events.of(name))));
    const library = await this.deps.vocabularies();
    return all.flat().map((version) => ({ ...version, title: compileVersion(version, vocabulariesOf(version, library)).definition.title }));
  }

  /** `name` (the version in force) or `name@version`, with what it uses and what uses it. */
  async show(reference: string): Promise<ShownDefinition> {
    const found = await this.find(reference);
    const { definition } = compileVersion(found, vocabulariesOf(found, await this.deps.vocabularies()));
    const { title, describe, entity, date, unit } = definition;
    const vocabularies = definition.vocabularies.map(({ name, version }) => ({ name, version }));
    const usedBy = await dependentsOf(this.deps.events, found);
    return { ...found, title, describe, entity: entity.name, dateBasis: date, unit, vocabularies, usedBy };
  }

  /** Throws 404 where there is none, 409 where no version is in force. */
  find(reference: string): Promise<DefinitionVersion> {
    return findVersion(this.deps.events, reference, this.deps.clock.now().toISOString());
  }

  /** With the vocabularies of the question: those that it asks for, else those of the definition, else the newest. */
  async compiled(
    reference: string,
    askedFor: Readonly<Record<string, number>> = {},
  ): Promise<{ readonly published: PublishedDefinition; readonly vocabularies: Vocabularies }> {
    const [found, library] = await Promise.all([this.find(reference), this.deps.vocabularies()]);
    const asked = askedVersions(askedFor, library);
    const own = { ...vocabulariesOf(found, library), asked };
    const published = compileVersion(found, own);
    const pinned = (name: string): number | undefined => published.definition.vocabularies.find((each) => each.name === name)?.version;
    const newest = library.newestBefore(Infinity);
    const vocabularies = library.scope((name) => asked(name) ?? pinned(name) ?? newest(name), { today: null, raw: false });
    return { published, vocabularies };
  }

  /** As the log itself has it, for verification: nothing derived is asked. Null where the log has no such version; a figure's was published. */
  async fromLog(
    name: string,
    version: number,
    isFigure: boolean,
    vocabularies: DefinitionVocabularies,
  ): Promise<PublishedDefinition | null> {
    const stream = [];
    for await (const event of this.deps.log.readStream(`definition-${name}`)) stream.push(event);
    const found = versionsOf(stream).find((each) => each.version === version && (!isFigure || each.publishedAt !== null));
    return found ? compileVersion(found, vocabularies) : null;
  }

  /** What a document that somebody writes now may call, and the day by which its values are judged. */
  private async vocabulariesToWrite(): Promise<DefinitionVocabularies> {
    const library = await this.deps.vocabularies();
    const judgedOn = localDate(this.deps.clock.now().toISOString(), this.deps.zone);
    return { library, otherwise: library.newestBefore(Infinity), judgedOn };
  }

  private async checked(command: { readonly document: string; readonly reason: string }): Promise<CheckedDocument> {
    const { definition, problems } = parseDefinition(command.document, await this.vocabulariesToWrite());
    const violations = [...documentViolations(problems), ...reasonProblem(command.reason)];
    const [first, ...others] = violations;
    if (!definition || first) throw new ProblemError(422, [first!, ...others]);
    return { name: definition.name, document: command.document, documentHash: sha256(command.document), uses: [] };
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

export interface DefinitionLine {
  readonly name: string;
  readonly version: number;
  readonly state: string;
  readonly effectiveFrom: string | null;
  readonly kind?: string;
  readonly title?: string | null;
  readonly reason?: string | null;
}

/** One version as the API shows it; fields that a script may rely on. */
export interface DefinitionAnswer extends DefinitionLine {
  readonly document: string;
  readonly uses: readonly { readonly name: string; readonly version: number }[];
  readonly newerTerms: readonly { readonly name: string; readonly version: number; readonly inForce: number }[];
  readonly changes: readonly { readonly state: string; readonly at: string; readonly by: string; readonly reason: string }[];
  readonly usedBy: {
    readonly definitions: readonly { readonly name: string; readonly version: number; readonly state: string }[];
    readonly teamHealth: readonly string[];
    readonly figures: readonly { readonly figureId: string; readonly from: string; readonly to: string; readonly total: number | null }[];
  };
}

const states: Readonly<Record<string, string>> = { draft: 'a draft', test: 'in test' };
export const stateInWords = (state: string): string => states[state] ?? state;

/** The document under its life, as comments, so that the whole is a document again. */
export function definitionInWords(shown: DefinitionAnswer): string {
  const { uses, changes, usedBy } = shown;
  const life = changes.map(({ state, at, by, reason }) => `#   ${at} ${state} by ${by}: ${reason}`);
  const lines = [
    `# ${shown.name}@${shown.version} is ${stateInWords(shown.state)}${shown.effectiveFrom ? `, in force from ${shown.effectiveFrom}` : ''}`,
    ...life,
    ...(uses.length > 0 ? [`# uses ${uses.map(({ name, version }) => `${name}@${version}`).join(', ')}`] : []),
    ...shown.newerTerms.map(({ name, inForce }) => `# ${name}@${inForce} is in force by now: published again, it stands on that`),
    ...(usedBy.definitions.length > 0
      ? [`# used by ${usedBy.definitions.map(({ name, version, state }) => `${name}@${version} (${state})`).join(', ')}`]
      : []),
    ...(usedBy.teamHealth.length > 0 ? [`# asked by team health: ${usedBy.teamHealth.join(', ')}`] : []),
    ...usedBy.figures.map(({ figureId, from, to, total }) => `# published figure ${figureId}: ${from} to ${to}, ${total ?? 'no value'}`),
  ];
  return `${lines.join('\n')}\n${shown.document.trimEnd()}`;
}

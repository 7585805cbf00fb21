import { readFileSync } from 'node:fs';
import { expectReferencePage } from '#libs/testing';
import { buildProgram } from '../program.js';
import { cliReference } from './cli-reference.js';

const PAGE = 'docs/reference/cli.md';

describe('the reference of the command line', () => {
  it('is what the commands say of themselves', () => {
    expectReferencePage(PAGE, cliReference(buildProgram()));
  });

  it('names every command of the interface', () => {
    const page = readFileSync(PAGE, 'utf8');
    const named = ['serve', 'demo', 'import', 'import undo', 'owner', 'owners', 'history', 'portfolio', 'queue', 'team-health'];
    named.push('definition publish', 'definition list', 'definition show', 'definition check', 'report run', 'report leads', 'report diff');
    named.push(
      'report publish',
      'report restatements',
      'receipt verify',
      'projections status',
      'projections rebuild',
      'projections verify',
    );
    named.push('events tail', 'events verify', 'events completeness', 'event-store serve', 'event-store check', 'event-store copy');
    expect(named.filter((name) => !page.includes(`\n## ${name}\n`))).toEqual([]);
  });
});

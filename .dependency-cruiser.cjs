/** The direction of imports, as docs/explanation/architecture.md draws it. Each rule says what it protects. */
const FEATURES = 'contracts|leads|dispatch|governance|reporting|access|tokens|privacy|feeds|history';
const MACHINES = 'event-store|projections|jobs|calendar|expressions|platform';
module.exports = {
  forbidden: [
    { name: 'no-circular', comment: 'A cycle has no reading order, and emitted metadata breaks on it.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-know-no-app', comment: 'Apps wire libs; never the other way.', severity: 'error', from: { path: '^libs/', pathNot: '\\.spec\\.ts$' }, to: { path: '^apps/' } },
    { name: 'apps-stand-alone', comment: 'A process shares code with another only through libs.', severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '\\.spec\\.ts$' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    { name: 'only-the-index-of-a-lib-is-public', comment: 'What a lib publishes stands in its index.ts.', severity: 'error',
      from: { path: '^(?:apps|libs|test)/([^/]+)/', pathNot: '\\.spec\\.ts$' }, to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' } },
    { name: 'machines-know-no-feature', comment: 'Machine libs serve every feature, so they know none.', severity: 'error',
      from: { path: `^libs/(?:${MACHINES})/`, pathNot: '\\.spec\\.ts$' }, to: { path: `^libs/(?:${FEATURES}|testing)/`, pathNot: '^libs/contracts/' } },
    { name: 'contracts-know-only-platform', comment: 'The shapes of events depend on nothing that acts.', severity: 'error',
      from: { path: '^libs/contracts/', pathNot: '\\.spec\\.ts$' }, to: { path: '^libs/', pathNot: '^libs/(?:contracts|platform)/' } },
    { name: 'testing-only-in-tests', comment: 'Test rigs stay out of the product; the demo takes its sample history from libs/history.', severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: '\\.(?:spec|fixture|contract)\\.ts$|^libs/testing/|^apps/bench/' }, to: { path: '^libs/testing/' } },
    { name: 'fixtures-only-in-tests', comment: 'What a test stands on is no part of the product.', severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: '\\.(?:spec|fixture|contract|features)\\.ts$|^libs/testing/' }, to: { path: '\\.fixture\\.ts$' } },
    { name: 'the-domain-is-pure', comment: 'decide and evolve get clock, ids and compiled rules from outside; no package, no Node module, no I/O.', severity: 'error',
      from: { path: '\\.(?:decide|evolve)\\.ts$' }, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'] } },
    { name: 'the-log-through-one-client', comment: 'Only the adapter, the embedded server and test rigs may touch the event store client.', severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: '^libs/(?:event-store|testing)/|^apps/event-store/|^apps/bench/|\\.spec\\.ts$' }, to: { path: 'node_modules/@eventstore/db-client' } },
    { name: 'a-command-loads-what-it-needs', comment: 'Most commands only speak HTTP: an engine is imported by the command that uses it, when it runs, so that none waits for all.', severity: 'error',
      from: { path: '^apps/cli/', pathNot: '\\.spec\\.ts$|\\.fixture\\.ts$|^apps/cli/src/demo/' }, to: { path: '^libs/', pathNot: '^libs/platform/', dynamic: false, dependencyTypesNot: ['type-only'] } },
    { name: 'not-to-unresolvable', severity: 'error', comment: 'An import that nothing answers.', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'] },
  },
};

/** ESM packages that CommonJS packages require(): Jest on Node 20 cannot, so SWC compiles these for it. */
const esmRequiredByCjs = ['content-disposition', 'cookie'];
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/global-teardown.ts',
  // One more than a small machine has processors: a test that starts servers, kills them or waits for a timer leaves its own idle.
  maxWorkers: 3,
  workerIdleMemoryLimit: '768MB',
  // A whole system starts in some of them, on machines that may be busy; no test is about time.
  testTimeout: 300_000,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: process.env.TEST_LONG === '1' ? ['**/*.long.spec.ts'] : ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(process.env.TEST_LONG === '1' ? [] : ['\\.long\\.spec\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.[jt]s$': ['@swc/jest'] },
  transformIgnorePatterns: [`/node_modules/(?!(.*/)?(${esmRequiredByCjs.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  coverageProvider: 'v8',
};

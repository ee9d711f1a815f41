// Three sizes of test, one command each: unit (beside the code), integration (real engines), e2e (real processes).
const base = {
  runner: '<rootDir>/tools/test/lanes.mjs',
  runtime: '<rootDir>/tools/test/runtime.mjs',
  testEnvironment: '<rootDir>/tools/test/environment.mjs',
  injectGlobals: false,
  setupFiles: ['reflect-metadata', '<rootDir>/libs/testing/src/quiet-logs.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/\\.stack'],
};
const engines = {
  globalSetup: '<rootDir>/libs/testing/src/engines.setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/engines.teardown.ts',
};
const shop = {
  globalSetup: '<rootDir>/tests/support/stack.setup.ts',
  globalTeardown: '<rootDir>/tests/support/stack.teardown.ts',
};

/** @type {import('jest').Config} */
export default {
  testTimeout: 60_000,
  // For unit and integration specs; the e2e specs run one after the other beside them (tools/test/lanes.mjs).
  // One fewer on a machine that has just been set up, which goes on writing its packages to disk meanwhile.
  maxWorkers: process.env.CI ? 2 : 3,
  reporters: ['default', '<rootDir>/tools/test/summary.mjs'],
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,stack,tools,tests,deploy,docs}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.integration\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    {
      ...base,
      ...engines,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs,stack,tools,tests}/**/*.integration.spec.ts'],
    },
    { ...base, ...shop, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.e2e.spec.ts'] },
  ],
};

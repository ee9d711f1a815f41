// Layer rules as data: each says in one sentence why it is there. Run by `npm run check`.
const TEST = String.raw`\.spec\.ts$|^tests/|^libs/testing/|^(apps|libs)/[^/]+/test/`;

/** Only files whose path matches `owners` may import the package `name`. */
const onlyFor = (name, owners, why) => ({
  name: `only-owners-import-${name}`,
  comment: why,
  severity: 'error',
  from: { path: '^(apps|libs|tools|stack)/', pathNot: `${owners}|${TEST}|^stack/|^tools/(migrate|verify)/` },
  to: { path: `(^|/)node_modules/(@types/)?${name}/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'apps-know-no-other-app',
      comment: 'Services meet on the wire only: what two of them need lives in libs/.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-app',
      comment: 'A library that knows one of its users cannot be used by the next.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'contracts-know-nothing',
      comment: 'The contract is what everybody may depend on, so it depends on no other library.',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^(libs/(?!contracts/)|apps/|tools/)' },
    },
    {
      name: 'libs-by-their-index',
      comment:
        'From outside a library is imported by its index (@app/x), so that its inside can change. Plain Node, which runs the bench, the upgrade test and the generators before anything is built, knows no @app.',
      severity: 'error',
      from: { path: '^(apps|tools|tests)/', pathNot: '^(tests/(bench|upgrade)|tools/generate)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: String.raw`^libs/[^/]+/src/index\.ts$` },
    },
    {
      name: 'stack-knows-nothing-above',
      comment: 'stack/ finds and starts engines and services for everybody, so it needs none of them.',
      severity: 'error',
      from: { path: '^stack/', pathNot: TEST },
      to: { path: '^(apps|libs|tools|tests)/' },
    },
    {
      name: 'nothing-below-imports-tools',
      comment: 'Tools start and inspect services; a service that needs a tool would not run alone.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^(tools|tests)/' },
    },
    {
      name: 'tools-know-no-tests',
      comment: 'All arrows point down: tests, tools, apps, libs, stack.',
      severity: 'error',
      from: { path: '^tools/' },
      to: { path: '^tests/' },
    },
    {
      name: 'only-tests-know-the-stack',
      comment: 'A service is given addresses; what finds or starts engines is for tests and tools.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST },
      to: { path: '^stack/' },
    },
    {
      name: 'production-knows-no-tests',
      comment: 'Test helpers start engines and wait for things: nothing that runs in production may import them.',
      severity: 'error',
      from: { path: '^(apps|libs|tools|stack)/', pathNot: TEST },
      to: { path: String.raw`^(libs/testing|tests|(apps|libs)/[^/]+/test)/|\.spec\.ts$` },
    },
    {
      name: 'production-has-no-dev-dependency',
      comment: 'The image installs without devDependencies: what a service imports must be a dependency.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third. (Imports of types do not count: they vanish.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere fails at start, not here: so it fails here.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    onlyFor('amqplib', '^libs/messaging/', 'One folder knows RabbitMQ: reconnecting, confirming and parking are solved once.'),
    onlyFor('pg', String.raw`^libs/postgres/|\.pg\.[^/]*ts$`, 'A file that speaks SQL says so in its name (.pg.).'),
    onlyFor('mongodb', String.raw`\.mongo\.[^/]*ts$`, 'A file that speaks to MongoDB says so in its name (.mongo.).'),
    onlyFor('nodemailer', String.raw`\.smtp\.[^/]*ts$`, 'A file that speaks SMTP says so in its name (.smtp.).'),
    onlyFor(
      '@grpc/grpc-js',
      String.raw`\.grpc\.[^/]*ts$|/clients/|^libs/(contracts|grpc)/`,
      'A file that speaks gRPC says so in its name (.grpc.); the folder that dials other services, the library for both ends and the generated types apart.',
    ),
    onlyFor(
      'class-validator',
      '^apps/gateway/src/http/validation/',
      'A bound is stated once, in FIELDS: DTOs take it by RequestField, which documents what it validates.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|tools/compose-rehearsal/images)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};

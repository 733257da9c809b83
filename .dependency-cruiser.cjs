/**
 * Who may import whom. A room not named in its row may not be imported; `config.ts` of a room is
 * the schema of that room's own section and may be imported by src/config as well.
 */
const MAY_IMPORT = {
  domain: [],
  dns: ['domain'],
  histogram: ['domain'],
  openslo: ['domain'],
  judge: ['domain', 'histogram'],
  measure: ['domain', 'dns', 'histogram'],
  observe: ['domain', 'dns'],
  record: ['domain', 'histogram'],
  app: ['domain', 'histogram', 'judge'],
  publish: ['domain', 'histogram', 'judge'],
  lab: ['domain', 'dns'],
  config: ['domain', 'openslo', 'judge'],
};

const PURE = ['domain', 'dns', 'histogram', 'openslo', 'judge'];

/** A library may only be imported below these folders. */
const ONLY_IN = {
  'better-sqlite3': ['src/record/store/sqlite'],
  'dns-packet': ['src/dns'],
  'hdr-histogram-js': ['src/histogram'],
  koffi: ['src/measure'],
  'node-cron': ['src/measure'],
  fastify: ['src/publish'],
  undici: ['src/publish', 'src/cli'],
  commander: ['src/cli'],
  yaml: ['src/config', 'src/openslo', 'src/lab'],
  pino: ['src/daemon'],
  'markdown-it': ['src/publish/markdown'],
  mustache: ['src/publish/notify/template'],
  '@opentelemetry/api': ['src/publish/otlp'],
  '@opentelemetry/otlp-transformer': ['src/publish/otlp'],
  '@opentelemetry/resources': ['src/publish/otlp'],
  '@opentelemetry/sdk-metrics': ['src/publish/otlp'],
  '@grpc/grpc-js': ['src/publish/otlp'],
  feed: ['src/publish/feeds'],
  'ical-generator': ['src/publish/feeds'],
  'badge-maker': ['src/publish/badges'],
  '@fastify/swagger': ['src/publish/public-api'],
};

const rooms = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `${room}-imports`,
  severity: 'error',
  comment: `src/${room} may import: ${allowed.join(', ') || 'no other room'}`,
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: [`^src/(${[room, ...allowed].join('|')})/`, ...(room === 'config' ? ['^src/[a-z]+/config\\.ts$'] : [])],
    ...(room === 'publish' ? {} : {}),
  },
}));

// publish may know the types of app, never its code.
const publishRule = rooms.find((rule) => rule.name === 'publish-imports');
publishRule.to.pathNot.push('^src/app/');

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'transports-apart',
      severity: 'error',
      comment: 'UDP and streams do not know each other: what both need lies above them, and open-channel.ts joins them',
      from: { path: '^src/measure/transport/(kernel|udp|stream)/' },
      to: { path: '^src/measure/transport/(udp|stream)/', pathNot: '^src/measure/transport/$1/' },
    },
    ...rooms,
    {
      name: 'publish-takes-only-types-of-app',
      severity: 'error',
      from: { path: '^src/publish/' },
      to: { path: '^src/app/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|util|assert|crypto)$' },
    },
    {
      name: 'http-only-in-publish-lab-and-doh',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(publish|lab|measure/transport/stream)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(http|http2|https)$' },
    },
    ...Object.entries(ONLY_IN).map(([library, folders]) => ({
      name: `${library}-only-in-its-room`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^(${folders.join('|')})/` },
      to: { path: `node_modules/${library}/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

/**
 * Who may depend on whom: a star. A participant knows its own contract only; the saga's app knows them all, and the
 * gateway and operations know those of everyone they ask. Every constraint whose tag a project carries applies to it.
 */
const participants = ['compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'];

const only = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });

const kinds = [
  only('type:app', 'type:contract', 'type:engine', 'type:kit', 'type:kernel', 'type:words', 'type:platform', 'type:testing', 'type:simulators'),
  only('type:contract', 'type:kit', 'type:kernel'),
  only('type:engine', 'type:kernel'),
  only('type:kit', 'type:kernel'),
  only('type:words', 'type:kernel'),
  only('type:kernel'),
  only('type:platform', 'type:platform', 'type:testing', 'type:kit', 'type:kernel'),
  only('type:testing', 'type:platform', 'type:kit', 'type:kernel'),
  only('type:simulators', 'type:kernel'),
  only('type:console', 'type:client'),
  only('type:client'),
  only('type:e2e', 'type:tools', 'type:client', 'type:testing'),
  only('type:simulation', 'type:contract', 'type:platform', 'type:engine', 'type:kit', 'type:kernel'),
  only('type:tools', 'type:client', 'type:testing'),
];

const star = [
  ...participants.map((name) => only(`scope:${name}`, `scope:${name}`, 'scope:shared')),
  ...[...participants, 'gateway', 'operations'].map((name) => ({ allSourceTags: ['type:app', `scope:${name}`], notDependOnLibsWithTags: ['type:engine'] })),
];

/**
 * The platform is tested as a whole service, and such a service is built by the builders, which stand on the platform.
 * Only tests go round in that circle: code that is built cannot, since project references have no circles.
 */
const circlesOfTests = ['messaging', 'persistence', 'service-host', 'telemetry'].flatMap((name, index, all) =>
  [...all.slice(index + 1), 'builders'].map((other) => [`@sluice/${name}`, `@sluice/${other}`]));

export const boundaries = {
  allow: [],
  allowCircularSelfDependency: true,
  ignoredCircularDependencies: circlesOfTests,
  depConstraints: [...kinds, ...star],
};

/**
 * The simulation runs all services in one process, as they are: it alone reaches into their sources, by path, since an app exports
 * nothing. Nothing depends on it.
 */
export const simulation = { ...boundaries, allow: ['^(\\.\\./)+(apps|platform)/[a-z-]+/src/'] };

/**
 * Who may depend on whom: a star. A participant knows its own contract only; the saga's app knows them all, and the
 * gateway knows those of everyone it asks. Every constraint whose tag a project carries applies to it.
 */
const participants = ['compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'];

const only = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });

const kinds = [
  only('type:app', 'type:contract', 'type:engine', 'type:kit', 'type:kernel', 'type:platform', 'type:testing', 'type:simulators'),
  only('type:contract', 'type:kit', 'type:kernel'),
  only('type:engine', 'type:kernel'),
  only('type:kit', 'type:kernel'),
  only('type:kernel'),
  only('type:platform', 'type:platform', 'type:kit', 'type:kernel'),
  only('type:testing', 'type:platform', 'type:kit', 'type:kernel'),
  only('type:simulators', 'type:kernel'),
  only('type:e2e', 'type:tools'),
  only('type:tools'),
];

const star = [
  ...participants.map((name) => only(`scope:${name}`, `scope:${name}`, 'scope:shared')),
  ...[...participants, 'gateway'].map((name) => ({ allSourceTags: ['type:app', `scope:${name}`], notDependOnLibsWithTags: ['type:engine'] })),
];

export const boundaries = {
  allow: [],
  enforceBuildableLibDependency: false,
  depConstraints: [...kinds, ...star],
};

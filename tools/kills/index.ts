export { breachesIn, killAtEach, planOf, sample, type CampaignResult } from './campaign.ts';
export { finalStateOf, type FinalState } from './final-state.ts';
export { flows, worldOf, type World } from './flows.ts';
export { Held } from './held.ts';
export { playRound, type RoundResult } from './rounds.ts';
export { knownPoints, recordPoints, writePoints } from './point-lists.ts';

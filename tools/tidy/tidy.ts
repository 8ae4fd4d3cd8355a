import { boundaryBreaches } from './boundary-breaches.ts';
import { drawnMessagesExist } from './drawings.ts';
import { adaptersBehindTheirPorts, noImportCircles } from './imports.ts';
import { decisionsAreListed, decisionsNamedExist, linksLeadToFiles, linksLeadToHeadings } from './links.ts';
import { lockIsComplete } from './lock.ts';
import { keptNamesAreNeeded, plainWords } from './plain-words.ts';
import { textRules } from './rules.ts';
import { stateNamesStayInTables } from './state-names.ts';
import { workingTree } from './working-tree.ts';

export interface TidyResult {
  readonly rule: string;
  readonly findings: readonly string[];
}

/** Checks every rule against the working tree. */
export async function tidy(): Promise<TidyResult[]> {
  const files = await workingTree();
  const results: TidyResult[] = [];
  for (const rule of [...textRules, linksLeadToFiles, linksLeadToHeadings, decisionsAreListed, decisionsNamedExist, drawnMessagesExist, lockIsComplete, stateNamesStayInTables, plainWords, keptNamesAreNeeded, noImportCircles, adaptersBehindTheirPorts, boundaryBreaches]) results.push({ rule: rule.name, findings: await rule.check(files) });
  return results;
}

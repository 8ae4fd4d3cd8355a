import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const done = `done: { phase: 'closed', ends: true, on: {} }`;

const wellFormed = `{ asking: { phase: 'open', timeout: '1m', onTimeout: 'done', on: { 'x.yes': { to: 'done', assign: ({ n }) => ({ n }) } }, ignore: ['x.no'] }, ${done} }`;

const refused: [string, string, RegExp][] = [
  ['lacks a row', `{ ${done} }`, /'asking' is missing/],
  ['leads to a state that is not there', `{ asking: { phase: 'open', timeout: '1m', onTimeout: 'done', on: { 'x.yes': 'gone' } }, ${done} }`, /gone/],
  ['waits without a deadline', `{ asking: { phase: 'open', on: { 'x.yes': 'done' } }, ${done} }`, /asking|timeout|not assignable/],
  ['has a deadline that leads nowhere', `{ asking: { phase: 'open', timeout: '1m', on: { 'x.yes': 'done' } }, ${done} }`, /onTimeout|not assignable/],
  ['waits for a message that nobody sends', `{ asking: { phase: 'open', timeout: '1m', onTimeout: 'done', on: { 'x.maybe': 'done' } }, ${done} }`, /x\.maybe/],
  ['ignores a message that nobody sends', `{ asking: { phase: 'open', timeout: '1m', onTimeout: 'done', on: {}, ignore: ['x.maybe'] }, ${done} }`, /x\.maybe/],
  ['assigns what its data does not have', `{ asking: { phase: 'open', timeout: '1m', onTimeout: 'done', on: { 'x.yes': { to: 'done', assign: () => ({ m: 1 }) } } }, ${done} }`, /no properties in common/],
  ['has no phase', `{ asking: { timeout: '1m', onTimeout: 'done', on: {} }, ${done} }`, /phase/],
  ['says a verdict that is none', `{ asking: { phase: 'open', replies: { order: 'perhaps' }, timeout: '1m', onTimeout: 'done', on: {} }, ${done} }`, /perhaps/],
  ['writes a length of time that is none', `{ asking: { phase: 'open', timeout: 'soon', onTimeout: 'done', on: {} }, ${done} }`, /soon/],
];

/** Compiles each table in a file of its own, all in one program because that costs little more than one, and says what the compiler says of each. */
function complaintsOf(tables: readonly string[]): string[][] {
  const sources = new Map(tables.map((rows, index) => [
    fileURLToPath(new URL(`./in-memory-table-${index}.ts`, import.meta.url)),
    `import type { Columns, Saga } from './saga.js';
    export const saga: Saga<'asking' | 'done', { n: number }, { 'x.yes': { n: number }; 'x.no': object }, Columns, string> = { version: 1, starts: ['asking'], terminalPhases: ['closed'], cancelledBy: [], orders: {}, rows: ${rows} };`,
  ]));
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2024, exactOptionalPropertyTypes: true, skipLibCheck: true,
    customConditions: ['@sluice/source'], types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version) => {
    const source = sources.get(file);
    return source === undefined ? read(file, version) : ts.createSourceFile(file, source, version);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((file) => program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')));
}

const [ofTheWellFormed, ...ofTheRefused] = complaintsOf([wellFormed, ...refused.map(([, rows]) => rows)]);

describe('a table that compiles', () => {
  it('has a row for each state, a deadline for each wait, and targets that exist', () => {
    expect(ofTheWellFormed).toEqual([]);
  });
});

describe('a table that does not compile', () => {
  it.each(refused.map(([name, , complaint], index) => [name, ofTheRefused[index] ?? [], complaint] as const))('%s', (_, complaints, complaint) => {
    expect(complaints.join(' ')).toMatch(complaint);
  });
});

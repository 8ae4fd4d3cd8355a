import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const done = `done: { is: 'closed', ends: true, on: {} }`;

const wellFormed = `{ asking: { is: 'open', within: '1m', late: 'done', on: { 'x.yes': { to: 'done', keep: ({ n }) => ({ n }) } }, ignore: ['x.no'] }, ${done} }`;

const refused: [string, string, RegExp][] = [
  ['lacks a row', `{ ${done} }`, /'asking' is missing/],
  ['leads to a state that is not there', `{ asking: { is: 'open', within: '1m', late: 'done', on: { 'x.yes': 'gone' } }, ${done} }`, /gone/],
  ['waits without a deadline', `{ asking: { is: 'open', on: { 'x.yes': 'done' } }, ${done} }`, /asking|within|not assignable/],
  ['has a deadline that leads nowhere', `{ asking: { is: 'open', within: '1m', on: { 'x.yes': 'done' } }, ${done} }`, /late|not assignable/],
  ['waits for a message that nobody sends', `{ asking: { is: 'open', within: '1m', late: 'done', on: { 'x.maybe': 'done' } }, ${done} }`, /x\.maybe/],
  ['ignores a message that nobody sends', `{ asking: { is: 'open', within: '1m', late: 'done', on: {}, ignore: ['x.maybe'] }, ${done} }`, /x\.maybe/],
  ['keeps what its data does not have', `{ asking: { is: 'open', within: '1m', late: 'done', on: { 'x.yes': { to: 'done', keep: () => ({ m: 1 }) } } }, ${done} }`, /no properties in common/],
  ['writes a length of time that is none', `{ asking: { is: 'open', within: 'soon', late: 'done', on: {} }, ${done} }`, /soon/],
];

/** Compiles each table in a file of its own, all in one program because that costs little more than one, and says what the compiler says of each. */
function complaintsOf(tables: readonly string[]): string[][] {
  const sources = new Map(tables.map((rows, index) => [
    fileURLToPath(new URL(`./in-memory-table-${index}.ts`, import.meta.url)),
    `import type { Saga } from './saga.js';
    export const saga: Saga<'asking' | 'done', { n: number }, { 'x.yes': { n: number }; 'x.no': object }, string, string> = { version: 1, starts: ['asking'], rows: ${rows} };`,
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

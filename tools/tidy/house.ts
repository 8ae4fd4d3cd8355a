import { adaptersBehindTheirPorts, noImportCircles } from './imports.ts';
import { keptNames, plainWords } from './plain-words.ts';
import type { Rule, TextFile } from './rule.ts';
import { stateNamesStayInTables } from './state-names.ts';

/** A figure of how the code lies, and what it is to be. */
export interface Measure {
  readonly name: string;
  readonly value: number | string;
  readonly wanted: string;
}

const isSource = ({ path }: TextFile): boolean => /^(apps|libs)\/.*\/src\/.*\.tsx?$/.test(path) && !/^(apps\/e2e|libs\/testing)\//.test(path) && !path.endsWith('.spec.ts');

/** What runs in a browser or in a client's program is counted beside the services and what they stand on. */
const isOutside = (file: TextFile): boolean => isSource(file) && /^(apps\/console|libs\/clients)\//.test(file.path);

const isProduct = (file: TextFile): boolean => isSource(file) && !isOutside(file);

const linesOf = ({ text }: TextFile): number => text.split('\n').length - 1;

const median = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** Tables and contracts are read from top to bottom and may be longer. */
const mayBeLong = ({ path }: TextFile): boolean => path.startsWith('libs/contracts/') || path.endsWith('.saga.ts');

const roots = ({ path }: TextFile): boolean => /^apps\/[a-z-]+\/src\/[^/]+\.ts$/.test(path) && !/\/(main|[a-z-]+\.(module|config))\.ts$/.test(path);

/** What a room or library is put together by: it grows with what it names. */
const putsTogether = ({ path }: TextFile): boolean => /\/(main|index|[\w-]+\.module)\.ts$/.test(path);

const breachesOf = (rule: Rule, files: readonly TextFile[]): number => (rule.check(files) as readonly string[]).length;

const containing = (files: readonly TextFile[], pattern: RegExp): number => files.filter(({ text }) => pattern.test(text)).length;

/** How many files a page names under one of its headings. */
function filesNamedIn(page: TextFile | undefined, heading: string): number {
  const section = page?.text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return new Set([...section.matchAll(/\]\(([^)#]+\.ts)\)/g)].map(([, target]) => target)).size;
}

/** The figures by which a newcomer can tell how hard the house is to live in. */
export function measuresOf(files: readonly TextFile[]): Measure[] {
  const product = files.filter(isProduct);
  const walk = files.find(({ path }) => path === 'docs/following-a-withdrawal.md');
  return [
    { name: 'files to open for an ACH withdrawal, from its route to its posting', value: filesNamedIn(walk, 'An ACH withdrawal'), wanted: '≤ 45' },
    { name: 'files to open for a Braid withdrawal', value: filesNamedIn(walk, 'A Braid withdrawal'), wanted: '' },
    { name: 'files to open for the delivery of a webhook', value: filesNamedIn(walk, 'A webhook'), wanted: '' },
    { name: 'files of the services and their libraries without tests', value: product.length, wanted: '≤ 600' },
    { name: 'files of the console and the clients', value: files.filter(isOutside).length, wanted: '' },
    { name: 'their lines at the median', value: median(product.map(linesOf)), wanted: '60–90' },
    { name: 'files of 25 lines or fewer', value: product.filter((file) => linesOf(file) <= 25).length, wanted: '' },
    { name: 'of these, neither main nor module nor index', value: product.filter((file) => !putsTogether(file) && linesOf(file) <= 25).length, wanted: '≤ 60' },
    { name: 'files of more than 300 lines but for tables and contracts', value: product.filter((file) => !mayBeLong(file) && linesOf(file) > 300).length, wanted: '0' },
    { name: "loose files in the roots of apps", value: product.filter(roots).length, wanted: '0' },
    { name: 'circles of imports', value: breachesOf(noImportCircles, files), wanted: '0' },
    { name: 'imports of adapters past their ports', value: breachesOf(adaptersBehindTheirPorts, files), wanted: '0' },
    { name: 'states named outside the tables of the sagas', value: breachesOf(stateNamesStayInTables, files), wanted: '0' },
    { name: 'names that the glossary replaces', value: breachesOf(plainWords, files), wanted: '0' },
    { name: 'older names excused, since they are stored or on the wire', value: Object.keys(keptNames).length, wanted: 'fewer' },
    { name: 'files that write to the database themselves', value: containing(product, /\.(bulkWrite|updateOne|insertOne|replaceOne|findOneAndUpdate)\(/), wanted: 'fewer' },
    { name: 'files that read one more than a page to know of a next', value: containing(product, /\blimit \+ 1\b/), wanted: '1' },
    { name: 'files that call fetch themselves', value: containing(product, /(?<!\.|async )\bfetch\(/), wanted: '1' },
  ];
}

export const tableOf = (measures: readonly Measure[]): string => {
  const width = Math.max(...measures.map(({ name }) => name.length));
  return measures.map(({ name, value, wanted }) => `${name.padEnd(width)}  ${String(value).padStart(5)}  ${wanted}`).join('\n');
};

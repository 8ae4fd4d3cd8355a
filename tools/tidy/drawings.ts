import type { Rule, TextFile } from './rule.ts';

const contractPath = /^libs\/contracts\/([a-z]+)\/src\/.*\.ts$/;

/** `service.kind/name` of every message of every contract, as its contract declares it. */
function declaredMessages(files: readonly TextFile[]): Set<string> {
  return new Set(files.filter(({ path }) => !path.includes('.spec.')).flatMap(({ path, text }) => {
    const [, service] = contractPath.exec(path) ?? [];
    return service === undefined ? [] : [...text.matchAll(/\bservice\.(command|answer|request)\('([a-z-]+)'/g)].map(([, kind, name]) => `${service}.${kind}/${name}`);
  }));
}

/** How an arrow is drawn: `->>` waits for a reply, `-)` does not; a dotted one is a reply. */
const arrow = /^\s*(\w+)(->>|-\))(\w+): ([a-z-]+)/;

/** The receiver takes requests and commands; an answer goes back from whoever was commanded. */
const candidates = ([, from = '', head = '', to = '', name = '']: RegExpExecArray): string[] =>
  head === '->>' ? [`${to}.request/${name}`] : [`${to}.command/${name}`, `${from}.answer/${name}`];

/** What is drawn by hand goes stale unless it is held against what it shows. */
export const drawnMessagesExist: Rule = {
  name: 'messages in drawings are in the contracts',
  check: (files) => {
    const messages = declaredMessages(files);
    const services = new Set([...messages].map((message) => message.split('.')[0]));
    const drawings = files.filter(({ path }) => path.endsWith('.md')).flatMap(({ path, text }) => [...text.matchAll(/^```mermaid\nsequenceDiagram\n([\s\S]*?)^```/gm)].map(([, drawing = '']) => ({ path, drawing })));
    return drawings.flatMap(({ path, drawing }) => drawing.split('\n').flatMap((line) => {
      const found = arrow.exec(line);
      const isBetweenServices = found !== null && services.has(found[3]) && (services.has(found[1]) || found[1] === 'gateway');
      return !isBetweenServices || candidates(found).some((message) => messages.has(message)) ? [] : [`${path} draws “${line.trim()}”, which no contract declares.`];
    }));
  },
};

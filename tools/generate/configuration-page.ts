import type { AppEnvironment, Variable } from './environments.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function row({ name, description, mustBe, needed, default: fallback, secret }: Variable): string {
  const value = needed === 'no' ? (fallback === undefined ? '' : `\`${fallback}\``) : needed === 'always' ? '**needed**' : '**needed** outside of the sandbox';
  return `| \`${name}\`${secret ? ' (secret)' : ''} | ${cell(description)} | ${cell(mustBe)} | ${value} |`;
}

const table = (variables: readonly Variable[]): string => ['| variable | is | must be | unless given |', '|---|---|---|---|', ...variables.map(row)].join('\n');

/** The variables that all services have. */
function commonOf(environments: readonly AppEnvironment[]): readonly Variable[] {
  const [first, ...others] = environments;
  return (first?.variables ?? []).filter(({ name }) => others.every(({ variables }) => variables.some((each) => each.name === name)));
}

/** docs/operating/configuration.md, the whole of it. */
export function configurationPage(environments: readonly AppEnvironment[]): string {
  const common = commonOf(environments);
  const names = new Set(common.map(({ name }) => name));
  const sections = environments.map(({ service, variables }) => {
    const own = variables.filter(({ name }) => !names.has(name));
    return `## ${service}\n${own.length === 0 ? 'Nothing beside what every service reads.' : table(own)}\n`;
  });
  return `# Configuration
All variables that the services read. This page is written by \`npm run generate\` from the code; a test fails when it is stale.

A service checks all its variables before anything else: it names everything that is missing or wrong in one sentence, without the values, and exits with 1.
When it starts it logs the line \`The configuration.\` with every value that it uses, and secrets as \`***\`.

A **secret** may lie in a file: for \`RECEIPT_KEY\` give \`RECEIPT_KEY_FILE\`, the path of a file with the value; a newline at its end does not count. Giving both is an error, and so is a file that cannot be read.

OpenTelemetry's own variables (\`OTEL_…\`) are on the page about [tracing](tracing.md).

## Every service
${table(common)}

${sections.join('\n')}`;
}

import { parseArgs } from 'node:util';
import { infrastructureStatus, SetupError, startInfrastructure, stopInfrastructure, type Infrastructure } from './index.ts';

const USAGE = 'Usage: main.ts up|down|status [--state <folder>] [--fresh] [--not-durable]';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string', default: '.local/stack' }, fresh: { type: 'boolean', default: false }, 'not-durable': { type: 'boolean', default: false } },
});

/** Steps go to standard error, so that `eval "$(… up)"` sets the addresses in a shell. */
const tell = (line: string): void => console.error(line);

function printAddresses({ mongodbUri, amqpUrl, managementUrl }: Infrastructure): void {
  console.log(`export MONGODB_URI='${mongodbUri}'`);
  console.log(`export AMQP_URL='${amqpUrl}'`);
  if (managementUrl) console.log(`export RABBITMQ_MANAGEMENT_URL='${managementUrl}'`);
}

async function main(verb: string | undefined): Promise<void> {
  if (verb === 'up') {
    printAddresses(await startInfrastructure({ stateFolder: values.state, fresh: values.fresh, durable: !values['not-durable'], progress: tell }));
  } else if (verb === 'down') {
    await stopInfrastructure(values.state);
  } else if (verb === 'status') {
    for (const { name, pid, alive } of await infrastructureStatus(values.state)) console.log(`${name} (process ${pid}) ${alive ? 'runs' : 'has ended'}`);
  } else throw new SetupError(USAGE);
}

await main(positionals[0]).catch((error: unknown) => {
  if (!(error instanceof SetupError)) throw error;
  tell(error.message);
  process.exitCode = 1;
});

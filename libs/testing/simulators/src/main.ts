import { z } from 'zod';
import { startSimulators } from './start-simulators.js';

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  JOURNAL_FOLDER: z.string().min(1),
  BANK_CALLBACK_SECRET: z.string().min(16),
}).parse(process.env);

const simulators = await startSimulators({
  port: environment.PORT,
  journalFolder: environment.JOURNAL_FOLDER,
  callbackSecret: environment.BANK_CALLBACK_SECRET,
});

const stop = (): void => {
  simulators.stop().then(() => process.exit(0), () => process.exit(1));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

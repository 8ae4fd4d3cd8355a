import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { tidy } from '../tidy/tidy.ts';

/** Checks the habits of this project that a machine can check. */
await runCommand(async () => {
  const results = await tidy();
  for (const { rule, findings } of results) process.stdout.write(`${findings.length === 0 ? '✓' : '✗'} ${rule}\n${findings.map((finding) => `    ${finding}\n`).join('')}`);
  if (results.some(({ findings }) => findings.length > 0)) throw new ReportedFailure();
});

const startedAtMs = performance.now();

/** One line of progress, with the seconds since the command was given. */
export const progress = (line: string): void => {
  process.stdout.write(`${((performance.now() - startedAtMs) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};

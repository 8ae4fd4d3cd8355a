/**
 * Names in a process's environment the folder whose command it belongs to. Children inherit it, so whatever such a command
 * started is found by it, also what nobody wrote down before the command was killed.
 */
export const ownerVariable = 'SLUICE_OWNER';

/** To be passed on where a child is given an environment of its own. */
export const ownerOfChildren = (): Record<string, string> => {
  const owner = process.env[ownerVariable];
  return owner === undefined ? {} : { [ownerVariable]: owner };
};

const StrykerEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/** Test files are loaded by node, outside of jest's context: which mutant is alive has to be known there as well. */
module.exports = class extends StrykerEnvironment {
  constructor(config, context) {
    super(config, context);
    globalThis.__stryker__ = this.global.__stryker__;
    globalThis.__stryker__.activeMutant = process.env.__STRYKER_ACTIVE_MUTANT__;
  }
};

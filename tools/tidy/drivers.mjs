/** What speaks to the outside is imported by adapters, repositories, HTTP clients and the platform alone, so that everything else runs without it. */
const outsideOnly = 'The outside world is reached through a port; its driver belongs in *.repository.ts, *.http.ts, adapters/ or libs/platform.';

/** `viem/utils` only computes. */
const driverNames = ['amqplib', 'mongoose', 'mongodb', '@nestjs/mongoose', 'viem(?!/utils)', 'axios', 'undici', 'node:http', 'node:https', 'http', 'https'];

const testingPackages = ['@sluice/builders', '@sluice/simulators', '@nestjs/testing', '@jest/globals', 'fast-check'];

export const drivers = {
  banned: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: driverNames.map((name) => ({ regex: `^${name}(/|$)`, message: outsideOnly, allowTypeImports: true })) },
    ],
    'no-restricted-globals': ['error', { name: 'fetch', message: outsideOnly }],
  },
  noTestingCode: {
    'no-restricted-imports': [
      'error',
      { patterns: testingPackages.map((name) => ({ regex: `^${name}(/|$)`, message: 'Code that runs in production does not depend on test code.' })) },
    ],
  },
};

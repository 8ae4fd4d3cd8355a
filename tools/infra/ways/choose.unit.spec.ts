import { describe, expect, it } from '@jest/globals';
import { choiceFrom, type Findings } from './choose.ts';

const nothing: Findings = { mongodbGiven: false, amqpGiven: false, docker: false, installed: false };

describe('where database and broker come from', () => {
  it.each<[string, Partial<Findings>, string, string]>([
    ['both are given', { mongodbGiven: true, amqpGiven: true, docker: true }, 'given', 'given'],
    ['Docker answers', { docker: true, installed: true }, 'docker', 'docker'],
    ['both are installed', { installed: true }, 'installed', 'installed'],
    ['there is nothing', {}, 'debian', 'debian'],
    ['only the database is given', { mongodbGiven: true }, 'given', 'debian'],
    ['only the broker is given', { amqpGiven: true, docker: true }, 'docker', 'given'],
  ])('when %s', (_case, findings, database, broker) => {
    expect(choiceFrom({ ...nothing, ...findings })).toMatchObject({ database, broker });
  });

  it('is said in one sentence', () => {
    for (const findings of [nothing, { ...nothing, docker: true }, { ...nothing, amqpGiven: true }, { ...nothing, mongodbGiven: true, amqpGiven: true }]) {
      expect(choiceFrom(findings).sentence).toMatch(/^Using [^.]+\.$/);
    }
  });
});

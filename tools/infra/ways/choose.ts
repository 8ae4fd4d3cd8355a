import type { Way } from '../infrastructure.ts';
import { findProgram } from '../system/find-program.ts';
import { dockerAnswers } from './docker.ts';

export interface Choice {
  database: Way;
  broker: Way;
  /** One sentence for people. */
  sentence: string;
}

/** What was found on this machine. */
export interface Findings {
  mongodbGiven: boolean;
  amqpGiven: boolean;
  docker: boolean;
  installed: boolean;
}

/** Looks around and chooses where database and broker come from, each for itself. */
export async function chooseWays(environment: Readonly<Record<string, string | undefined>>): Promise<Choice> {
  const mongodbGiven = Boolean(environment['MONGODB_URI']);
  const amqpGiven = Boolean(environment['AMQP_URL']);
  if (mongodbGiven && amqpGiven) return choiceFrom({ mongodbGiven, amqpGiven, docker: false, installed: false });
  const docker = await dockerAnswers();
  const needed = [...(mongodbGiven ? [] : ['mongod']), ...(amqpGiven ? [] : ['rabbitmq-server'])];
  const found = await Promise.all(needed.map(findProgram));
  return choiceFrom({ mongodbGiven, amqpGiven, docker, installed: found.every((program) => program !== undefined) });
}

export function choiceFrom({ mongodbGiven, amqpGiven, docker, installed }: Findings): Choice {
  const other: Way = docker ? 'docker' : installed ? 'installed' : 'debian';
  const database = mongodbGiven ? 'given' : other;
  const broker = amqpGiven ? 'given' : other;
  if (database === 'given' && broker === 'given') return { database, broker, sentence: 'Using the database and the broker given by MONGODB_URI and AMQP_URL.' };
  if (database === 'given') return { database, broker, sentence: `Using the database given by MONGODB_URI, and ${BROKER[other]}.` };
  if (broker === 'given') return { database, broker, sentence: `Using the broker given by AMQP_URL, and ${DATABASE[other]}.` };
  return { database, broker, sentence: `Using ${BOTH[other]}.` };
}

const BOTH: Readonly<Record<Way, string>> = {
  given: '',
  docker: 'MongoDB and RabbitMQ in Docker, because an engine answers',
  installed: 'mongod and rabbitmq-server of this machine, because both are on PATH',
  debian: "RabbitMQ and DocumentDB (a database with MongoDB's protocol) from Debian's packages, because there is neither Docker nor a mongod here",
};

const DATABASE: Readonly<Record<Way, string>> = {
  given: '',
  docker: 'MongoDB in Docker, because an engine answers',
  installed: 'mongod of this machine, because it is on PATH',
  debian: "DocumentDB (a database with MongoDB's protocol) from Debian's packages, because there is neither Docker nor a mongod here",
};

const BROKER: Readonly<Record<Way, string>> = {
  given: '',
  docker: 'RabbitMQ in Docker, because an engine answers',
  installed: 'rabbitmq-server of this machine, because it is on PATH',
  debian: "RabbitMQ from Debian's packages, because there is neither Docker nor a rabbitmq-server here",
};

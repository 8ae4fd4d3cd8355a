import { HttpException, NotFoundException } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import { RequestFailed, RequestTimedOut } from '@sluice/messaging';
import { isDatabaseAway } from '@sluice/service-host';
import { DocumentStoreFailed } from '../documents/document-store-failed.js';
import { SimulatorsFailed } from '../ports/simulators.js';
import { AnswerOverdue, HttpProblem, WordedRefusal, type Problem, type ProblemKind } from './problem.js';

const problem = (code: ProblemKind, message: string, headers: Problem['headers'] = {}): Problem => ({ code, message, details: [], headers });

export const unavailable = (): Problem => problem('unavailable', 'The request could not be completed now. It is safe to repeat it.', { 'Retry-After': '1' });

/** What another attempt may mend. */
const worldFailures = [RequestTimedOut, RequestFailed, SimulatorsFailed, DocumentStoreFailed, AnswerOverdue];

/** No body and no path of ours leads Express or Nest to speak for themselves, except for a path nobody serves or can decode. */
function fromFramework(error: HttpException): Problem {
  if (error instanceof NotFoundException) return problem('unknown_path', 'There is nothing at this path.');
  if (error.getStatus() < 500) return problem('malformed_path', 'The request cannot be read.');
  return problem('internal', 'Something went wrong on our side.');
}

/** Puts any failure into words that a dialect can translate. What went wrong inside is told to the log only. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details, headers: {}, word: error instanceof WordedRefusal ? error.word : undefined };
  if (error instanceof HttpProblem) return problem(error.kind, error.message, error.headers);
  if (worldFailures.some((failure) => error instanceof failure) || isDatabaseAway(error)) return unavailable();
  if (error instanceof HttpException) return fromFramework(error);
  return problem('internal', 'Something went wrong on our side.');
}

import { Module } from '@nestjs/common';
import { AnswerOnce, FirstRequests } from './answer-once.js';
import { IdempotencyRecords } from './idempotency-records.repository.js';

/** One effect and one answer for each idempotency key. */
@Module({ providers: [AnswerOnce, FirstRequests, IdempotencyRecords], exports: [AnswerOnce, FirstRequests] })
export class IdempotencyModule {}

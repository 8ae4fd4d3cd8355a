import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { BadRequestException } from '@nestjs/common';
import type { z } from 'zod';

/** The body in the schema's shape. @throws BadRequestException saying what is wrong with it. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new BadRequestException({ problems: read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) });
}

/** A file to which lines of JSON are only ever added. A line is in the file before whoever asked for it is answered. */
export class JsonLines<Line> {
  private readonly file: string;

  constructor(folder: string, name: string, private readonly schema: z.ZodType<Line>) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, `${name}.jsonl`);
    appendFileSync(this.file, '');
  }

  append(line: Line): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  /**
   * Every line so far. What a crash left of a line that was being written is cut off: nobody was told of it.
   * @throws when a line is none of this version's: to go on without it would forget what was promised.
   */
  readAll(): Line[] {
    const bytes = readFileSync(this.file);
    const complete = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    if (complete.length < bytes.length) truncateSync(this.file, complete.length);
    return complete.toString('utf8').split('\n').filter((line) => line !== '').map((line, index) => this.read(line, index + 1));
  }

  private read(line: string, number: number): Line {
    const read = this.schema.safeParse(JSON.parse(line));
    if (read.success) return read.data;
    const what = read.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(`Line ${number} of the journal ${this.file} was written by another version of Sluice (${what}): start afresh, without this folder and the data that belongs to it.`);
  }
}

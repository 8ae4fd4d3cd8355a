import { Injectable } from '@nestjs/common';

/** The real service takes this many requests a second and then nothing for a while. */
const MOST_PER_SECOND = 35;

/** Counts requests second by second. */
@Injectable()
export class RequestRate {
  private second = 0;
  private count = 0;

  /** False when there have been too many within this second. */
  take(): boolean {
    const second = Math.floor(Date.now() / 1_000);
    this.count = second === this.second ? this.count + 1 : 1;
    this.second = second;
    return this.count <= MOST_PER_SECOND;
  }
}

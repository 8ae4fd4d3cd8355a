import type { Type } from '@nestjs/common';

export interface RunOptions {
  readonly service: string;
  readonly module: Type;
}

export async function runService(options: RunOptions): Promise<void> {
  throw new Error(`not there yet: ${options.service}`);
}

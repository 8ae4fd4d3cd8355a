import { Injectable, type CanActivate } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { HttpProblem } from '../http/problem.js';

/** Clocks and the outside world are played with in the sandbox only; elsewhere these paths do not exist. */
@Injectable()
export class SandboxGuard implements CanActivate {
  constructor(private readonly config: ServiceConfig) {}

  canActivate(): boolean {
    if (this.config.sandbox) return true;
    throw new HttpProblem('unknown_path', 'There is nothing at this path.');
  }
}

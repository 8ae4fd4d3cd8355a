import { Injectable, Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { AuditEntry } from '@sluice/contract-operations';
import { DomainError, newId } from '@sluice/kernel';
import { TenantSettings } from '@sluice/persistence';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { callOf, type Call } from '../access/call.js';
import { HttpProblem } from '../http/problem.js';
import type { HttpRequest } from '../http/request.js';
import { AuditLog } from './audit-log.repository.js';

interface RoutedRequest extends HttpRequest {
  readonly route: { readonly path: string };
  readonly params: Readonly<Record<string, string | undefined>>;
}

type Action = Omit<AuditEntry, 'kind' | 'at' | 'outcome'>;

const PREFIX = /^\/ops\/v1\//;
const LONGEST_REASON = 1_000;

/** The reason as it was given; a body that cannot be read is the route's to refuse. */
function reasonIn(call: Call): string | null {
  try {
    const reason = call.json()?.['reason'];
    return typeof reason === 'string' ? reason.trim().slice(0, LONGEST_REASON) : null;
  } catch (error) {
    if (error instanceof HttpProblem || error instanceof DomainError) return null;
    throw error;
  }
}

function actionOf(call: Call, { route, params, path }: RoutedRequest): Action {
  return {
    actionId: newId(), action: `${call.method} ${route.path.replace(PREFIX, '')}`, who: call.client.id, reason: reasonIn(call), target: params['id'] ?? path.replace(PREFIX, ''),
  };
}

const outcomeOf = (error: unknown): string => {
  if (error instanceof DomainError) return `refused: ${error.code}`;
  if (error instanceof HttpProblem) return `refused: ${error.kind}`;
  return `failed: ${error instanceof Error ? error.name : 'unknown'}`;
};

/** Records everything that an operator does beyond reading: that he is about to, before it is done, and what came of it. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Audit');

  constructor(private readonly log: AuditLog, private readonly settings: TenantSettings) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const call = context.getType() === 'http' ? callOf(request) : undefined;
    if (call?.client.kind !== 'ops' || call.method === 'GET' || call.method === 'HEAD') return next.handle();
    return from(this.recorded(call.tenantId, actionOf(call, request), () => lastValueFrom(next.handle())));
  }

  /** Nothing is done that could not be recorded first. */
  private async recorded(tenantId: string, action: Action, act: () => Promise<unknown>): Promise<unknown> {
    await this.write(tenantId, action, null);
    try {
      const result = await act();
      await this.close(tenantId, action, 'done');
      return result;
    } catch (error) {
      await this.close(tenantId, action, outcomeOf(error));
      throw error;
    }
  }

  private async write(tenantId: string, action: Action, outcome: string | null): Promise<void> {
    const at = (await this.settings.now(tenantId)).toISOString();
    await this.log.append(tenantId, { ...action, kind: outcome === null ? 'intent' : 'outcome', at, outcome });
  }

  /** What was done is done: that its outcome could not be written shows in the log as an action without one. */
  private async close(tenantId: string, action: Action, outcome: string): Promise<void> {
    await this.write(tenantId, action, outcome).catch((error: unknown) => this.logger.error(`The outcome of ${action.action} could not be recorded: ${String(error)}`));
  }
}

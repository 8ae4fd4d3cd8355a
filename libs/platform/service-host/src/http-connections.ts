import type { Server, ServerResponse } from 'node:http';

/** Longer than the minute after which load balancers and clients give an idle connection up. */
export const KEEP_ALIVE_MS = 75_000;

/** Requests that are still running by then are cut off: longer than a client waits for any answer of the gateway. */
const CLOSE_TIMEOUT_MS = 35_000;

/** A connection that falls idle while the server closes would otherwise be kept for its next request, which never comes. */
const IDLE_CHECK_MS = 50;

/**
 * The connections of a service's HTTP side. One that is idle is kept for longer than clients and balancers keep theirs, so that it is
 * never closed under a request that is on its way; one that will be closed says so in its last answer.
 */
export class HttpConnections {
  private readonly unanswered = new Set<ServerResponse>();
  private isClosing = false;

  constructor(private readonly server: Server, keepAliveMs: number) {
    server.keepAliveTimeout = keepAliveMs;
    server.prependListener('request', (_request, response: ServerResponse) => this.watch(response));
  }

  /** From now on every answer, also to what was asked before, says that its connection ends. */
  announceClosing(): void {
    this.isClosing = true;
    for (const response of this.unanswered) response.shouldKeepAlive = false;
  }

  /** Takes no new connections, and resolves when the last one is closed. */
  close(): Promise<void> {
    this.announceClosing();
    return new Promise((resolve) => {
      const late = setTimeout(() => this.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      const idle = setInterval(() => this.server.closeIdleConnections(), IDLE_CHECK_MS);
      this.server.close(() => {
        clearTimeout(late);
        clearInterval(idle);
        resolve();
      });
    });
  }

  private watch(response: ServerResponse): void {
    if (this.isClosing) response.shouldKeepAlive = false;
    this.unanswered.add(response);
    response.once('close', () => this.unanswered.delete(response));
  }
}

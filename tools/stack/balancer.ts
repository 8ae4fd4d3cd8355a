import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Route, Target } from './plan.ts';
import { isReady } from './processes.ts';

const LOOK_EVERY_MS = 500;

/** Ties two ends together: when one closes, so does the other. */
function join(client: Socket, server: Socket): void {
  client.pipe(server);
  server.pipe(client);
  for (const [end, other] of [[client, server], [server, client]] as const) {
    end.on('error', () => other.destroy());
    end.on('close', () => other.destroy());
  }
}

/**
 * Stands before the instances of an app, as an ingress does: passes connections on to those that say they are ready, in turn. When an
 * instance stops answering its connections are closed, so that whoever waits there asks another.
 */
export class Balancer {
  private readonly ready = new Map<Target, boolean>();
  private readonly open = new Map<Target, Set<Socket>>();
  private readonly server: Server;
  private readonly route: Route;
  private readonly look: NodeJS.Timeout;
  private turn = 0;

  constructor(route: Route) {
    this.route = route;
    this.server = createServer((client) => this.passOn(client));
    this.look = setInterval(() => this.lookAtAll(), LOOK_EVERY_MS);
    this.lookAtAll();
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(this.route.port, '127.0.0.1', resolve));
  }

  close(): void {
    clearInterval(this.look);
    this.server.close();
    for (const sockets of this.open.values()) for (const socket of sockets) socket.destroy();
  }

  private lookAtAll(): void {
    for (const target of this.route.targets) isReady(target.health).then((isSo) => this.found(target, isSo), () => this.found(target, false));
  }

  private found(target: Target, isSo: boolean): void {
    const wasSo = this.ready.get(target);
    this.ready.set(target, isSo);
    if (wasSo === true && !isSo) for (const socket of this.open.get(target) ?? []) socket.destroy();
  }

  /** With nobody ready the next one is asked all the same: it says so better than a closed door. */
  private next(): Target | undefined {
    const { targets } = this.route;
    const ready = targets.filter((target) => this.ready.get(target) === true);
    const candidates = ready.length === 0 ? targets : ready;
    this.turn += 1;
    return candidates[this.turn % candidates.length];
  }

  private passOn(client: Socket): void {
    const target = this.next();
    if (target === undefined) return void client.destroy();
    const server = connect(target.port, '127.0.0.1');
    const sockets = this.open.get(target) ?? new Set();
    this.open.set(target, sockets.add(client));
    client.on('close', () => sockets.delete(client));
    join(client, server);
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { HttpRequest, HttpResponse } from '../http/request.js';

/** The operators' console as it was built (apps/console). */
const FOLDER = join(import.meta.dirname, '../../../console/dist');

/** Nothing but files of ours, and pictures of documents that the page has in its memory; no other page may show this one in a frame. */
export const CONSOLE_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' blob:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** A file whose name is made of its content never changes. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
const ASKED_EACH_TIME = 'no-cache';

const isAsset = (path: string): boolean => path.includes('/assets/');

function headersOf(response: Pick<HttpResponse, 'setHeader'>, path: string): void {
  response.setHeader('Content-Security-Policy', CONSOLE_POLICY);
  response.setHeader('Cache-Control', isAsset(path) ? FOR_GOOD : ASKED_EACH_TIME);
  response.setHeader('Referrer-Policy', 'no-referrer');
}

/** Every address below `/console` that is no file is the page itself, which knows what to show there. */
function page(request: HttpRequest, response: HttpResponse, next: () => void, folder: string): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || isAsset(request.path) || !existsSync(join(folder, 'index.html'))) return next();
  headersOf(response, request.path);
  response.sendFile('index.html', { root: folder, cacheControl: false });
}

/** Serves the console's files: they need no key, since all that they show is asked for with one. */
export function serveConsole(app: NestExpressApplication, folder = FOLDER): void {
  app.useStaticAssets(folder, { prefix: '/console', index: false, redirect: false, setHeaders: (response, path) => headersOf(response as HttpResponse, path) });
  app.use('/console', (request: HttpRequest, response: HttpResponse, next: () => void) => page(request, response, next, folder));
}

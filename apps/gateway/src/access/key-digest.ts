import { createHash } from 'node:crypto';

/**
 * Under what a fixed key is stored and found. Such keys come with every request, so a slow hash would be paid every time;
 * they are random and at least 128 bits long, so a fast one gives nothing away (docs/decisions/0031).
 */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('base64url');

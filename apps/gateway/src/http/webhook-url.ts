import { z } from 'zod';

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text) && !/[\s\\\p{Cc}]/u.test(text);

/** Where events are sent. Whether it is a public address, and https outside of the sandbox, is judged by who sends them. */
export const webhookUrl = z.string().min(1, 'must not be empty').max(2_000).refine(isUrl, 'must be an http or https URL').meta({
  format: 'uri', pattern: String.raw`^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\\p{Cc}]+$`,
  description: 'An https URL of a public address; in the sandbox http and loopback are taken too, and no other address that is private or link-local.',
});

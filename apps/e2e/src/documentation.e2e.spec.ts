import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Camera } from '@sluice/tools/browser';
import { writeSite } from '@sluice/tools/site';

const folder = await mkdtemp(join(tmpdir(), 'sluice-site-'));
await writeSite(folder);
const camera = await Camera.open();
afterAll(async () => {
  await camera.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opened as a file, as by whoever was sent the folder. */
async function opened(path: string) {
  const page = await camera.page({ width: 1_280, height: 860, theme: 'light' });
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  page.on('pageerror', (error) => refused.push(error.message));
  await page.goto(pathToFileURL(join(folder, path)).href);
  return { page, refused };
}

describe('the search of the documentation', () => {
  it('finds a page by a word of it from any page, by keys alone, with nothing that the policy of the page refuses', async () => {
    const { page, refused } = await opened('docs/decisions/index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('kobalte');
    const first = page.locator('.search li a').first();
    await first.waitFor();
    expect(await first.innerText()).toContain('The console is Solid and Kobalte');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/0270-the-console-is-solid-and-kobalte\.html/);
    expect(refused).toEqual([]);
    await page.close();
  });

  it('finds nothing for what no page says, and says so', async () => {
    const { page } = await opened('index.html');
    await page.getByRole('searchbox').fill('xyzzyplughnothing');
    await page.getByText('Nothing is found for “xyzzyplughnothing”.').waitFor();
    expect(await page.locator('.search li').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect([await page.getByRole('searchbox').inputValue(), await page.locator('.search output').innerText()]).toEqual(['', '']);
    await page.close();
  });

  it('shows what a page says as text, and runs no script that stands in a page', async () => {
    const { page, refused } = await opened('index.html');
    await page.evaluate("const script = document.createElement('script'); script.textContent = 'globalThis.ran = true'; document.body.append(script)");
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    expect(refused).toEqual([expect.stringContaining('Content Security Policy')]);
    await page.close();
  });
});

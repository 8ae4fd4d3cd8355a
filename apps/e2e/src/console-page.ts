import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Camera, signedIn, type Look } from '@sluice/tools/browser';
import type { Page } from 'playwright-core';
import type { Story } from './story.js';

const wide: Look = { width: 1_280, height: 860, theme: 'light' };

/** The browser of a file of stories, and pages of the console in it. */
export class Console {
  /** What went wrong in a page, whatever was expected of it. */
  readonly mistakes: string[] = [];

  private constructor(private readonly camera: Camera, private readonly story: Story) {}

  static async open(story: Story): Promise<Console> {
    return new Console(await Camera.open(), story);
  }

  async blank(look: Look = wide): Promise<Page> {
    const page = await this.camera.page(look);
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => this.mistakes.push(error.message));
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('Failed to load resource') && this.mistakes.push(message.text()));
    return page;
  }

  /** A page at a path of the console, signed in as an operator of the story's tenant. */
  async at(path: string, look?: Look): Promise<Page> {
    const page = await this.blank(look);
    await this.goTo(page, path);
    return page;
  }

  /** The same, signed in as an operator of the platform. */
  async as(operator: string, path: string): Promise<Page> {
    const page = await this.blank();
    await signedIn(page, this.story.stack.gateway, path, this.story.stack.operators[operator]?.key ?? '');
    return page;
  }

  goTo(page: Page, path: string): Promise<void> {
    return signedIn(page, this.story.stack.gateway, path, this.story.stack.tenants['acme']?.ops.key ?? '');
  }

  close(): Promise<void> {
    return this.camera.close();
  }
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }

/** What axe finds wrong with the page for whoever cannot see or point; nothing is left out. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(`${await readFile(axeFile, 'utf8')}; undefined`);
  const violations = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join(' | ')}`);
}

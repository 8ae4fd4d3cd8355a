import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { preparedChromium } from '../infra/debian/chromium.ts';

/** Nothing is asked of anybody but the pages that are opened. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
}

/** A headless browser with a profile of its own, which goes with it. */
export class Camera {
  private readonly context: BrowserContext;
  private readonly profile: string;

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.profile = profile;
  }

  static async open(progress?: (line: string) => void): Promise<Camera> {
    const { program, environment } = await preparedChromium(progress);
    const profile = await mkdtemp(join(tmpdir(), 'sluice-browser-'));
    const env = { ...process.env, ...environment } as Record<string, string>;
    return new Camera(await chromium.launchPersistentContext(profile, { executablePath: program, args: FLAGS, headless: true, env, chromiumSandbox: false }), profile);
  }

  async page({ width, height, theme }: Look): Promise<Page> {
    const page = await this.context.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    return page;
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.profile, { recursive: true, force: true });
  }
}

/** Opens the console at a path and signs in. */
export async function signedIn(page: Page, gateway: string, path: string, key: string): Promise<void> {
  await page.goto(`${gateway}/console${path}`);
  await page.getByLabel('Operator’s key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
}

export const folderFor = async (folder: string): Promise<string> => (await mkdir(folder, { recursive: true }), folder);

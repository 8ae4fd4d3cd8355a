import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { OperatorCaller } from '../client/index.ts';
import type { StackFile } from '../stack/index.ts';
import { Camera, folderFor, signedIn, type Look } from './camera.ts';

const sizes = [[1_280, 860], [390, 844]] as const;
const themes = ['light', 'dark'] as const;
const looks: readonly Look[] = sizes.flatMap(([width, height]) => themes.map((theme) => ({ width, height, theme })));

/** Where each view is, and what has to be there before its picture is taken. */
async function viewsOf(stack: StackFile): Promise<readonly (readonly [name: string, path: string, shown: string])[]> {
  const { api } = new OperatorCaller(stack, 'acme');
  const first = async (query: { readonly dialect?: 'bultra' | 'braid'; readonly phase?: 'settled'; readonly hold?: 'rfi' }): Promise<string> =>
    (await api.value(api.GET('/withdrawals', { params: { query: { limit: 1, ...query } } }))).data[0]?.id ?? 'none';
  return [
    ['now', '/', '.flow .chamber'], ['withdrawals', '/withdrawals', '.w-all .w-row'], ['withdrawal', `/withdrawals/${await first({ dialect: 'bultra', phase: 'settled' })}`, '.rows .line'],
    ['withdrawal-across-chains', `/withdrawals/${await first({ dialect: 'braid', phase: 'settled' })}`, '.rows .line'], ['withdrawal-held', `/withdrawals/${await first({ hold: 'rfi' })}`, '.rows .line'],
    ['reviews', '/reviews', '.review canvas'], ['reviews-matches', '/reviews?part=referrals', '.hits'], ['reviews-listed', '/reviews?part=names', '.panel'],
    ['repair', '/repair', '.causes li'], ...['stuck', 'webhooks', 'bank', 'reconciliation', 'invariants', 'providers'].map((part) => [`repair-${part}`, `/repair?part=${part}`, '.panel'] as const),
    ['set-up', '/set-up', '.panel table'], ...['fees', 'limits', 'pauses', 'webhooks'].map((part) => [`set-up-${part}`, `/set-up?part=${part}`, '.panel'] as const), ['sandbox', '/sandbox', '.panel'],
  ];
}

const settled = async (page: Page, shown: string): Promise<void> => {
  await page.locator(shown).first().waitFor();
  await page.locator('main:not(:has([aria-busy]))').waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
};

/** A picture of every view in every size and theme. */
export async function picturesOf(stack: StackFile, folder: string, only: readonly string[], progress: (line: string) => void): Promise<void> {
  const [views, into, key] = [await viewsOf(stack), await folderFor(folder), stack.tenants['acme']?.ops.key ?? ''];
  const camera = await Camera.open(progress);
  try {
    for (const look of looks) {
      const page = await camera.page(look);
      for (const [name, path, shown] of views.filter(([each]) => only.length === 0 || only.includes(each))) {
        await signedIn(page, stack.gateway, path, key);
        await settled(page, shown);
        const file = join(into, `${name}-${look.width}-${look.theme}.png`);
        await sharp(await page.screenshot({ fullPage: look.width < 1_000 })).png({ palette: true, compressionLevel: 9 }).toFile(file);
        progress(file);
      }
      await page.close();
    }
  } finally {
    await camera.close();
  }
}

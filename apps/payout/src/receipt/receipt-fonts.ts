import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { railText, type Alphabet } from '@sluice/kernel';

const locate = createRequire(import.meta.url);
const load = (weight: string): Buffer => readFileSync(locate.resolve(`@expo-google-fonts/noto-sans/${weight}.ttf`));

/**
 * Noto Sans, embedded in every receipt: the fonts that PDF readers bring have no letters beyond Western Europe, and fonts made
 * for screens draw arrows and crosses where hyphens and letters were written.
 */
export const fonts = {
  regular: load('400Regular/NotoSans_400Regular'),
  semiBold: load('600SemiBold/NotoSans_600SemiBold'),
} as const;
export type FontName = keyof typeof fonts;

function charactersOf(bytes: Buffer): ReadonlySet<number> {
  const font = fontkit.create(bytes);
  return new Set('characterSet' in font ? font.characterSet : []);
}

const drawnBy = Object.values(fonts).map(charactersOf);
const isDrawn = (character: string): boolean => drawnBy.every((characters) => characters.has(character.codePointAt(0) ?? 0));

const drawable: Alphabet = { allows: { test: isDrawn }, upperCase: false, standIns: {} };

/** The text in letters that the fonts draw: Latin, Greek, Cyrillic and Devanagari as they are, other scripts spelled in Latin as a bank would see them. */
export const printable = (text: string): string => railText(text, drawable);

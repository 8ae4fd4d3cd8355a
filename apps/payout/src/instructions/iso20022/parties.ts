import { latinAlphabet, type Rail } from '@sluice/kernel';
import { railName, railReference } from '../rail-text.js';
import { group, leaf, type XmlElement } from './xml-element.js';

/** A slash at either end or next to another would look like a SWIFT field's own mark. */
const withoutFieldMarks = (text: string): string => text.replace(/^\/|\/$|\/(?=\/)/g, '.');

/** A party by name. */
export const partyOf = (element: string, name: string, rail: Rail): XmlElement => group(element, leaf('Nm', withoutFieldMarks(railName(name, rail))));

export const ibanAccount = (element: string, iban: string): XmlElement => group(element, group('Id', leaf('IBAN', iban)));

export const domesticAccount = (element: string, number: string): XmlElement =>
  group(element, group('Id', group('Othr', leaf('Id', number), group('SchmeNm', leaf('Cd', 'BBAN')))));

export const bankByBic = (element: string, bic: string): XmlElement => group(element, group('FinInstnId', leaf('BICFI', bic)));

/** A bank by its number in a country's clearing: GBDSC a British sort code, USABA an American routing number. */
export const bankByClearing = (element: string, system: 'GBDSC' | 'USABA', member: string): XmlElement =>
  group(element, group('FinInstnId', group('ClrSysMmbId', group('ClrSysId', leaf('Cd', system)), leaf('MmbId', member))));

/** The reference as unstructured remittance information, or nothing when there is none that the rail can show. */
export function remittanceOf(reference: string | undefined, maxLength: number): XmlElement | undefined {
  const text = reference === undefined ? '' : withoutFieldMarks(railReference(reference, latinAlphabet, maxLength));
  return text === '' ? undefined : group('RmtInf', leaf('Ustrd', text));
}

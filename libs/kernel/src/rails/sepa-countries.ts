interface Accession {
  /** The day on which the European Payments Council's schemes took them in, or by which they were in. */
  readonly since: string;
  /** As IBANs begin. Åland, Azores, Canaries, French overseas departments and the like have their state's; so have Jersey, Guernsey and Man. */
  readonly countries: readonly string[];
}

/**
 * The geographical scope of the SEPA schemes (EPC409-09, "EPC list of SEPA scheme countries"). Those of the beginning as in the
 * European Commission's MEMO/11/936; the later ones by the EPC's announcements. The United Kingdom stayed when it left the Union.
 */
export const sepaAccessions: readonly Accession[] = [
  {
    since: '2011-12-20',
    countries: [
      'AT', 'BE', 'BG', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GI', 'GR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MC', 'MT', 'NL', 'NO', 'PL', 'PT',
      'RO', 'SE', 'SI', 'SK',
    ],
  },
  { since: '2013-07-01', countries: ['HR'] },
  { since: '2014-02-01', countries: ['SM'] },
  { since: '2019-03-01', countries: ['AD', 'VA'] },
  { since: '2024-11-21', countries: ['AL', 'ME'] },
  { since: '2025-03-06', countries: ['MD', 'MK'] },
  { since: '2025-05-22', countries: ['RS'] },
];

/** Countries whose accounts can be paid by SEPA, as their IBANs begin. */
export const sepaCountries: readonly string[] = sepaAccessions.flatMap(({ countries }) => countries).toSorted();

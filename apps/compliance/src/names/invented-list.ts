/** One entry of the sandbox's list: the name it stands under, and other names of the same. */
export interface ListedName {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The sandbox's sanctions list. Everyone on it is invented; a likeness to anybody is chance. */
export const inventedList: readonly ListedName[] = [
  { id: 'SLX-001', name: 'Viktor Dragunovich Malakhov', aliases: ['Wiktor Malachow'] },
  { id: 'SLX-002', name: 'Zephyrine Quillfeather-Morrow', aliases: [] },
  { id: 'SLX-003', name: 'Balthazar Óskarsson Thornwick', aliases: ['B. O. Thornwick'] },
  { id: 'SLX-004', name: 'Meridian Gloaming Trading Company Limited', aliases: ['Gloaming Meridian Exports'] },
  { id: 'SLX-005', name: 'Ferdinando Zuccarelli-Brambossi', aliases: ['Nando Brambossi'] },
  { id: 'SLX-006', name: 'Jürgen Weißenbüttelmann', aliases: [] },
  { id: 'SLX-007', name: 'Oleandra Vashtikova', aliases: ['Олеандра Ваштикова'] },
  { id: 'SLX-008', name: 'Blackmere Harbour Shipping LLC', aliases: [] },
  { id: 'SLX-009', name: 'Tadeusz Wrzosowicz-Kłokocki', aliases: [] },
  { id: 'SLX-010', name: 'Samir al-Qandahouri', aliases: ['Samir Alqandahoury'] },
  { id: 'SLX-011', name: 'Order of the Hollow Lantern', aliases: ['Hollow Lantern Fraternity'] },
  { id: 'SLX-012', name: 'Isolde Ravenscroft-Abernethy', aliases: [] },
];

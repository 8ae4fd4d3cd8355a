import { dialects, type Dialect, type Flow, type FlowCell, type Phase } from '../api/shapes.ts';

/** The chambers that money passes, in the order of its way. What is being undone stands beside them. */
export const chambers = ['created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling'] as const satisfies readonly Phase[];

export interface Chamber { readonly phase: Phase; readonly count: number; readonly held: number; readonly oldestAt: string | undefined }
export interface Lane { readonly dialect: Dialect; readonly rail: string | null; readonly chambers: readonly Chamber[]; readonly arrived: number; readonly otherwise: readonly { readonly phase: Phase; readonly count: number }[] }

const sum = (cells: readonly FlowCell[]): number => cells.reduce((total, { count }) => total + count, 0);

const hasArrived = ({ phase }: FlowCell): boolean => phase === 'settled' || phase === 'partial';

/** One lane for each way that money travels, the chambers of each in order. */
export function lanesOf({ underWay, ended }: Pick<Flow, 'underWay' | 'ended'>): Lane[] {
  const lanes = Map.groupBy([...underWay, ...ended], ({ dialect, rail }) => `${dialects.indexOf(dialect)} ${rail ?? ''}`);
  return [...lanes.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, cells]) => {
    const [first] = cells;
    if (first === undefined) return [];
    const isHere = ({ dialect, rail }: FlowCell): boolean => dialect === first.dialect && rail === first.rail;
    const [waiting, over] = [underWay.filter(isHere), ended.filter(isHere)];
    const arrived = over.filter(hasArrived);
    const otherwise = [...Map.groupBy(over.filter((cell) => !hasArrived(cell)), ({ phase }) => phase)].map(([phase, ends]) => ({ phase, count: sum(ends) }));
    return [{ dialect: first.dialect, rail: first.rail, chambers: chambers.map((phase) => chamberOf(phase, waiting)), arrived: sum(arrived), otherwise }];
  });
}

function chamberOf(phase: Phase, cells: readonly FlowCell[]): Chamber {
  const inside = cells.filter((cell) => cell.phase === phase);
  const oldest = inside.map(({ oldestAt }) => oldestAt).sort()[0];
  return { phase, count: sum(inside), held: sum(inside.filter(({ hold }) => hold !== 'none')), oldestAt: oldest };
}

/** From an empty chamber to a full one: what matters is whether there are none, a few, or many. */
export const level = (count: number, most: number): number => (count === 0 ? 0 : 0.16 + 0.74 * (Math.log1p(count) / Math.log1p(Math.max(most, 8))));

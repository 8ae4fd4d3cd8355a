/** The sandbox's own chains, whose time can be moved on. It never goes back. */
export abstract class LocalChains {
  /** Sees to it that every chain's latest block is not before this time. @throws SimulatorsFailed */
  abstract bringTo(time: Date): Promise<void>;
}

import { Injectable } from '@nestjs/common';
import type { ChainName } from '../chains/chain.js';
import { Chains } from '../chains/chains.js';
import type { ChainNode } from './chain-node.js';
import { ViemNode } from './viem.node.js';

/** The node of each chain. */
@Injectable()
export class ChainNodes {
  private readonly nodes = new Map<ChainName, ChainNode>();

  constructor(private readonly chains: Chains) {}

  of(chain: ChainName): ChainNode {
    const node = this.nodes.get(chain) ?? new ViemNode(this.chains.of(chain));
    this.nodes.set(chain, node);
    return node;
  }
}

import { type CommandEnvelope, type LeadCommands } from '#libs/leads';
import { newId } from '#libs/platform';
import { inquiryOf } from '../data/inquiry.js';
import { type Benchmark, type Figure } from '../harness/benchmark.js';
import { closedLoop } from '../harness/measure.js';
import { leadServices } from '../workbench/lead-services.js';
import { BareStores } from './bare-stores.js';

const TARGET = 'at least 0.70 of the limit';
const LEADS = 400;
const WARM_UP = 300;
let people = 0;

const envelope = (): CommandEnvelope => ({ commandId: newId(), actor: { kind: 'person', id: 'Mia', assurance: 'token' } });
const capture = (commands: LeadCommands) => commands.capture(inquiryOf(people++), envelope());
const followUp = (commands: LeadCommands, lead: string) =>
  commands.execute(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound', outcome: 'reached' }, envelope());

/** Commands through `LeadCommands` in this process, on real stores, against the same work of the stores by bare clients. */
export const commandsInProcess: Benchmark = {
  name: 'commands',
  prepare: async (bench) => {
    const services = await leadServices(bench);
    const { commands } = services;
    const leads = { ours: [] as string[], bare: [] as string[] };
    for (const name of ['ours', 'bare'] as const)
      await closedLoop(bench.sized(LEADS, 64), 64, async () => {
        const { leadId } = await capture(commands);
        leads[name].push(leadId);
        await followUp(commands, leadId);
      });
    const bare = await BareStores.open(services, leads.ours[0]!);
    bench.defer(() => bare.close());
    await closedLoop(bench.sized(WARM_UP, 10), 64, () => Promise.all([capture(commands), bare.captureOne()]));

    const rounds = bench.rounds(3);
    const figures: Figure[] = [];
    for (const inFlight of [1, 64]) {
      // No two at once on one lead: the bare clients would lose the race, and commands would wait for one another.
      const place = (index: number, slot: number): number => slot + inFlight * (index % Math.floor(leads.ours.length / inFlight));
      const operations = bench.sized(inFlight === 1 ? 400 : 3_000, 20);
      figures.push(
        {
          name: `capture an inquiry, ${inFlight} in flight`,
          unit: 'commands',
          target: TARGET,
          rounds,
          contenders: [
            { name: 'LeadLedger', role: 'leadledger', run: () => closedLoop(operations, inFlight, () => capture(commands)) },
            { name: 'bare clients', role: 'limit', run: () => closedLoop(operations, inFlight, () => bare.captureOne()) },
          ],
        },
        {
          name: `record a follow-up, ${inFlight} in flight`,
          unit: 'commands',
          target: TARGET,
          rounds,
          contenders: [
            {
              name: 'LeadLedger',
              role: 'leadledger',
              run: () => closedLoop(operations, inFlight, (index, slot) => followUp(commands, leads.ours[place(index, slot)]!)),
            },
            {
              name: 'bare clients',
              role: 'limit',
              run: () => closedLoop(operations, inFlight, (index, slot) => bare.followUpOn(leads.bare[place(index, slot)]!)),
            },
          ],
        },
      );
    }
    return figures;
  },
};

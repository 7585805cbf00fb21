import { offsetTransitions } from '#libs/calendar';
import { GENESIS_DIGEST } from '#libs/contracts';
import { type LogSource } from '../facts/log-source.port.js';
import { type ComputedReport } from '../run/compute-report.js';
import { type Members } from '../run/members.js';
import { type Anchor, BUCKET_POSITIONS, COMPILER_VERSION, type Receipt, resultHashOf, type VocabularyUse } from './receipt.js';

/** The receipt of a computed report; `compiler`: as that one wrote it, to be compared with one of its own. */
export async function makeReceipt(
  source: LogSource,
  members: Members,
  report: ComputedReport,
  compiler = COMPILER_VERSION,
): Promise<Receipt> {
  const { context, buckets } = members;
  const { definition, scope } = context;
  const chain = await chainUpTo(source, scope.position);
  const { period, zone } = scope;
  const transitions = offsetTransitions(zone, new Date(period.fromMs).toISOString(), new Date(period.endMs).toISOString());
  const calendars = [...scope.calendars.values()].map(({ id, versions }) => ({ id, versions }));
  const receipt: Omit<Receipt, 'resultHash'> = {
    receiptVersion: 1,
    definition: {
      name: definition.name,
      version: context.version,
      documentHash: context.documentHash,
      ...(context.state && { state: context.state }),
    },
    uses: {
      compiler,
      timeZone: { zone, transitions },
      ...(definition.uses.length > 0 && { terms: definition.uses }),
      ...(scope.vocabularies.length > 0 && { vocabularies: scope.vocabularies.map(vocabularyUse) }),
      ...(calendars.length > 0 && { calendars }),
      ...(scope.rates && { rates: { name: scope.rates.name, version: scope.rates.version, contentHash: scope.rates.contentHash } }),
    },
    request: {
      from: period.from,
      to: period.to,
      by: context.by.map((dimension) => dimension.name),
      where: context.where?.source ?? null,
      knownAt: context.knownAt,
      ...(definition.cohort && { asOf: context.asOf }),
    },
    dateBasis: definition.date,
    position: String(scope.position),
    ...chain,
    enforcement: 'record-only',
    unit: definition.unit,
    total: report.total,
    totalExact: report.totalExact,
    rows: report.rows,
    members: { count: buckets.reduce((sum, bucket) => sum + bucket.count, 0), bucketPositions: BUCKET_POSITIONS, buckets },
  };
  return { ...receipt, resultHash: resultHashOf(receipt) };
}

const vocabularyUse = ({ name, version, documentHash }: VocabularyUse): VocabularyUse => ({ name, version, documentHash });

/** The digest at a position and at every block before it. */
async function chainUpTo(source: LogSource, position: number): Promise<{ digest: string; anchors: Anchor[] }> {
  const blocks = Array.from({ length: Math.floor(position / BUCKET_POSITIONS) }, (_, index) => (index + 1) * BUCKET_POSITIONS);
  const digests = await source.digestsAt([...blocks, position]);
  const anchors = blocks.map((block) => ({ position: String(block), digest: digests.get(block) ?? '' }));
  return { digest: position === 0 ? GENESIS_DIGEST : (digests.get(position) ?? ''), anchors };
}

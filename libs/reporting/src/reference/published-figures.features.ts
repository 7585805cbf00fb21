import { between, type Moment, type Placed } from './past.features.js';
import { type ReferenceRow, type ReferenceWorld } from './reference-row.features.js';

const MILLION = 1_000_000n;
const TRILLION = 10n ** 12n;

interface Total {
  readonly total: number | null;
  readonly totalExact: { readonly numerator: string; readonly denominator: string } | null;
}

/** In trillionths, rounded half away from zero. */
function trillionths({ total, totalExact }: Total): bigint | null {
  if (total === null) return null;
  const [above, below] = totalExact ? [BigInt(totalExact.numerator), BigInt(totalExact.denominator)] : [BigInt(total), 1n];
  const size = ((above < 0n ? -above : above) * TRILLION * 2n + below) / (below * 2n);
  if (size >= 10n ** 30n) return null;
  return above < 0n ? -size : size;
}

const receiptOf = (event: Placed): Total => (event.data as unknown as { receipt: Total }).receipt;
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Each figure with everything that was decided about it since, one event after another. */
export function publishedFigures({ figures: events, reps, teamsOf, zone }: ReferenceWorld): ReferenceRow[] {
  return events.flatMap((event): ReferenceRow[] => {
    if (event.type !== 'definition.figure-published') return [];
    const { figureId, name, version } = event.data;
    const about = (type: string): Placed[] =>
      events.filter((each) => each.type === type && (each.data as { figureId: string }).figureId === figureId);
    const restated = about('definition.figure-restated');
    const held = about('definition.figure-held');
    const redefined = events.some((each) => each.type === 'definition.figure-redefined' && each.data.before.figureId === figureId);
    const last = [...restated, ...held].sort((a, b) => a.position - b.position).at(-1);
    const before = trillionths(receiptOf(event));
    const now = trillionths(receiptOf(restated.at(-1) ?? event));
    const share =
      before === null || now === null || before === 0n
        ? null
        : (magnitude(now - before) * MILLION + magnitude(before) / 2n) / magnitude(before);
    const moved = before === null || now === null ? null : now > before ? 'up' : now < before ? 'down' : 'none';
    const { actor } = event.metadata;
    const instant = (moment: Moment | null): string | null =>
      moment?.known && Number.isFinite(moment.ms) ? new Date(moment.ms).toISOString() : null;
    const rep = reps.get(actor.id);
    const times = { published: event.moment, restated: restated[0]?.moment ?? null };
    return [
      {
        entity: 'published_figure',
        id: figureId,
        lead: null,
        position: event.position,
        revision: event.revision,
        event: last?.id ?? event.id,
        judged: { ms: event.moment.ms, position: event.position },
        times,
        facts: {
          figure_id: figureId,
          published: instant(times.published),
          restated: instant(times.restated),
          definition: name,
          definition_version: version,
          restatements: restated.length,
          was_restated: restated.length > 0,
          holds: held.length,
          was_redefined: redefined,
          revision: share === null ? null : Number(share),
          direction: moved,
          actor: actor.id,
          actor_kind: actor.kind,
          until_restated: between(times.published, times.restated, zone),
          rep: rep ? { ...rep.attributes, name: rep.name } : {},
          rep_teams: teamsOf(actor.id, event.moment.ms, Infinity),
        },
      },
    ];
  });
}

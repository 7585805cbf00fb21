import { type AlertRecipient, type RecordedLedgerEvent } from '#libs/contracts';

export interface AlertDelivery {
  readonly step: number;
  readonly to: string;
  readonly channel: string;
  readonly address: string | null;
  /** Null: it arrived. */
  readonly failed: string | null;
  readonly at: string;
}

/** An alert as its stream tells it. */
export interface AlertState {
  readonly alertId: string | null;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly leadId: string | null;
  /** Recipients after the first, in order. */
  readonly chain: readonly AlertRecipient[];
  /** How many of the chain have been asked. */
  readonly step: number;
  /** Whose turn it is. */
  readonly to: string;
  /** Everybody who was told so far. */
  readonly told: readonly string[];
  readonly acknowledgeWithinMs: number | null;
  /** ISO; null: nobody is told next. */
  readonly escalateAt: string | null;
  readonly deliveries: readonly AlertDelivery[];
  readonly acknowledged: { readonly by: string; readonly at: string; readonly note: string | null } | null;
  readonly exhausted: boolean;
  readonly raisedAt: string;
}

const initialAlert: AlertState = {
  alertId: null,
  kind: '',
  subject: '',
  text: '',
  leadId: null,
  chain: [],
  step: 0,
  to: '',
  told: [],
  acknowledgeWithinMs: null,
  escalateAt: null,
  deliveries: [],
  acknowledged: null,
  exhausted: false,
  raisedAt: '',
};

/** Folds one event of `alert-<id>`. */
function evolveAlert(state: AlertState, event: RecordedLedgerEvent): AlertState {
  const at = event.metadata.knownAt;
  switch (event.type) {
    case 'alert.raised': {
      const { alertId, kind, subject, text, leadId, chain, to, acknowledgeWithinMs, escalateAt } = event.data;
      return {
        ...initialAlert,
        ...{ alertId, kind, subject, text, leadId, chain, to, acknowledgeWithinMs, escalateAt },
        told: [to],
        raisedAt: at,
      };
    }
    case 'alert.delivered': {
      const { step, to, channel, address } = event.data;
      return { ...state, deliveries: [...state.deliveries, { step, to, channel, address, failed: null, at }] };
    }
    case 'alert.delivery-failed': {
      const { step, to, channel, reason } = event.data;
      return { ...state, deliveries: [...state.deliveries, { step, to, channel, address: null, failed: reason, at }] };
    }
    case 'alert.escalated': {
      const { step, to, escalateAt } = event.data;
      return { ...state, step, to, told: [...state.told, to], escalateAt };
    }
    case 'alert.acknowledged':
      return { ...state, acknowledged: { by: event.data.by, at, note: event.data.note }, escalateAt: null };
    case 'alert.exhausted':
      return { ...state, exhausted: true, escalateAt: null };
    default:
      return state;
  }
}

export const alertFold = { initial: initialAlert, evolve: evolveAlert };
export const alertStream = (alertId: string): string => `alert-${alertId}`;

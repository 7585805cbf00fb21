import { type UpcasterChain } from './upcasting.js';

interface VersionHistory {
  readonly current: number;
  readonly upcasters: UpcasterChain;
}

/**
 * Event types whose shape has changed since their first version. A change raises `current`, adds the upcaster from the version below, and a
 * fixture of the new version beside the old ones (`fixtures/<type>.v<version>.fixture.json`); the old ones stay for ever.
 */
const histories: Readonly<Record<string, VersionHistory>> = {
  // A field that may be left out came: what was stored before has none.
  'lead.recycled': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'lead.next-action-planned': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'definition.published': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'lead.closed': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'assignment.decided': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'assignment.held': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'lead.protection-started': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'lead.recycling-exempted': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'lead.sla-started': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'rep.reservation-taken': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
  'rep.reservation-returned': { current: 2, upcasters: { 1: (data) => ({ ...data }) } },
};

const FIRST: VersionHistory = { current: 1, upcasters: {} };

export const historyOf = (type: string): VersionHistory => histories[type] ?? FIRST;

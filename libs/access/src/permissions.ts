/** What a role may do. Named by capability, not by route, so that HTTP, command line and automation ask for the same thing. */
export const permissions = [
  'lead.capture',
  'lead.read',
  'lead.change',
  'lead.assign',
  'lead.claim',
  'lead.transfer',
  'lead.release',
  'lead.recycle',
  'lead.redistribute',
  'lead.lock',
  'lead.request-access',
  'lead.decide-access',
  'lead.correct-ownership',
  'lead.follow-up',
  'lead.progress',
  'person.merge',
  'ownership.read',
  'queue.read',
  'organisation.read',
  'organisation.manage',
  'calendar.manage',
  'absence.announce',
  'pool.manage',
  'access.manage',
  'audit.read',
  'report.run',
  'report.publish',
  'definition.read',
  'definition.publish',
  'policy.read',
  'policy.manage',
  'vocabulary.read',
  'vocabulary.manage',
  'alert.read',
  'alert.acknowledge',
  'import.run',
  'feed.read',
  'projection.read',
  'projection.rebuild',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['administrator', 'manager', 'rep', 'analyst', 'app'] as const;
export type Role = (typeof roles)[number];
export const isRole = (value: unknown): value is Role => roles.includes(value as Role);

const ALL: readonly Permission[] = permissions;
const workOnLeads: readonly Permission[] = [
  'lead.capture',
  'lead.read',
  'lead.change',
  'lead.claim',
  'lead.transfer',
  'lead.release',
  'lead.follow-up',
  'lead.progress',
  'alert.read',
  'alert.acknowledge',
];
const look: readonly Permission[] = [
  'lead.read',
  'ownership.read',
  'organisation.read',
  'report.run',
  'definition.read',
  'policy.read',
  'vocabulary.read',
  'projection.read',
];

/** The one table. What is not here is refused. */
const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  administrator: new Set(ALL),
  manager: new Set<Permission>([
    ...workOnLeads,
    ...look,
    'lead.assign',
    'lead.recycle',
    'lead.redistribute',
    'lead.lock',
    'lead.decide-access',
    'lead.correct-ownership',
    'person.merge',
    'queue.read',
    'organisation.manage',
    'calendar.manage',
    'absence.announce',
    'pool.manage',
    'access.manage',
    'report.publish',
    'definition.publish',
    'policy.manage',
    'vocabulary.manage',
    'feed.read',
  ]),
  rep: new Set<Permission>([
    ...workOnLeads,
    'lead.request-access',
    'ownership.read',
    'queue.read',
    'organisation.read',
    'absence.announce',
    'policy.read',
    'vocabulary.read',
  ]),
  analyst: new Set<Permission>([...look, 'definition.publish', 'report.publish', 'vocabulary.manage', 'feed.read']),
  app: new Set<Permission>(['lead.capture', 'lead.read', 'lead.follow-up', 'ownership.read', 'vocabulary.read', 'feed.read']),
};

export const permits = (role: Role, permission: Permission): boolean => permissionsOf[role].has(permission);

/** For the reference page and for refusals that name who may. */
export const rolesWith = (permission: Permission): readonly Role[] => roles.filter((role) => permits(role, permission));

/** Event types (by their beginning) whose content a role's subscribers do not see: they get position and leaf, and can still prove the chain. */
const hiddenEvents: Readonly<Partial<Record<Role, readonly string[]>>> = { app: ['import.'] };

export const mayReadEvents = (role: Role, type: string): boolean =>
  permits(role, 'feed.read') && !hiddenEvents[role]?.some((beginning) => type.startsWith(beginning));

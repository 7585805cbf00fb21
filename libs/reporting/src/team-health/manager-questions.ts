/** The manager's four questions (R0.11): each a definition with a version. `team` is the fact that says which team a row counts for. */
export const managerQuestions = [
  { question: 'untouched leads', definition: 'untouched_leads', team: 'team', by: ['owner'] },
  { question: 'follow-up efficiency per rep', definition: 'follow_up_efficiency', team: 'team', by: ['owner'] },
  { question: 'channel quality', definition: 'channel_quality', team: 'lead.team_today', by: ['channel'] },
  { question: 'where the process is stuck', definition: 'stuck_leads', team: 'team', by: ['stage'] },
] as const;

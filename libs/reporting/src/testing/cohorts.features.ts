/** Cohorts with each kind of window, for what must hold over any history. */
export const cohorts = ['30d', '36h', 'week', 'month', 'quarter', 'year', 'ever'].map(
  (within) => `definition: cohort_of_${within}
title: Won within ${within}
entity: deal
date: opened
cohort: { of: closed, within: ${within} }
terms:
  mine: owner != "cy" || cohort.reached
measures:
  won: { ratio: { of: 'outcome == "won" && cohort.reached' } }
  reached: { ratio: { of: cohort.reached, to: 'outcome != "open"' } }
`,
);

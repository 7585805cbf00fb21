/** The pool that always exists: it holds what nobody has been given. */
export const INTAKE_POOL = 'intake';

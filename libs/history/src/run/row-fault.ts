/** Something about one row that keeps it out. `column` is the column of the file or the place in the mapping that says where. */
export class RowFault extends Error {
  constructor(
    readonly column: string,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** One line of the rejects file. */
export interface Reject {
  readonly file: string;
  readonly row: number;
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

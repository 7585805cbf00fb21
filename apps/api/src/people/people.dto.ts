import { IdField, TextField } from '../http/fields.js';

export class MergeBody {
  @IdField({ description: 'the person it turned out to be' })
  into!: string;

  @TextField()
  reason!: string;
}

export class UnmergeBody {
  @TextField()
  reason!: string;
}

export class RulingBody {
  @IdField({ description: 'the rep who gets every open lead of the person' })
  owner!: string;

  @TextField()
  reason!: string;
}

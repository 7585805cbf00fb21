import { IdField, TextField } from '../http/fields.js';

export class AccountableBody {
  @IdField({ description: 'id of the rep, one person' })
  person!: string;

  @TextField()
  reason!: string;
}

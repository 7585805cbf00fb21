import { LooseTextField, TextField } from '../http/fields.js';

const MAX_DOCUMENT = 2_000_000;

export class RatesDocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

export class PublishRatesBody extends RatesDocumentBody {
  @LooseTextField({ max: 1_000, description: 'why; needed' })
  reason?: string;
}

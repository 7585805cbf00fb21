import { InstantField, LooseTextField, TextField, TextsField } from '../http/fields.js';

const MAX_DOCUMENT = 700_000;

export class VocabularyDocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

class ChangeBody {
  @LooseTextField({ max: 1_000, description: 'why it changes; needed' })
  reason?: string;

  @InstantField({ optional: true, description: 'what people enter is checked by the new version from then on; default at once' })
  effectiveFrom?: string;
}

export class PublishVocabularyBody extends ChangeBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

export class RetireValueBody extends ChangeBody {
  @TextField({ max: 128, description: 'the code' })
  code!: string;

  @TextField({ max: 10, description: 'its last day', example: '2026-06-30' })
  to!: string;
}

export class AddAliasesBody extends ChangeBody {
  @TextField({ max: 128, description: 'the code' })
  code!: string;

  @TextsField({ maxItems: 1_000, max: 4_000, description: 'further writings that mean it' })
  aliases!: string[];
}

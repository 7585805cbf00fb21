export { createPrivacy, type Privacy, type PrivacyOptions } from './create-privacy.js';
export { type KeyedHash } from './keyed-hash.js';
export { loadMasterKey, type MasterKey, masterKeyOf } from './master-key.js';
export { SealBrokenError, type Sealer } from './sealer.js';

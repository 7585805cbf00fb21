import { type WhyAnswer } from './why-answer.js';
import { verdictInWords } from './in-words.js';

/** What a rep may know of a lead that is kept from it: how it fared itself, and nothing of the lead or of others. */
export const whyNotAlone = (answer: WhyAnswer): WhyAnswer => ({
  ...answer,
  present: null,
  decision: null,
  byDecision: false,
  words: answer.not ? [verdictInWords(answer.not)] : [],
});

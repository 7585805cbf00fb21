import { type CaptureInquiry } from '#libs/leads';

/** What a web form sends: a person with a phone and an e-mail address, a few clear facts and a message. Every number is another person. */
export const inquiryOf = (number: number): CaptureInquiry => ({
  do: 'capture-inquiry',
  source: 'autumn-ad',
  channel: 'social',
  medium: 'form',
  campaign: 'roofs-2026',
  contact: {
    name: `Person ${number}`,
    phones: [`+49 151 ${String(10_000_000 + number)}`],
    emails: [`person.${number}@example.org`],
  },
  attributes: { product: 'solar', employees: 12, region: 'south' },
  payload: { message: 'Please call me about the offer on your page, best in the afternoon.', page: '/offers/solar' },
});

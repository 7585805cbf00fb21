// Follows the feed of LeadLedger and proves that nothing is missing, doubled or altered. Plain Node, no dependency:
//   LEADLEDGER_TOKEN=… node feed-subscriber.mjs http://127.0.0.1:3000 events.ndjson
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [url, file] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.LEADLEDGER_TOKEN}` };
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
// JSON in the one spelling that is hashed (RFC 8785): keys sorted, no spaces.
const canonical = (value) =>
  Array.isArray(value) ? `[${value.map(canonical)}]`
  : value && typeof value === 'object' ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`
  : JSON.stringify(value);
const leafOf = ({ id, type, stream, revision, data, metadata }) =>
  sha256(canonical({ id, type, stream, revision, data, metadata: JSON.parse(metadata) }));

async function get(path) {
  const response = await fetch(url + path, { headers }).catch(() => null);
  if (response?.ok) return response.json();
  if (response && response.status !== 503) throw new Error(await response.text());
  return sleep(500).then(() => get(path)); // away for a moment: nothing is lost by asking again
}

// The file is both our work and our place: a line an event, written before the next page is asked for. A line torn by a crash is cut off.
const whole = existsSync(file) ? readFileSync(file).subarray(0, readFileSync(file).lastIndexOf('\n') + 1) : Buffer.alloc(0);
if (existsSync(file)) truncateSync(file, whole.length);
let { position, digest } = JSON.parse(whole.toString().trimEnd().split('\n').at(-1) || `{"position":0,"digest":"${'0'.repeat(64)}"}`);

for (;;) {
  const { items } = await get(`/v1/events?after=${position}&limit=200&type=lead.*`);
  const lines = items.map((item) => {
    if (Number(item.position) !== ++position) throw new Error(`Expected position ${position}, got ${item.position}`);
    if (item.id && leafOf(item) !== item.leaf) throw new Error(`The event at position ${position} was altered`);
    digest = sha256(Buffer.from(digest + item.leaf, 'hex'));
    return `${JSON.stringify({ position, digest, type: item.type ?? null, lead: item.subject ?? null })}\n`;
  });
  appendFileSync(file, lines.join(''));
  if (lines.length > 0) continue;
  const { end } = await get('/v1/events/completeness'); // caught up: is it what they hold?
  if (Number(end.position) > position) continue;
  console.log(JSON.stringify({ position, digest, proved: digest === end.digest }));
  process.exit(digest === end.digest ? 0 : 1);
}

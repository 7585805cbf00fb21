import streams from '@eventstore/db-client/generated/streams_pb.js';
import { WireReader } from '#libs/platform';

type ReadResp = InstanceType<typeof streams.ReadResp>;

const generated = streams.ReadResp.deserializeBinary;

/**
 * The generated reader makes eight messages of every event that is read, each field set by a function of its own: an eighth of all that the
 * projector does. Here an event is taken apart in one go into what the client asks of it. Whatever is not plainly an event (a link, a
 * confirmation, a checkpoint, an id or a number of another form) is left to the generated reader.
 */
export function decodeReadsNatively(): void {
  streams.ReadResp.deserializeBinary = (message) => (readEvent(new WireReader(message)) as ReadResp | null) ?? generated(message);
}

/** What stands before a field: its number, and its form on the wire (2: length and bytes, 0: number). */
const bytes = (field: number): number => (field << 3) | 2;
const number = (field: number): number => field << 3;

/** `ReadResp { event: ReadEvent { event: RecordedEvent, commit_position } }`; null for any other. */
function readEvent(wire: WireReader): EventRead | null {
  if (wire.tag() !== bytes(1)) return null;
  const end = wire.messageEnd();
  if (wire.tag(end) !== bytes(1)) return null;
  const event = new EventRead();
  const isPlain = readRecorded(wire, event) && wire.tag(end) === number(3) && wire.varint() === event.commit && wire.tag() === 0;
  return isPlain ? event : null;
}

function readRecorded(wire: WireReader, event: EventRead): boolean {
  const end = wire.messageEnd();
  for (let tag = wire.tag(end); tag !== 0; tag = wire.tag(end)) {
    switch (tag) {
      case bytes(1):
        wire.messageEnd();
        if (wire.tag() !== bytes(2)) return false;
        event.id = wire.text();
        break;
      case bytes(2):
        wire.messageEnd();
        if (wire.tag() !== bytes(3)) return false;
        event.stream = wire.bytes();
        break;
      case number(3):
        event.revision = wire.varint();
        break;
      case number(4):
        event.prepare = wire.varint();
        break;
      case number(5):
        event.commit = wire.varint();
        break;
      case bytes(6): {
        wire.messageEnd();
        if (wire.tag() !== bytes(1)) return false;
        const key = wire.text();
        if (wire.tag() !== bytes(2)) return false;
        event.metadata.set(key, wire.text());
        break;
      }
      case bytes(7):
        event.customMetadata = wire.bytes();
        break;
      case bytes(8):
        event.data = wire.bytes();
        break;
      default:
        return false;
    }
  }
  return event.id !== '' && event.stream !== NOTHING && [event.revision, event.prepare, event.commit].every(Number.isSafeInteger);
}

const NOTHING: Buffer = Buffer.alloc(0);

/** What the client asks of a `ReadResp`, of the `ReadEvent` in it and of the `RecordedEvent` in that: of an event without a link one answers all. */
class EventRead {
  id = '';
  stream = NOTHING;
  revision = 0;
  prepare = 0;
  commit = 0;
  customMetadata = NOTHING;
  data = NOTHING;
  readonly metadata = new Map<string, string>();

  hasEvent(): boolean {
    return true;
  }
  getEvent(): this {
    return this;
  }
  hasLink(): boolean {
    return false;
  }
  hasCommitPosition(): boolean {
    return true;
  }
  getCommitPosition(): number {
    return this.commit;
  }
  getPreparePosition(): number {
    return this.prepare;
  }
  hasId(): boolean {
    return true;
  }
  getId() {
    return { hasStructured: () => false, getString: () => this.id };
  }
  hasStreamIdentifier(): boolean {
    return true;
  }
  getStreamIdentifier() {
    return { getStreamName: () => this.stream };
  }
  getStreamRevision(): number {
    return this.revision;
  }
  getMetadataMap(): ReadonlyMap<string, string> {
    return this.metadata;
  }
  getCustomMetadata_asU8(): Uint8Array {
    return this.customMetadata;
  }
  getData(): Uint8Array {
    return this.data;
  }
  getData_asU8(): Uint8Array {
    return this.data;
  }
}

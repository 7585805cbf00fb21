import { ApiProperty } from '@nestjs/swagger';

class AcceptedEvent {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'lead.claimed' })
  type!: string;

  @ApiProperty({ type: 'integer' })
  revision!: number;
}

/** The answer to a command: what it did, the revision to pin next, and the token that a read may wait for. */
export class Accepted {
  @ApiProperty({ type: 'integer', description: 'also the ETag' })
  revision!: number;

  @ApiProperty({ description: 'opaque; send it as wait-for with a read that must see this command' })
  token!: string;

  @ApiProperty({ type: () => [AcceptedEvent], description: 'empty where it was so already' })
  events!: AcceptedEvent[];
}

interface Answer {
  readonly revision: number;
  readonly token: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

export const acceptedOf = ({ revision, token, events }: Answer): Accepted => ({
  revision,
  token,
  events: events.map(({ id, type, revision: at }) => ({ id, type, revision: at })),
});

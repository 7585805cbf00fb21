import { NO_METADATA, parseMetadata, revivedMetadata, SOFT_DELETE_JSON, SOFT_DELETED } from './stream-metadata.js';

const parsed = (json: string) => parseMetadata(Buffer.from(json));

describe('stream metadata', () => {
  it('tells a soft delete from the largest other $tb, which a JavaScript number cannot', () => {
    expect(parseMetadata(SOFT_DELETE_JSON).truncateBefore).toBe(SOFT_DELETED);
    expect(parsed('{"$tb":9223372036854775806}').truncateBefore).toBeLessThan(SOFT_DELETED);
    expect(parsed('{"text":"\\"$tb\\":9223372036854775807","$tb":3}').truncateBefore).toBe(3);
  });

  it('ignores counts and ages that are not positive, and what is not a JSON object', () => {
    expect(parsed('{"$maxCount":0,"$maxAge":-5}')).toEqual(NO_METADATA);
    expect(parsed('{"$maxCount":2,"$maxAge":3}')).toEqual({ truncateBefore: 0, maxCount: 2, maxAgeMs: 3000 });
    for (const json of ['', 'not json', '[1]', 'null', '7']) expect(parsed(json)).toEqual(NO_METADATA);
  });

  it('keeps the rest when a stream is revived', () => {
    const revived = revivedMetadata(Buffer.from('{"$tb":9223372036854775807,"$maxCount":7,"own":{"a":1}}'), 4);
    expect(JSON.parse(revived!.toString())).toEqual({ $tb: 4, $maxCount: 7, own: { a: 1 } });
    expect(revivedMetadata(Buffer.from('{oops'), 4)).toBeNull();
  });

  it('keeps every digit of the numbers of others', () => {
    const json = '{"$tb":5,"own":[-12345678901234567,0.1234567890123456789,1e300,"12345678901234567"]}';
    expect(parsed(json).truncateBefore).toBe(5);
    expect(revivedMetadata(Buffer.from(json), 9)!.toString()).toBe(
      '{"$tb":9,"own":[-12345678901234567,0.12345678901234568,1e+300,"12345678901234567"]}',
    );
  });
});

/** JSON that PostgreSQL can take apart: it cannot hold U+0000 in text, so U+FFFD stands for it, live and rebuilt alike. */
export function withoutNul(json: string): string {
  // An escaped backslash before `u0000` looks the same to this test, so the strings themselves decide.
  if (!json.includes('\\u0000')) return json;
  return JSON.stringify(JSON.parse(json), (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML and SVG, in content and in quoted attributes. What people and forms wrote must pass through here. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

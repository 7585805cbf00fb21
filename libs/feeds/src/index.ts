export { asyncApiDocument } from './async-api.js';
export { visibleTypes, type VisibleTypes } from './feed-filter.js';
export { type BareItem, type CloudEventItem, type FeedItem } from './feed-item.js';
export { followFeed } from './follow-feed.js';
export { LogListener } from './log-listener.js';
export { BLOCK_POSITIONS, type Completeness, everyBlock, MAX_BLOCKS, readCompleteness } from './read-completeness.js';
export { readFeedHead } from './read-feed-head.js';
export { type FeedPage, MAX_PAGE_ITEMS, readFeedPage } from './read-feed-page.js';
export { eventStreamOf } from './server-sent-events.js';

import { expectReferencePage } from '#libs/testing';
import { configurationReference } from './configuration-reference.js';

describe('the reference of the configuration', () => {
  it('is what the configuration module says of itself', () => {
    expectReferencePage('docs/reference/configuration.md', configurationReference());
  });
});

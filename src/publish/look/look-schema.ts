import { Type } from 'typebox';

import { section, text } from '../../domain/setting.js';
import { accentFault } from './accent-fault.js';

/** Longer addresses serve nobody who reads a page. */
const MAX_URL_LENGTH = 2_000;

/** What of `http.public` makes the site an operator's own. */
export const lookSettings = {
  logo: Type.Optional(
    text({
      form: 'path',
      description:
        'Picture shown before the title: an SVG (without script and references to other files) or PNG file of at most 100 KB.',
    }),
  ),
  colours: section(
    {
      accent: Type.Optional(
        text({
          form: '#rrggbb',
          check: accentFault('light'),
          description: 'Colour of links, focus and header in the light scheme, readable (4.5:1) on its grounds.',
        }),
      ),
      accentDark: Type.Optional(
        text({
          form: '#rrggbb',
          check: accentFault('dark'),
          description: 'The same in the dark scheme.',
        }),
      ),
    },
    { default: {}, description: 'Colours of the site instead of its own.' },
  ),
  links: Type.Array(
    section({
      title: text({ maxLength: 60, description: 'What the link is called.' }),
      url: text({
        form: 'URL',
        maxLength: MAX_URL_LENGTH,
        check: linkFault,
        description: 'Where it leads: an http, https or mailto URL.',
      }),
    }),
    {
      default: [],
      maxItems: 8,
      description: 'Links in the header of every page: the own site, the support.',
    },
  ),
};

function linkFault(found: string): string | null {
  const url = URL.canParse(found) ? new URL(found) : null;
  if (url === null || !['https:', 'http:', 'mailto:'].includes(url.protocol)) {
    return 'must be an http, https or mailto URL';
  }
  return url.username === '' && url.password === '' ? null : 'must be a URL without a user name or password';
}

import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { useEffect, useRef } from 'react';

const marked = new Marked({ gfm: true, breaks: false, async: false });

// What a guideline or an item's text needs; no style, no scripts, no forms, no media from elsewhere.
const ALLOWED_TAGS = [
  'a',
  'b',
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'kbd',
  'li',
  'mark',
  'ol',
  'p',
  'pre',
  's',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
];

const purifier = DOMPurify();
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName === 'A' && node.getAttribute('href')) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  }
});

export default function MarkdownBody({ source, className }: { source: string; className: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const html = marked.parse(source) as string;
    const fragment = purifier.sanitize(html, {
      ALLOWED_TAGS,
      ALLOWED_ATTR: ['href', 'title', 'start', 'align'],
      RETURN_DOM_FRAGMENT: true,
    });
    // A wide table scrolls by itself instead of widening the page.
    for (const table of fragment.querySelectorAll('table')) {
      const scroller = document.createElement('div');
      scroller.tabIndex = 0;
      scroller.dataset.tableScroller = '';
      table.replaceWith(scroller);
      scroller.append(table);
    }
    for (const block of fragment.querySelectorAll('pre')) block.tabIndex = 0;
    host.current?.replaceChildren(fragment);
  }, [source]);
  return <div ref={host} className={className} dir="auto" />;
}
